"""The front door of the register: real clusters as dated, sourced facts, and a model cluster like one of them."""

from __future__ import annotations

from hanaper.strategy.register.facts import (
    BodyFact,
    Claim,
    ClusterFact,
    Commitment,
    Contract,
    Fact,
    Gap,
    GroupFact,
    Milestone,
    Register,
    Series,
    Source,
)
from hanaper.strategy.register.loading import load_register
from hanaper.strategy.register.model_cluster import ModelBody, ModelCluster, ModelGroup, model_cluster
from hanaper.strategy.register.when import When

__all__ = [
    "BodyFact",
    "Claim",
    "ClusterFact",
    "Commitment",
    "Contract",
    "Fact",
    "Gap",
    "GroupFact",
    "Milestone",
    "ModelBody",
    "ModelCluster",
    "ModelGroup",
    "Register",
    "Series",
    "Source",
    "When",
    "load_register",
    "model_cluster",
]
