"""What can be wrong with a parallel run. English in `wording.py`."""

from __future__ import annotations

from hanaper.kernel.errors import Invalid, NotThere, Refused


class WrongLegacyFile(Invalid):
    """A file with rows that cannot be taken: none was. Values: `count`, `lines`, and `wrong`, every WrongRow."""

    code = "parallel.wrong-file"


class PayRunNotThere(NotThere):
    """No pay run of this number. Values: `found`."""

    code = "parallel.no-pay-run"


class SignedOff(Refused):
    """The pay run's parallel run is signed off already. Values: `found`."""

    code = "parallel.signed-off"


class NotCalculated(Refused):
    """The pay run has no payslips to compare with. Values: `found`."""

    code = "parallel.not-calculated"


class TooManyDifferences(Refused):
    """So many differences that the file is hardly of this pay run. Values: `people`, `most`."""

    code = "parallel.too-many"
