"""What can be wrong with people and their employments. Values carry ids and dates, never a name or number."""

from __future__ import annotations

from hanaper.kernel.errors import Invalid, Refused


class LeftBefore(Invalid):
    """A last day before the first. Values: `started_on`, `found`."""

    code = "people.left-before"


class OwnRecord(Refused):
    """Somebody changing their own record (S22)."""

    code = "people.own-record"


class BankFrozen(Refused):
    """A bank account that would change so close to a cut-off that nobody could check it. Values: `from_on`, `first`."""

    code = "people.bank-frozen"


class ChangePending(Refused):
    """Another account proposed while one still waits for its approval."""

    code = "people.change-pending"


class WrongNino(Invalid):
    """A text that is no National Insurance number."""

    code = "people.wrong-nino"
