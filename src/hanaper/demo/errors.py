"""What can go wrong with a demonstration."""

from __future__ import annotations

from hanaper.kernel.errors import Invalid, Refused


class ScaleUnknown(Invalid):
    code = "demo.scale-unknown"


class MonthUnreadable(Invalid):
    code = "demo.month-unreadable"


class AnotherDemo(Refused):
    """The database holds a demonstration of another kind."""

    code = "demo.another"


class RealBodiesHere(Refused):
    """The database serves real bodies: invented work does not belong there."""

    code = "demo.real-bodies"


class WorkerAway(Refused):
    """The worker died again and again."""

    code = "demo.worker-away"


class DatabaseWent(Refused):
    """The database went away in the middle of the month."""

    code = "demo.database-went"


class NotIdle(Refused):
    """Rules did not finish what waits for them."""

    code = "demo.not-idle"


class WorkRefused(Refused):
    """A service refused what the plan holds for right: a defect of the demonstration or of the service."""

    code = "demo.work-refused"
