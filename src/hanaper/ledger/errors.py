"""What can go wrong with the books."""

from hanaper.foundation.database.refusals import refusal
from hanaper.kernel.errors import Invalid, Refused


@refusal("HN020")
class OutOfBalance(Refused):
    """The lines of a journal do not sum to zero."""

    code = "ledger.out-of-balance"


@refusal("HN021")
class PeriodNotOpen(Refused):
    """The period is closed, or was never opened."""

    code = "ledger.period-not-open"


@refusal("HN022")
class KeyNotThere(Refused):
    """An account, cost centre, programme or other key of a line is not there, or not valid on the day."""

    code = "ledger.key-not-there"


@refusal("HN023")
class SourceReused(Refused):
    """A source has posted the same event before, with other lines."""

    code = "ledger.source-reused"


class AccountUnknown(Invalid):
    """The chart has no account of this code."""

    code = "ledger.account-unknown"


class JournalUnbalanced(Invalid):
    """A journal was entered whose debits and credits differ."""

    code = "ledger.journal-unbalanced"


class JournalEmpty(Invalid):
    """A journal was entered with fewer than two lines, or with a line of nothing."""

    code = "ledger.journal-empty"


class NotReversible(Refused):
    """Only a posted journal is reversed, and only once."""

    code = "ledger.not-reversible"


class NotEditable(Refused):
    """Only a journal that was sent back is changed."""

    code = "ledger.not-editable"


class OpeningInvalid(Invalid):
    """Rows of a file of opening balances cannot be read: `faults` names each with its column."""

    code = "ledger.opening-invalid"
