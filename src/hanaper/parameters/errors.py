"""What can go wrong when a figure is asked for."""

from __future__ import annotations

from hanaper.kernel.errors import NotThere, Refused


class UnknownParameter(NotThere):
    """No parameter has this name."""

    code = "parameters.unknown"


class NothingInForce(Refused):
    """The parameter exists, but no value of it was in force on the date."""

    code = "parameters.nothing-in-force"


class ValueUnknown(Refused):
    """A value was in force on the date, but nobody here knows what it was."""

    code = "parameters.value-unknown"


class WrongParameterFile(Exception):
    """A parameter file that breaks its own rules: a defect of the release, never a user's mistake."""
