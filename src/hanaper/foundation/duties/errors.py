"""What can go wrong with duties."""

from hanaper.kernel.errors import Invalid, NotThere, Refused


class UnknownDuty(Invalid):
    """No module has declared a duty of this code."""

    code = "duties.unknown-duty"


class DutyMissing(Refused):
    """The person does not hold the duty for this body today."""

    code = "duties.missing"
    status = 403


class DutyConflict(Refused):
    """The person holds, or would hold, two duties that exclude each other."""

    code = "duties.conflict"


class GrantNotBySelf(Refused):
    """A grant is approved by someone who is neither its giver nor its receiver (S27)."""

    code = "duties.grant-not-by-self"


class MayNotGrant(Refused):
    """Who gives a role, or agrees to it, holds the duty to do so for every body that the grant is for."""

    code = "duties.may-not-grant"
    status = 403


class AdministratorsThere(Refused):
    """The first access administrators are named once: after them, roles are given by those who hold the duty."""

    code = "duties.administrators-there"


class TwoAdministrators(Invalid):
    """Giving a role takes two people, so the first access administrators are two different ones."""

    code = "duties.two-administrators"


class RoleNarrowed(Refused):
    """A role that people hold lost a duty: roles grow, and what a person may no longer do is ended by their grant."""

    code = "duties.role-narrowed"


class GrantNotThere(NotThere):
    """No grant of this role to this person is in force for this body or cluster on that day, or later."""

    code = "duties.grant-not-there"
