"""What Hanaper's refusals say, on screen, in the API and on the command line.

Services raise errors with a code and values. Each module registers the English for its codes, one template a code:
what was found, what was expected, the rule, what to do next. Values are put in as people read them: a value whose name
ends in `_pence` as pounds, dates and instants in words, lists joined.
"""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from hanaper.foundation.interface import formats
from hanaper.kernel.errors import HanaperError, NotThere
from hanaper.kernel.wording import WORDING as KERNEL

NOT_THERE = "There is nothing here under that name, or it is not yours to see. Check the link, or search for it."
WORDING: dict[str, str] = {
    "interface.nothing-ticked": "Nothing was chosen. Tick at least one row, or choose all of them, and press again.",
    "interface.selection-changed": (
        "{before} rows matched when you opened the list and {now} match now. Look at the list again, then press again."
    ),
    "interface.too-many": (
        "{found} rows were chosen and one press moves {most} at most. Narrow the list with a filter and press again."
    ),
    "interface.choose-body": "This is done for one body at a time. Choose the body at the top of the page first.",
}
_TEMPLATES: dict[str, str] = {**KERNEL, **WORDING}


@dataclass(frozen=True)
class Explained:
    """A refusal for people: the code to quote to support, and the sentences."""

    code: str
    text: str
    status: int


def register(templates: Mapping[str, str]) -> None:
    """Add the English of a module's codes, at start.

    Raises ValueError if another module has given a code other words: a code means one thing.
    """
    for code, template in templates.items():
        if _TEMPLATES.setdefault(code, template) != template:
            raise ValueError(f"the code {code!r} has two wordings")


def register_installed(packages: Mapping[str, Path]) -> None:
    """Add the `WORDING` of every module named `wording` in these packages, whatever its depth: so no module forgets.

    packages: directories by dotted name.
    """
    for package, directory in packages.items():
        for file in sorted(directory.rglob("wording.py")):
            inner = ".".join(file.relative_to(directory).with_suffix("").parts)
            register(getattr(import_module(f"{package}.{inner}"), "WORDING", {}))


def explain(error: HanaperError) -> Explained:
    """The refusal in words. Anything not there reads the same, whatever it was."""
    if isinstance(error, NotThere):
        # Its own code would tell what kind of thing is not there, and so that it is somebody else's.
        return Explained(NotThere.code, NOT_THERE, error.status)
    template = _TEMPLATES.get(error.code)
    if template is None:
        return Explained(error.code, f"This was refused ({error.code}). Ask support what it means.", error.status)
    shown = {name: _shown(name, value) for name, value in error.values.items()}
    return Explained(error.code, string.Formatter().vformat(template, (), _Known(shown)), error.status)


def explain_code(code: str, **values: Any) -> str:
    """The words of one code, as an outcome of a batch carries it."""
    template = _TEMPLATES.get(code)
    if template is None:
        return f"Refused ({code})."
    return string.Formatter().vformat(template, (), _Known({k: _shown(k, v) for k, v in values.items()}))


def without_wording(errors: Sequence[type[HanaperError]]) -> Sequence[str]:
    """Codes of error classes for which no module registered words; a test wants this empty."""
    return sorted({e.code for e in errors if e.code and not issubclass(e, NotThere) and e.code not in _TEMPLATES})


class _Known(dict[str, str]):
    """A template may name a value that this error did not carry; the sentence must still be made."""

    def __missing__(self, name: str) -> str:
        return "(not known)"


def _shown(name: str, value: Any) -> str:
    if value is None:
        return "nothing"
    if name.endswith("_pence") and isinstance(value, int):
        return formats.money(value)
    if isinstance(value, datetime):
        return formats.instant(value)
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(_shown(name, one) for one in value)
    return str(value)
