"""The front door of duties."""

from hanaper.foundation.duties.conflicts import MATRIX, Conflict, between
from hanaper.foundation.duties.errors import DutyConflict, DutyMissing, GrantNotBySelf, MayNotGrant, UnknownDuty
from hanaper.foundation.duties.models import Grant, Role
from hanaper.foundation.duties.registry import CENTRE, RETAINED, Duty, Side, declare, duties, duty
from hanaper.foundation.duties.selectors import bodies_where, duties_held, holders, limit_pence
from hanaper.foundation.duties.services import role_create, role_end, role_give, role_grant, roles_load
from hanaper.foundation.duties.standard import StandardRole, standard_roles

__all__ = [
    "CENTRE",
    "MATRIX",
    "RETAINED",
    "Conflict",
    "Duty",
    "DutyConflict",
    "DutyMissing",
    "Grant",
    "GrantNotBySelf",
    "MayNotGrant",
    "Role",
    "Side",
    "StandardRole",
    "UnknownDuty",
    "between",
    "bodies_where",
    "declare",
    "duties",
    "duties_held",
    "duty",
    "holders",
    "limit_pence",
    "role_create",
    "role_end",
    "role_give",
    "role_grant",
    "roles_load",
    "standard_roles",
]
