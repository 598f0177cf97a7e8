"""The front door of convergence.

    with reading(actor, "convergence.read"):
        report = convergence_of(month=month_of("2026-11"))
        asked_for = deviations(as_of=now)

A cluster is its bodies: pass their ids. Rows of made-up bodies stand apart from real ones and say so.
"""

from hanaper.strategy.convergence.asking import Asked, asked
from hanaper.strategy.convergence.errors import (
    CostWithoutSource,
    DeviationTooLong,
    ProcessWithoutStandard,
    RenewsAnother,
    StepUnknown,
)
from hanaper.strategy.convergence.measures import MEASURES
from hanaper.strategy.convergence.models import Deviation
from hanaper.strategy.convergence.process import DEVIATION
from hanaper.strategy.convergence.report import (
    Around,
    ConvergenceReport,
    ConvergenceRow,
    Why,
    convergence_of,
    convergence_over,
    ranking_coverage,
)
from hanaper.strategy.convergence.selectors import DeviationRow, Variant, deviation_get_for, deviations, variants
from hanaper.strategy.convergence.services import (
    DeviationAsked,
    deviation_approve,
    deviation_end,
    deviation_propose,
    deviation_refuse,
    deviation_withdraw,
)
from hanaper.strategy.convergence.standards import STANDARDS, StandardVersion, standard, standards
from hanaper.strategy.convergence.ways import WayAround, register_way, ways

__all__ = [
    "DEVIATION",
    "MEASURES",
    "STANDARDS",
    "Around",
    "Asked",
    "ConvergenceReport",
    "ConvergenceRow",
    "CostWithoutSource",
    "Deviation",
    "DeviationAsked",
    "DeviationRow",
    "DeviationTooLong",
    "ProcessWithoutStandard",
    "RenewsAnother",
    "StandardVersion",
    "StepUnknown",
    "Variant",
    "WayAround",
    "Why",
    "asked",
    "convergence_of",
    "convergence_over",
    "deviation_approve",
    "deviation_end",
    "deviation_get_for",
    "deviation_propose",
    "deviation_refuse",
    "deviation_withdraw",
    "deviations",
    "ranking_coverage",
    "register_way",
    "standard",
    "standards",
    "variants",
    "ways",
]
