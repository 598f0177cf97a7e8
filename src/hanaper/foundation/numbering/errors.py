"""What can go wrong with numbers."""

from hanaper.foundation.database.refusals import refusal
from hanaper.kernel.errors import HanaperError, Refused


@refusal("HN013")
class NumbersNotTaken(Refused):
    """Numbers were asked for outside a body, or none or too many of them."""

    code = "numbering.not-taken"


class NumberLost(HanaperError):
    """A document that was to be numbered is not there, or has a number already: a defect of ours. The act is undone."""

    code = "numbering.lost"
