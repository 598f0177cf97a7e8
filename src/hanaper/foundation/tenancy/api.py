"""The front door of tenancy."""

from hanaper.foundation.tenancy.codes import ALL, RESERVED
from hanaper.foundation.tenancy.errors import BodyEnded, BodyNotThere, NoScope
from hanaper.foundation.tenancy.models import (
    Body,
    Cluster,
    ClusterManager,
    ClusterMember,
    CostCentre,
    Group,
    GroupMember,
    TenantManager,
)
from hanaper.foundation.tenancy.scope import Scope, current_scope

__all__ = [
    "ALL",
    "RESERVED",
    "Body",
    "BodyEnded",
    "BodyNotThere",
    "Cluster",
    "ClusterManager",
    "ClusterMember",
    "CostCentre",
    "Group",
    "GroupMember",
    "NoScope",
    "Scope",
    "TenantManager",
    "current_scope",
]
