"""What somebody enters as a claim: checked value by value against the register, and turned into a fact of it.

A claim comes as texts, from a form or a row of a file. `checked` says everything that is wrong with it at once, or
gives it as the register keeps it. Nothing is guessed: an amount in pounds has its pound sign, and a date is as exact as
its source.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Final, get_args

from hanaper.kernel.errors import HanaperError
from hanaper.kernel.money import Money
from hanaper.strategy.register.errors import DateUnreadable
from hanaper.strategy.register.facts import NOT_STATED, Bound, Register, Series, StateOf
from hanaper.strategy.register.when import When

KINDS: Final = ("figure", "state", "date", "live", "commitment")
STATUSES: Final = ("committed", "deciding", "declined")
BOUNDS: Final[tuple[str, ...]] = get_args(Bound)
SIDES: Final[tuple[str, ...]] = get_args(StateOf)
PENCE: Final = "GBP pence"
#: Columns of a file, and fields of the form: which are needed whatever the kind, and which may be empty.
NEEDED: Final = ("kind", "about", "value", "as_of", "source_title", "source_publisher", "source_published", "source_at",
                 "source_seen")  # fmt: skip
COLUMNS: Final = ("kind", "about", "what", "value", "unit", "bound", "planned", "due", "as_of", "source_title",
                  "source_publisher", "source_published", "source_at", "source_seen", "source_via", "prices",
                  "discounting", "net", "note", "corrects")  # fmt: skip
LONGEST: Final = {
    "about": 60, "what": 300, "value": 200, "unit": 40, "source_title": 300, "source_publisher": 200, "source_at": 500,
    "source_via": 300, "prices": 60, "discounting": 60, "net": 60, "note": 600,
}  # fmt: skip
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WHOLE = re.compile(r"-?[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one value: what was found, what was expected, and the rule."""

    column: str
    found: str
    expected: str
    rule: str


@dataclass(frozen=True, slots=True)
class Entered:
    """A claim as the register keeps it. Texts; `is_planned` for dates only. corrects: number of an earlier claim."""

    kind: str
    about: str
    what: str
    value: str
    unit: str
    bound: str
    is_planned: bool | None
    due: str
    as_of: str
    prices: str
    discounting: str
    net: str
    source_title: str
    source_publisher: str
    source_published: str
    source_at: str
    source_seen: str
    source_via: str
    note: str
    corrects: str = ""


SAYS: Final = tuple(each.name for each in fields(Entered) if each.name != "corrects")
"""What a claim says, by the names of its columns."""


def template() -> str:
    """The header of a file of claims, as CSV."""
    return ",".join(COLUMNS) + "\r\n"


def value_of(text: str) -> int | str:
    """The value that a claim of a figure keeps as text: a whole number, or a word.

    >>> value_of("-12"), value_of("nineteen")
    (-12, 'nineteen')
    """
    return int(text) if _WHOLE.fullmatch(text) else text


def checked(given: Mapping[str, str], register: Register, *, today: date) -> tuple[Entered | None, list[Fault]]:
    """A claim, or everything that is wrong with it. given: by the names of COLUMNS; what is absent is empty."""
    return _Check({name: " ".join(str(given.get(name) or "").split()) for name in COLUMNS}, register, today).all()


