"""What can go wrong with service levels."""

from hanaper.kernel.errors import Invalid


class MonthUnreadable(Invalid):
    """A month that is not written as year and month."""

    code = "levels.month-unreadable"


class ProcessNotMeasured(Invalid):
    """A process that no service level is defined for."""

    code = "levels.process-not-measured"


class BodyUnknown(Invalid):
    """No body of that code."""

    code = "levels.body-unknown"


class MeasureUnknown(Invalid):
    """No measure of that name, or none in that version."""

    code = "levels.measure-unknown"
