"""Read dated figures from the YAML files packaged beside this module.

A file holds a description, a unit, and values by the date from which each is in force:

    description: Days after receipt within which ...
    unit: days after receipt
    values:
      2015-02-26:
        value: 30
        source: {title: "...", url: "...", seen: 2026-11-22}

A value is in force until the next one starts, or until its `until` (the first day on which it is no longer). `value:
unknown` marks a figure that exists and was not found. `assumption: true` marks a figure that rests on no published
source. Numbers with a decimal point become `Decimal`, so no float can enter; rates are whole basis points where they
can be. A table, such as the bands of a tax, is a list of rows, each a list of as many cells; `~` is "no limit".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, TypeAlias

import yaml

from hanaper.kernel.dates import DateRange, show_date
from hanaper.parameters.errors import NothingInForce, UnknownParameter, ValueUnknown, WrongParameterFile

Scalar: TypeAlias = int | Decimal | str | bool
"""What a parameter may be: whole numbers (pence, days, basis points), decimals, words, yes or no."""

Row: TypeAlias = tuple[Scalar | None, ...]
"""One row of a table; None is "no limit"."""

Table: TypeAlias = tuple[Row, ...]
"""A parameter of several rows, such as the bands of a tax."""

_NAME = re.compile(r"[a-z0-9_]+(?:/[a-z0-9_]+){3}")
_UNKNOWN: Final = "unknown"
_FILE_KEYS: Final = frozenset({"description", "unit", "values"})
_VALUE_KEYS: Final = frozenset({"value", "source", "assumption", "until", "note"})


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was read, and on which day. `url` is None when the publication was not found on line."""

    title: str
    url: str | None
    seen: date


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one parameter, with the dates for which it is in force and where it comes from.

    value: in `unit`; None when it is not known, which `get` never returns.
    end: the first day on which it is no longer in force; None when nothing ends it yet.
    is_assumption: True when Hanaper chose it, so that whatever rests on it can say so.
    """

    name: str
    description: str
    value: Scalar | Table | None
    unit: str
    start: date
    end: date | None
    source: Source
    is_assumption: bool
    note: str

    @property
    def whole_number(self) -> int:
        """The value as an int. A parameter of another kind is a defect in the caller: TypeError."""
        if type(self.value) is not int:
            raise TypeError(f"{self.name} is not a whole number: {self.value!r}")
        return self.value

    @property
    def table(self) -> Table:
        """The value as rows. A parameter of another kind is a defect in the caller: TypeError."""
        if not isinstance(self.value, tuple):
            raise TypeError(f"{self.name} is not a table: {self.value!r}")
        return self.value

    @property
    def in_force(self) -> DateRange:
        """The days on which it is in force, closed-open."""
        return DateRange(self.start, self.end)


def get(name: str, *, on: date) -> Value:
    """The value of a parameter in force on a date.

    name: the path of its file without the ending, `jurisdiction/body/instrument/name`.
    on: the date that the rule names, such as a payment date; never today unless the rule says today.
    Raises UnknownParameter, NothingInForce, ValueUnknown.

    >>> get("uk/hmrc/vat/standard_rate_basis_points", on=date(2010, 6, 1)).whole_number
    1750
    >>> get("uk/hmrc/vat/standard_rate_basis_points", on=date(2026, 6, 1)).source.title
    'VAT rates and historic VAT rates, Accountancy Managers'
    """
    values = history(name)
    for value in reversed(values):
        if on in value.in_force:
            if value.value is None:
                raise ValueUnknown(name=name, on=show_date(on), note=value.note)
            return value
    raise NothingInForce(name=name, on=show_date(on), known="; ".join(str(value.in_force) for value in values))


def history(name: str) -> tuple[Value, ...]:
    """Every value of a parameter, the oldest first, those not known among them. Raises UnknownParameter.

    >>> [value.start.year for value in history("uk/hmrc/vat/standard_rate_basis_points")][-2:]
    [2010, 2011]
    """
    found = _read(name) if _NAME.fullmatch(name) else None
    if found is None:
        nearest = get_close_matches(name, names(), n=3, cutoff=0) or ["none"]
        raise UnknownParameter(found=name, nearest=", ".join(nearest))
    return found


@cache
def names() -> tuple[str, ...]:
    """The names of all parameters, sorted.

    >>> "uk/cabinet_office/prompt_payment/days_target" in names()
    True
    """
    return tuple(sorted(_walk(files("hanaper.parameters"), ())))


def _walk(folder: Traversable, path: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for item in folder.iterdir():
        if item.is_dir():
            found += _walk(item, (*path, item.name))
        elif item.name.endswith(".yaml"):
            found.append("/".join((*path, item.name.removesuffix(".yaml"))))
    return found


@cache
def _read(name: str) -> tuple[Value, ...] | None:
    file = files("hanaper.parameters").joinpath(*f"{name}.yaml".split("/"))
    return parse(name, file.read_text(encoding="utf-8")) if file.is_file() else None


def parse(name: str, text: str) -> tuple[Value, ...]:
    """The values that a parameter file declares, oldest first.

    Raises WrongParameterFile when a key is missing, unknown or given twice, or dates are out of order.
    """
    try:
        content = yaml.load(text, Loader=_ExactLoader)  # noqa: S506 - a SafeLoader with stricter numbers
    except yaml.YAMLError as reason:
        raise WrongParameterFile(f"{name}: {reason}") from reason
    body = _mapping(name, content, _FILE_KEYS, _FILE_KEYS)
    entries = body["values"]
    if not isinstance(entries, dict) or not entries or not all(type(start) is date for start in entries):
        raise WrongParameterFile(f"{name}: values are given by the date from which each is in force")
    starts = list(entries)
    if starts != sorted(starts):
        raise WrongParameterFile(f"{name}: values are not in the order of their dates")
    return tuple(
        _value(name, body, start, following, entries[start])
        for start, following in zip(starts, [*starts[1:], None], strict=True)
    )


def _value(name: str, body: Mapping[str, object], start: date, following: date | None, entry: object) -> Value:
    where = f"{name} from {start}"
    given = _mapping(where, entry, _VALUE_KEYS, frozenset({"value", "source"}))
    source = _mapping(
        f"{where}, source", given["source"], frozenset({"title", "url", "seen"}), frozenset({"title", "seen"})
    )
    value, until, note = _table(where, given["value"]), given.get("until", following), given.get("note", "")
    is_assumption = given.get("assumption", False)
    if not isinstance(value, int | Decimal | str | tuple):
        raise WrongParameterFile(f"{where}: a value is a number, words, a table, true, false or unknown, not {value!r}")
    if until is not None and (type(until) is not date or until <= start or (following or until) < until):
        raise WrongParameterFile(f"{where}: until is after the start and not after the next value")
    if value == _UNKNOWN and not note:
        raise WrongParameterFile(f"{where}: an unknown value needs a note that says what was looked for")
    if not isinstance(is_assumption, bool) or not isinstance(note, str):
        raise WrongParameterFile(f"{where}: assumption is true or false, and a note is words")
    title, url, seen = source["title"], source.get("url"), source["seen"]
    if not isinstance(title, str) or type(seen) is not date or not (url is None or isinstance(url, str)):
        raise WrongParameterFile(f"{where}: a source has a title, the date it was seen and, where known, a url")
    return Value(
        name=name,
        description=str(body["description"]).strip(),
        value=None if value == _UNKNOWN else value,
        unit=str(body["unit"]),
        start=start,
        end=until,
        source=Source(title=title, url=url, seen=seen),
        is_assumption=is_assumption,
        note=note,
    )


def _table(where: str, found: object) -> object:
    """Rows as tuples; whatever is no list, as it is."""
    if not isinstance(found, list):
        return found
    cells = [cell for row in found if isinstance(row, list) for cell in row]
    widths = {len(row) if isinstance(row, list) else 0 for row in found}
    if (
        len(widths) != 1
        or 0 in widths
        or not all(cell is None or isinstance(cell, int | Decimal | str) for cell in cells)
    ):
        raise WrongParameterFile(f"{where}: a table is a list of rows, each a list of as many numbers or words")
    return tuple(tuple(row) for row in found)


def _mapping(where: str, found: object, allowed: frozenset[str], needed: frozenset[str]) -> dict[str, object]:
    if not isinstance(found, dict):
        raise WrongParameterFile(f"{where}: expected {', '.join(sorted(allowed))}")
    if wrong := (found.keys() - allowed) or (needed - found.keys()):
        raise WrongParameterFile(f"{where}: missing or unknown: {', '.join(sorted(map(str, wrong)))}")
    return found


class _ExactLoader(yaml.SafeLoader):
    """SafeLoader in which a decimal is a Decimal and a key given twice is an error, not a silent overwrite."""


def _exact_decimal(loader: _ExactLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)))


def _single_keys(loader: _ExactLoader, node: yaml.MappingNode) -> dict[object, object]:
    pairs = [
        (loader.construct_object(key, deep=True), loader.construct_object(value, deep=True))
        for key, value in node.value
    ]
    found = dict(pairs)
    if len(found) != len(pairs):
        raise yaml.constructor.ConstructorError(None, None, "a key is given twice", node.start_mark)
    return found


_ExactLoader.add_constructor("tag:yaml.org,2002:float", _exact_decimal)
_ExactLoader.add_constructor("tag:yaml.org,2002:map", _single_keys)