class _Check:
    def __init__(self, given: dict[str, str], register: Register, today: date) -> None:
        self.given, self.register, self.today = given, register, today
        self.faults: list[Fault] = []

    def fault(self, column: str, expected: str, rule: str) -> None:
        self.faults.append(Fault(column, self.given[column] or "nothing", expected, rule))

    def all(self) -> tuple[Entered | None, list[Fault]]:
        given = self.given
        for column in NEEDED:
            if not given[column]:
                self.fault(column, "a value", "A claim has a value, a date and a source that others can read.")
        for column, most in LONGEST.items():
            if len(given[column]) > most:
                self.fault(column, f"at most {most} characters", "Say it shorter, and keep the rest in the source.")
        self.dates()
        made = self.of_kind() if given["kind"] in KINDS else None
        if given["kind"] and made is None and given["kind"] not in KINDS:
            self.fault("kind", ", ".join(KINDS), "The register keeps these kinds of claim.")
        return (None, self.faults) if self.faults or made is None else (made, [])

    def dates(self) -> None:
        """Nothing was published, read or said tomorrow; nothing was read before it was published."""
        found = {column: self.when(column) for column in ("as_of", "source_published", "source_seen")}
        for column, when in found.items():
            if when is not None and when.first > self.today:
                self.fault(column, f"{self.today} or earlier", "A claim of a day that is still to come is none.")
        published, seen, as_of = found["source_published"], found["source_seen"], found["as_of"]
        if published and seen and seen.until <= published.first:
            self.fault("source_seen", f"{published} or later", "A source is read after it was published.")
        if published and as_of and as_of.first >= published.until:
            self.fault(
                "as_of", f"{published} or earlier", "A source cannot say how things stood after it was published."
            )

    def when(self, column: str) -> When | None:
        if not self.given[column]:
            return None
        try:
            return When.parse(self.given[column])
        except DateUnreadable:
            self.fault(
                column, "2024, 2024-03, 2024-03-04 or 2020-21", "Write a date as exactly as the source gives it."
            )
            return None

    def of_kind(self) -> Entered | None:
        given = self.given
        apart = ("planned", "bound", "prices", "discounting", "net")
        made = Entered(
            **{name: given[name] for name in COLUMNS if name not in apart},
            bound="exactly", is_planned=None, prices=NOT_STATED, discounting=NOT_STATED, net=NOT_STATED,
        )  # fmt: skip
        match given["kind"]:
            case "figure":
                return self.figure(made)
            case "state":
                self.cluster()
                self.among("what", SIDES, "A cluster stands somewhere on each of these sides.")
                return made
            case "date":
                self.cluster()
                self.when("value")
                if not given["what"]:
                    self.fault("what", "what happens on the date", "A date without its event says nothing.")
                self.among("planned", ("yes", "no"), "A date is planned, or it happened.")
                return replace(made, is_planned=given["planned"] == "yes")
            case "live":
                self.cluster()
                self.among("value", ("yes", "no"), "A source says that a centre works, or that it does not.")
                return made
            case _:
                groups = [group.id for cluster in self.register.clusters for group in cluster.groups]
                self.among("about", groups, "A commitment is one of a departmental group of the register.")
                self.among("value", STATUSES, "A group is committed, still deciding, or has declined.")
                self.when("due")
                return made

    def figure(self, made: Entered) -> Entered:
        given, known = self.given, self.series()
        if known is None:
            if given["about"] and not _SLUG.fullmatch(given["about"]):
                self.fault("about", "small letters, digits and hyphens", "A new figure has a name of its own.")
            for column in ("what", "unit"):
                if not given[column]:
                    self.fault(column, "a value", "A new figure says what it counts, in which unit.")
        else:
            if given["unit"] and given["unit"] != known.unit:
                rule = "Claims of one figure are in one unit, or they could not stand side by side."
                self.fault("unit", known.unit, rule)
            is_count = known.unit != PENCE and all(isinstance(fact.value, int) for fact in known.facts)
            if is_count and given["value"] and not _WHOLE.fullmatch(given["value"].replace(",", "")):
                self.fault("value", "a whole number", f"This figure counts {known.unit}.")
        made = replace(
            made, unit=known.unit if known else given["unit"], what=given["what"] or (known.definition if known else "")
        )
        bound = given["bound"] or "exactly"
        if bound not in BOUNDS:
            self.fault("bound", ", ".join(BOUNDS), "A source that says “more than” does not say “exactly”.")
        return replace(
            made,
            value=self.amount(made.unit),
            bound=bound,
            prices=given["prices"] or NOT_STATED,
            discounting=given["discounting"] or NOT_STATED,
            net=given["net"] or NOT_STATED,
        )

    def amount(self, unit: str) -> str:
        """Pence of pounds with their sign; a whole number or a word as it is."""
        value = self.given["value"]
        if unit != PENCE or not value:
            return value.replace(",", "") if _WHOLE.fullmatch(value.replace(",", "")) else value
        if value.startswith("£"):
            try:
                return str(Money.parse(value.removeprefix("£"), "GBP").minor)
            except HanaperError:
                pass
        elif _WHOLE.fullmatch(value):
            return value
        self.fault("value", "£120,000,000 or 12000000000", "Pounds have their sign; without it the number is of pence.")
        return value

    def series(self) -> Series | None:
        every = (*self.register.series, *self.register.benchmarks)
        return next((each for each in every if each.id == self.given["about"]), None)

    def cluster(self) -> None:
        ids = [cluster.id for cluster in self.register.clusters]
        self.among("about", ids, "This kind of claim is about a cluster of the register.")

    def among(self, column: str, choices: tuple[str, ...] | list[str], rule: str) -> None:
        if (self.given[column] and self.given[column] not in choices) or (
            not self.given[column] and column not in NEEDED
        ):
            self.fault(column, ", ".join(choices), rule)
