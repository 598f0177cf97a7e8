"""Who may say who may do what. Rules S26 and S27: whoever gives duties does no work with them, and two give one."""

from hanaper.foundation.duties.registry import Duty

GRANT = "role.grant"
APPROVE = "role.approve"

DUTIES = (
    Duty(GRANT, "Give a role to somebody else, and end it"),
    Duty(APPROVE, "Agree to a role that somebody else gives to a third"),
)
