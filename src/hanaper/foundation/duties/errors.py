"""What can go wrong with duties."""

from hanaper.kernel.errors import Invalid, Refused


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
