"""The front door of the register: real clusters as dated, sourced facts, and a model cluster like one of them.

It knows no database, so that rules may read it. `entered.register_known` is the register with what was entered here.
"""

from __future__ import annotations

from hanaper.strategy.register.at_dates import dates_asked, register_at
from hanaper.strategy.register.facts import (
    NOT_STATED,
    RECORDED_BY,
    BodyFact,
    Claim,
    ClusterFact,
    Commitment,
    Contract,
    Fact,
    FormerGroup,
    Gap,
    GroupFact,
    Milestone,
    Register,
    Series,
    Source,
    State,
    StateOf,
    System,
    Terms,
)
from hanaper.strategy.register.in_words import big_money, figure_text
from hanaper.strategy.register.loading import load_register
from hanaper.strategy.register.model_cluster import ModelBody, ModelCluster, ModelGroup, model_cluster
from hanaper.strategy.register.when import When

__all__ = [
    "NOT_STATED",
    "RECORDED_BY",
    "BodyFact",
    "Claim",
    "ClusterFact",
    "Commitment",
    "Contract",
    "Fact",
    "FormerGroup",
    "Gap",
    "GroupFact",
    "Milestone",
    "ModelBody",
    "ModelCluster",
    "ModelGroup",
    "Register",
    "Series",
    "Source",
    "State",
    "StateOf",
    "System",
    "Terms",
    "When",
    "big_money",
    "dates_asked",
    "figure_text",
    "load_register",
    "model_cluster",
    "register_at",
]
