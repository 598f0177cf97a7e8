"""What a month says of each cluster that is served here: its levels, its waits, its costs and its pay.

Real clusters and made-up ones stand in sections of their own, under headings that say which they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hanaper.centre.levels.api import holder_text, month_slug, with_query
from hanaper.foundation.interface import formats
from hanaper.foundation.interface.api import Column, Fact, Section, Table
from hanaper.foundation.interface.steps import state_tag
from hanaper.strategy.update.edition import BodyLine, ClusterMonth, CostLine, Edition, WaitLine
from hanaper.strategy.update.pay import PayLine
from hanaper.strategy.update.reader import Reader
from hanaper.strategy.update.rules.cells import Levels
from hanaper.strategy.update.sections.standing import standing_sections

MADE_UP = (
    "Everything in this section comes from a demonstration: the bodies are invented, and so is their work. It shows"
    " what the measures look like, and says nothing of any real cluster."
)
NOBODY_PAID = "Nobody was paid in this month."
TOO_FEW_PAID = "Left out: too few"
NOBODY = "No real body is served here yet, so nothing real is measured."


def measured_sections(reader: Reader, made: Edition) -> list[Section]:
    if not made.measured:
        return [Section("Measured here", paragraphs=[NOBODY], anchor="measured")]
    return [
        section
        for place, one in enumerate(made.measured)
        for section in _cluster(reader, made, one, "Measured here", f"measured{place or ''}")
    ]


def made_up_sections(reader: Reader, made: Edition) -> list[Section]:
    return [
        section
        for place, one in enumerate(made.made_up)
        for section in _cluster(reader, made, one, "Made up", f"made-up{place or ''}")
    ]


def _cluster(reader: Reader, made: Edition, one: ClusterMonth, title: str, anchor: str) -> list[Section]:
    """A served cluster: its figures, its bodies, where its documents waited, what it cost."""
    said = [MADE_UP] if one.synthetic else []
    levels = one.together
    bodies, waited, costs, paid = (
        f"#{anchor}-{part}" if lines else None
        for part, lines in (
            ("bodies", one.bodies),
            ("waited", one.waited),
            ("costs", one.costs),
            ("pay", one.pay.bodies),
        )
    )
    indicative = "" if one.may_price or one.full_pence is None else "Indicative: it prices no charge and no benefit."
    facts = [
        Fact("Bodies served", formats.number(one.bodies_served), href=bodies),
        Fact("Invoices received", _count(levels), href=bodies),
        Fact("Touchless", _touchless(levels), href=bodies, hint=_hint(one)),
        Fact("Paid", _paid(levels), href=bodies),
        Fact("Waited longest", _longest(one), href=waited),
        Fact("The month cost", formats.money(one.full_pence) or one.costs_why, href=costs, hint=indicative),
        *_pay_facts(one, paid, costs),
    ]
    tables = (
        ("by body", _bodies(reader, made, one, f"{anchor}-bodies"), one.bodies),
        ("where invoices waited", _waited(one, f"{anchor}-waited"), one.waited),
        ("what it cost", _costs(reader, made, one, f"{anchor}-costs"), one.costs),
        ("what people were paid", _pay(reader, made, one, f"{anchor}-pay"), one.pay.bodies),
    )
    return [
        Section(f"{title}: {one.name}, {made.month.name}", facts=facts, paragraphs=said, anchor=anchor),
        *(
            Section(f"{title}: {heading}", table=table.bind(reader.asked, reader.path, prefix=f"{table.name}-"))
            for heading, table, lines in tables
            if lines
        ),
        *standing_sections(reader, made, one, title, anchor),
    ]


def _bodies(reader: Reader, made: Edition, one: ClusterMonth, name: str) -> Table:
    codes = {body.code: body for body in reader.known_bodies.values()}

    def levels_url(line: BodyLine) -> str | None:
        body = codes.get(line.code)
        may = body is not None and reader.holds("levels.read", body)
        return with_query(f"/{line.code}/levels/", {"month": month_slug(made.month)}) if may else None

    def rate(field: str, heading: str) -> Column:
        return Column(field, heading, "percent", value=lambda line: getattr(line.levels, field))

    return Table(
        name,
        columns=[
            Column("name", "Body", link=levels_url),
            Column("documents", "Invoices", "number", value=lambda line: line.levels.documents),
            rate("touchless_basis_points", "Touchless, of all"),
            rate("touchless_eligible_basis_points", "Of eligible"),
            rate("eligible_share_basis_points", "Eligible share"),
            Column("median_seconds", "Median time", "duration", value=lambda line: line.levels.median_seconds),
            Column("p90_seconds", "Nine in ten", "duration", value=lambda line: line.levels.p90_seconds),
            rate("standard_basis_points", "In standard"),
            rate("target_basis_points", "Paid in target"),
            rate("limit_basis_points", "Paid in limit"),
            Column("left_out", "Left out", value=lambda line: "Too few" if line.levels.is_suppressed else ""),
        ],
        rows=list(one.bodies),
        caption=f"{one.name}: service levels of {made.month.name}, by body",
        synthetic=lambda line: line.synthetic,
        noun=("body", "bodies"),
        empty="No invoice was received in this month.",
        page_size=50,
    )


def _waited(one: ClusterMonth, name: str) -> Table:
    return Table(
        name,
        columns=[
            Column("body", "Body"),
            Column("state", "State", "tag", value=lambda line: state_tag(line.state)),
            Column("holder", "Waits for", value=lambda line: holder_text(line.holder.duties, line.holder.side)),
            Column("documents", "Invoices", "number"),
            Column("median_seconds", "Median", "duration"),
            Column("p90_seconds", "Nine in ten within", "duration"),
            Column("longest_seconds", "Longest", "duration"),
        ],
        rows=list(one.waited),
        caption=f"{one.name}: where invoices waited, the longest first",
        synthetic=lambda line: line.synthetic,
        noun=("line", "lines"),
        empty="Nothing waited that rests on enough invoices to be shown.",
    )


def _costs(reader: Reader, made: Edition, one: ClusterMonth, name: str) -> Table:
    def costs_url(line: CostLine) -> str | None:
        query = {"month": month_slug(made.month), "cluster": one.code, "service": line.service}
        return with_query("/all/costs/", query) if reader.holds("costs.read") else None

    return Table(
        name,
        columns=[
            Column("title", "Service", link=costs_url),
            Column("documents", "Finished", "number"),
            Column("cts_pence", "Cost to serve", "money"),
            Column("unit_pence", "Unit cost", "money", hint="without unused"),
            Column("unit_full_pence", "Unit cost", "money", hint="with unused"),
            Column("unit_end_to_end_pence", "Unit cost", "money", hint="end to end"),
            Column("note", "Read with care"),
        ],
        rows=list(one.costs),
        caption=f"{one.name}: what {made.month.name} cost, by service",
        synthetic=lambda line: one.synthetic,
        noun=("service", "services"),
        empty=one.costs_why,
    )


def _pay_facts(one: ClusterMonth, paid: str | None, costs: str | None) -> list[Fact]:
    """What people were paid, what it cost, how right it was: not known where nobody was paid or too few to be shown."""
    line = one.pay.together
    if line is None:
        return [Fact("Payslips", TOO_FEW_PAID if one.pay.bodies else NOBODY_PAID, href=paid)]
    unit = next((each for each in one.costs if each.service == "payslips"), None)
    whole = unit.unit_full_pence if unit else None
    left_out = sum(each.payslips is None for each in one.pay.bodies)
    apart = one.pay.apart
    same = f"Differs from payslips: {', '.join(apart)}." if apart else "The same as payslips charge, body by body."
    return [
        Fact("Payslips", formats.number(line.payslips), href=paid,
             hint=f"{formats.count(left_out, 'body', 'bodies')} left out: too few people." if left_out else ""),
        Fact("Gross and net pay", f"{formats.money(line.gross_pence)} gross, {formats.money(line.net_pence)} net",
             href=paid),
        Fact("Pay in the books", formats.money(line.books_pence), href=paid, hint=same),
        Fact("Each payslip cost", formats.money(whole) or (unit.note if unit else "") or "Not known", href=costs,
             hint="To serve, with unused labour."),
        Fact("Pay accuracy", _rate(line.accuracy_basis_points), href=paid,
             hint=f"Of {formats.number(line.entitled)} who were entitled to pay. Restated as errors are found."),
        Fact("Touchless payslips", _rate(line.touchless_basis_points), href=paid),
        Fact("Late inputs", _late(line), href=paid),
    ]  # fmt: skip


def _pay_left_out(line: PayLine) -> str:
    if not line.is_suppressed:
        return ""
    return "Too few" if line.payslips is None else "Inputs"


_PAY_SUMS = ("payslips", "gross_pence", "net_pence", "charged_pence", "books_pence", "inputs", "late_inputs")


def _late(line: PayLine) -> str:
    if not line.inputs:
        return "Nothing was entered" if line.inputs == 0 else TOO_FEW_PAID
    return f"{formats.number(line.late_inputs)} of {formats.number(line.inputs)}"


def _pay(reader: Reader, made: Edition, one: ClusterMonth, name: str) -> Table:
    codes = {body.code: body for body in reader.known_bodies.values()}

    def opens(duty: str, path: str, **more: str) -> Callable[[PayLine], str | None]:
        """To a page of the body, for who holds its duty there; pay of a few opens to nobody from here."""

        def link(line: PayLine) -> str | None:
            body = codes.get(line.code)
            if body is None or line.payslips is None or not reader.holds(duty, body):
                return None
            return with_query(f"/{line.code}/{path}", {"month": month_slug(made.month), **more})

        return link

    whole = one.pay.together
    runs = opens("pay-run.read", "pay-runs/")
    payslips = opens("pay-run.read", "pay-measured/")
    inputs = opens("pay-run.read", "pay-measured/inputs/")
    return Table(
        name,
        columns=[
            Column("name", "Body", link=opens("levels.read", "levels/pay/")),
            Column("payslips", "Payslips", "number", link=payslips),
            Column("gross_pence", "Gross pay", "money", link=runs),
            Column("net_pence", "Net pay", "money", link=runs),
            Column("charged_pence", "Cost", "money", hint="by payslips", link=runs),
            Column("books_pence", "Cost", "money", hint="in the books",
                   link=opens("ledger.read", "pay-measured/books/")),
            Column("accuracy_basis_points", "Pay accuracy", "percent",
                   link=opens("pay-run.read", "pay-measured/", entitled="yes")),
            Column("touchless_basis_points", "Touchless", "percent",
                   link=opens("pay-run.read", "pay-measured/", touch="touchless")),
            Column("inputs", "Inputs", "number", link=inputs),
            Column("late_inputs", "Late", "number", link=opens("pay-run.read", "pay-measured/inputs/", came="late")),
            Column("left_out", "Left out", value=_pay_left_out),
        ],
        rows=list(one.pay.bodies),
        caption=f"{one.name}: what people were paid, by body",
        totals=(lambda found: {key: getattr(whole, key) for key in _PAY_SUMS}) if whole else None,
        synthetic=lambda line: line.synthetic,
        noun=("body", "bodies"),
        empty=NOBODY_PAID,
        page_size=50,
    )  # fmt: skip


def _touchless(levels: Levels) -> str:
    """The rate of all, of eligible, the eligible share and by value: read together or not at all."""
    if levels.is_suppressed:
        return ""
    return (
        f"{_rate(levels.touchless_basis_points)} of all; {_rate(levels.touchless_eligible_basis_points)} of eligible;"
        f" {_rate(levels.eligible_share_basis_points)} eligible; {_rate(levels.touchless_value_basis_points)} by value"
    )


def _paid(levels: Levels) -> str:
    if levels.is_suppressed:
        return ""
    target, limit = _rate(levels.target_basis_points), _rate(levels.limit_basis_points)
    return f"{target} within the target, {limit} within the limit"


def _rate(basis_points: int | None) -> str:
    return formats.percent(basis_points) or "not known"


def _count(levels: Levels) -> str:
    return formats.number(levels.documents) or "Left out: too few"


def _hint(one: ClusterMonth) -> str:
    return "Provisional for 90 days after the month." if one.is_provisional else ""


def _longest(one: ClusterMonth) -> str:
    lines: Sequence[WaitLine] = [line for line in one.waited if line.body_code] or one.waited
    if not lines:
        return "Nothing that rests on enough invoices"
    first = lines[0]
    where = f"{first.body}, {first.state.replace('-', ' ')}"
    waits_for = holder_text(first.holder.duties, first.holder.side)
    return f"{where}: nine in ten within {formats.duration(first.p90_seconds)}. {waits_for}"
