"""The front door of the audit trail: sealing it, keeping its heads, and verifying that nobody has changed it."""

from __future__ import annotations

from hanaper.foundation.audit.errors import SealKeyWrong
from hanaper.foundation.audit.heads import Head
from hanaper.foundation.audit.sealing import bodies_unsealed, heads_now, keep_heads, seal, seal_horizon, seal_round
from hanaper.foundation.audit.verifying import BodyReport, Problem, Report, details_dispose, verify

__all__ = [
    "BodyReport",
    "Head",
    "Problem",
    "Report",
    "SealKeyWrong",
    "bodies_unsealed",
    "details_dispose",
    "heads_now",
    "keep_heads",
    "seal",
    "seal_horizon",
    "seal_round",
    "verify",
]
