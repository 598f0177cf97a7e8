"""What can be wrong with a return as a whole. What is wrong in a file stands in `rules.findings`."""

from __future__ import annotations

from collections.abc import Sequence

from hanaper.kernel.errors import Invalid, NotThere, Refused
from hanaper.strategy.returns.rules.findings import Finding


class WrongReturn(Invalid):
    """A file has faults, or warnings without a reason. Values: count, codes, lines, findings. wrong: each of them."""

    code = "returns-file-wrong"
    wrong: Sequence[Finding] = ()


class ReturnNotThere(NotThere):
    """No such return in scope."""

    code = "returns-not-there"


class KindUnknown(Invalid):
    """There is no return of that kind. Values: found, expected."""

    code = "returns-kind-unknown"


class IsNative(Refused):
    """A body that works on this platform sends no return by hand: it is made from its transactions. Values: body."""

    code = "returns-native"


class IsConnected(Refused):
    """A body that runs another system sends its return: this platform has not its transactions. Values: body."""

    code = "returns-connected"


class NotConnected(Refused):
    """Nobody has said which system the body runs. Values: body."""

    code = "returns-not-connected"


class NotHeld(Refused):
    """This platform does not hold what the return asks for. Values: kind, what."""

    code = "returns-not-held"


class SameFile(Refused):
    """The file is the one that was received already. Values: file."""

    code = "returns-same-file"
