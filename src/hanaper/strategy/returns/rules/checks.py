"""What must hold of a return: each check is one function over its rows and what is known beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Final

from hanaper.strategy.returns.rules.findings import Finding
from hanaper.strategy.returns.rules.formats import FORMATS, Format
from hanaper.strategy.returns.rules.reading import Row, read


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the file. today: the day on which it is sent. month: (year, month) for which it is due.

    organisation: the body that sends it, "" where nobody in particular does (a file that is only checked). parents: the
    parent department of every organisation in the register, by name; empty: not checked. received: months of this kind
    that were received before; None: not checked. tolerances: in people, full-time equivalents, pounds.
    """

    today: date
    month: tuple[int, int] | None = None
    organisation: str = ""
    parents: Mapping[str, str] = field(default_factory=dict)
    months_due: Collection[tuple[int, int]] = ()
    received: Collection[tuple[int, int]] | None = None
    tolerances: tuple[Decimal, Decimal, Decimal] = (Decimal(0), Decimal("0.5"), Decimal(1))


@dataclass(frozen=True, slots=True)
class Checked:
    """A file read and checked. reasons given for warnings are for whoever sends it."""

    form: Format
    rows: Sequence[Row]
    findings: Sequence[Finding]
    lines: int
    given: int
    asked: int

    @property
    def faults(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "fault"]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "warning"]

    @property
    def mended(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "mended"]


def check(kind: str, content: bytes, context: Context) -> Checked:
    """Read and check a file of a kind. Raises KeyError for a kind that there is not."""
    form = FORMATS[kind]
    found = read(content, form)
    findings = list(found.findings)
    for one in CHECKS:
        findings += one(form, found.rows, context)
    findings.sort(key=lambda finding: (finding.line, finding.column))
    return Checked(form, found.rows, findings, found.lines, found.given, found.asked)


Check = Callable[[Format, Sequence[Row], Context], Iterator[Finding]]


