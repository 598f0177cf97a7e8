"""What refusals about parameters say."""

from __future__ import annotations

from typing import Final

WORDING: Final[dict[str, str]] = {
    "parameters.unknown": "There is no parameter called “{found}”. The nearest names are: {nearest}.",
    "parameters.nothing-in-force": (
        "“{name}” has no value in force on {on}. The values known are in force {known}. "
        "Add the value for that date with its source, or use a date that is covered."
    ),
    "parameters.value-unknown": (
        "The value of “{name}” in force on {on} is not known: {note}. "
        "Find the published figure and add it with its source."
    ),
}
