"""Service levels of pay on the screen: the report of a month, body by body, open to the pay team's lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from hanaper.centre.levels import selectors
from hanaper.centre.levels.figures import Figure
from hanaper.centre.levels.measures import measure
from hanaper.centre.levels.pages import month_filter, tile, with_query
from hanaper.centre.levels.pay import INPUTS, PEOPLE, SIDE, latest_pay_month, lines_page, pay_figures
from hanaper.centre.levels.rules.months import month_of, month_slug
from hanaper.foundation.interface import formats
from hanaper.foundation.interface.api import Column, Fact, Link, ReportPage, Section, Table, Tile, Visit, page
from hanaper.foundation.interface.frame import ALL
from hanaper.foundation.tenancy.api import Body
from hanaper.hr.pay.api import PayMonth, pay_months, pay_together
from hanaper.kernel.dates import business_date
from hanaper.kernel.periods import FiscalPeriod

NOBODY_PAID = "No pay run paid anybody in this month. Choose another month above."
CODES = ("pay-accuracy", "pay-touchless", "pay-late-inputs")


@page("levels.read")
def pay_levels(visit: Visit) -> ReportPage:
    """The answer for a month's pay: how right, how much by hand, how much came late, by body and together."""
    month = _month(visit)
    months = pay_months(since=month.start, before=month.end)
    bodies = {body.pk: body for body in visit.bodies}
    together = pay_together(months)
    synthetic = any(bodies[one.body_id].synthetic for one in months if one.body_id in bodies)
    return ReportPage(
        title="Service levels of pay",
        scope=visit.scope,
        section="levels/",
        back=Link("Service levels", visit.url("levels/")),
        synthetic=synthetic,
        basis=f"Pay runs that pay in {month.name}: everybody who was entitled to pay, and everything that was entered.",
        as_at=selectors.as_it_stands(now=visit.at),
        tiles=_tiles(visit, month, together, synthetic=synthetic) if together else (),
        table=_by_body(visit, month, months, bodies).bind(visit.asked, visit.path),
        sections=[_definitions()],
        notes=[*(measure(code).guard for code in CODES), SIDE],
        source="employments, payslips, checks and inputs, each with the time of its record. Nothing here is keyed.",
        help=[
            "Each figure opens to the people or inputs that it counts, for those who may see pay runs.",
            "A month is told again whenever an error of it is found, so that its figures may still fall.",
        ],
    )  # fmt: skip


def _month(visit: Visit) -> FiscalPeriod:
    chosen = str(visit.asked.get("month", "") or "")
    on = business_date(selectors.as_it_stands(now=visit.at))
    return month_of(chosen) if chosen else latest_pay_month(on=on)


def _tiles(visit: Visit, month: FiscalPeriod, together: PayMonth, *, synthetic: bool) -> list[Tile]:
    """The figures of all of these bodies. They open for who sees the pay runs of just these."""
    held = visit.held.get("pay-run.read", set())
    mine = {body.pk for body in visit.bodies}
    sees = held == mine if visit.scope == ALL else mine <= held
    asked = {"month": month_slug(month)}
    made = [
        tile(figure, with_query(visit.url(lines_page(figure)), asked))
        for figure in pay_figures(together, synthetic=synthetic)
    ]
    payslips = Tile("Payslips", formats.number(together.payslips), with_query(visit.url(PEOPLE), asked))
    return [one if sees else replace(one, href=None) for one in (payslips, *made)]


def _by_body(visit: Visit, month: FiscalPeriod, months: list[PayMonth], bodies: Mapping[int, Body]) -> Table:
    rows = [
        {"code": bodies[one.body_id].code, "body": bodies[one.body_id].name, "payslips": one.payslips,
         "entitled": one.entitled, "inputs": one.inputs, "synthetic": bodies[one.body_id].synthetic}
        | {figure.key: figure for figure in pay_figures(one, synthetic=bodies[one.body_id].synthetic)}
        for one in months
        if one.body_id is not None and one.body_id in bodies
    ]  # fmt: skip

    seen = {body.code for body in bodies.values() if visit.holds("pay-run.read", body)}

    def lines(more: Mapping[str, str], where: str = PEOPLE) -> Callable[[Mapping[str, Any]], str | None]:
        def link(row: Mapping[str, Any]) -> str | None:
            code = row["code"]
            return with_query(f"/{code}/{where}", {"month": month_slug(month), **more}) if code in seen else None

        return link

    def figure_column(key: str, heading: str, kind: Any) -> Column:
        def value(row: Mapping[str, Any]) -> int | None:
            figure: Figure = row[key]
            return figure.value

        def link(row: Mapping[str, Any]) -> str | None:
            figure: Figure = row[key]
            return lines(figure.lines or {}, lines_page(figure))(row)

        return Column(key, heading, kind, value=value, link=link)

    return Table(
        "pay-bodies",
        columns=[
            Column("body", "Body", link=lambda r: with_query(f"/{r['code']}/levels/pay/", {"month": month_slug(month)}),
                   sort=True),
            Column("entitled", "Entitled", "number", link=lines({"entitled": "yes"})),
            figure_column("pay-accuracy.right", "Pay accuracy", "percent"),
            figure_column("pay-accuracy.not-paid", "Not paid", "number"),
            figure_column("pay-accuracy.told-late", "Told late", "number"),
            Column("payslips", "Payslips", "number", link=lines({})),
            figure_column("pay-touchless.all", "Touchless", "percent"),
            Column("inputs", "Inputs", "number", link=lines({}, INPUTS)),
            Column("late", "Late", "number", value=lambda r: r["pay-late-inputs.late"].numerator,
                   link=lines({"came": "late"}, INPUTS)),
            Column("pay-late-inputs.late", "Late, of all", "percent", value=lambda r: r["pay-late-inputs.late"].value),
        ],
        rows=sorted(rows, key=lambda row: str(row["body"])),
        caption=f"Service levels of pay in {month.name}, by body",
        filters=[month_filter(max(FiscalPeriod.of_date(visit.today), month), "Pays in")],
        totals=lambda found: {
            key: sum(row[key] for row in found.stream()) for key in ("entitled", "payslips", "inputs")
        },
        synthetic=lambda row: bool(row["synthetic"]),
        noun=("body", "bodies"),
        empty=NOBODY_PAID,
    )  # fmt: skip


def _definitions() -> Section:
    """The measures behind the page, with version and owner."""
    facts = [
        Fact(m.title, f"{m.numerator}. Over: {m.denominator}. Left out: {m.exclusions}.", hint=f"{m.label}. {m.owner}.")
        for m in map(measure, CODES)
    ]
    return Section("How these are counted", facts=facts, anchor="definitions")