def _repeats(form: Format, rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    """No two rows share the format's key."""
    seen: dict[tuple[object, ...], int] = {}
    code = "duplicate-number" if "transaction_number" in form.key else "duplicate-row"
    for row in rows:
        key = tuple(_folded(row.values[name]) for name in form.key)
        if None in key:
            continue
        if key in seen:
            said = ", ".join(str(row.values[name]) for name in form.key)
            yield Finding(code, row.line, form.key[-1], said, f"once; it stands in line {seen[key]}")
        seen.setdefault(key, row.line)


def _future(form: Format, rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row in rows:
        for name in form.not_later:
            value = row.values[name]
            if isinstance(value, date) and value > context.today:
                yield Finding(
                    "date-future", row.line, name, value.isoformat(), f"{context.today.isoformat()} or before"
                )


def _order(form: Format, rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    """What ends does so after it begins."""
    for first, last in (("starts_on", "expires_on"), ("received_on", "paid_on")):
        if first not in form.names:
            continue
        for row in rows:
            begins, ends = row.values[first], row.values[last]
            if begins is not None and ends is not None and ends < begins:
                yield Finding("dates-order", row.line, last, str(ends), f"{begins} or later")


def _sums(form: Format, rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    people, fte, pounds = context.tolerances
    tolerance = {"parts-headcount": people, "parts-fte": fte, "parts-paybill": pounds}
    for row in rows:
        for each in form.sums:
            total, parts = row.values[each.total], [row.values[name] for name in each.parts]
            if total is None or any(part is None for part in parts):
                continue
            summed = sum((Decimal(part) for part in parts), Decimal(0))
            if abs(Decimal(total) - summed) > tolerance[each.code]:
                yield Finding(each.code, row.line, each.total, str(total), f"{summed}, the sum of its parts")


def _months(form: Format, rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    """Every row is of the month that is due, which is over; and months come in order."""
    if "month" in form.names:
        for row in rows:
            month = row.values["year"], row.values["month"]
            if None in month:
                continue
            is_past = 1 <= month[0] <= context.today.year and 1 <= month[1] <= 12 and _ends(month) <= context.today
            if not is_past:
                yield Finding("month-future", row.line, "month", f"{month[0]}-{month[1]:02d}", "a month that is over")
            elif context.month is not None and month != context.month:
                expected = f"{context.month[0]}-{context.month[1]:02d}"
                yield Finding("month-wrong", row.line, "month", f"{month[0]}-{month[1]:02d}", expected)
    elif "paid_on" in form.names and context.month is not None:
        for row in rows:
            paid = row.values["paid_on"]
            if paid is not None and (paid.year, paid.month) != context.month and paid <= context.today:
                expected = f"a day of {context.month[0]}-{context.month[1]:02d}"
                yield Finding("month-wrong", row.line, "paid_on", paid.isoformat(), expected)
    if context.month is not None and context.received is not None:
        missing = [each for each in context.months_due if each < context.month and each not in context.received]
        for year, number in sorted(missing):
            yield Finding("month-missing", 0, "", f"{year}-{number:02d} was not received", "it first, or why not")


def _ends(month: tuple[int, int]) -> date:
    return date(month[0] + month[1] // 12, month[1] % 12 + 1, 1)


def _people(form: Format, rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    """Headcount, full-time equivalents and National Insurance of the workforce return."""
    if form.kind != "workforce":
        return
    for row in rows:
        value = row.values
        if value["payroll_total_headcount"] == 0:
            yield Finding("headcount-missing", row.line, "payroll_total_headcount", "0", "the people on the payroll")
        for name in form.names:
            if name.endswith("_fte"):
                headcount = value[name.replace("_fte", "_headcount")]
                if value[name] is not None and headcount is not None and value[name] > headcount:
                    yield Finding("fte-above-headcount", row.line, name, str(value[name]), f"{headcount} or less")
        if value["paybill_salary"] and value["paybill_employer_ni"] == 0:
            found = f"salary {value['paybill_salary']}, no National Insurance"
            yield Finding("ni-missing", row.line, "paybill_employer_ni", found, "an amount, or why there is none")


def _bodies(form: Format, rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    """An organisation is known, is the one that sends, and has one parent."""
    name_of, parent_of = {"workforce": ("organisation", "parent"), "invoices": ("entity", "department_family")}.get(
        form.kind, ("", "")
    )
    if not name_of:
        return
    known = {_folded(name): (name, parent) for name, parent in context.parents.items()}
    parents: dict[object, tuple[str, int]] = {}
    for row in rows:
        name, parent = row.values[name_of], row.values[parent_of]
        if name is None or parent is None:
            continue
        if known and _folded(name) not in known:
            near = get_close_matches(str(name), list(context.parents), n=1)
            expected = f"did you mean “{near[0]}”?" if near else "a name of the register"
            yield Finding("body-unknown", row.line, name_of, str(name), expected)
            continue
        if context.organisation and _folded(name) != _folded(context.organisation):
            yield Finding("body-not-yours", row.line, name_of, str(name), context.organisation)
        before = parents.setdefault(_folded(name), (str(parent), row.line))
        if _folded(before[0]) != _folded(parent):
            yield Finding("body-two-parents", row.line, parent_of, str(parent), f"{before[0]}, as in line {before[1]}")
        elif known and _folded(known[_folded(name)][1]) != _folded(parent):
            yield Finding("body-two-parents", row.line, parent_of, str(parent), known[_folded(name)][1])


def _shares(form: Format, rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    """A service measure in documents is a count, or a part of a count."""
    if form.kind != "measures":
        return
    for row in rows:
        part, whole = row.values["numerator"], row.values["denominator"]
        if row.values["unit"] != "documents" or part is None:
            continue
        counts = [Decimal(each) for each in (part, whole) if each is not None]
        is_whole = all(each >= 0 and each == each.to_integral_value() for each in counts)
        if not is_whole or (whole is not None and part > whole):
            expected = f"0 to {whole}" if whole is not None else "a whole number, 0 or more"
            yield Finding("part-above-whole", row.line, "numerator", str(part), expected)


def _folded(value: object) -> object:
    return " ".join(value.casefold().split()) if isinstance(value, str) else value


CHECKS: Final[tuple[Check, ...]] = (_repeats, _future, _order, _sums, _months, _people, _bodies, _shares)
