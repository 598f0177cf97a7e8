"""The lines behind a month's pay accuracy, touchless share and late inputs: for the pay team, who see people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from hanaper.foundation.interface.api import (
    ChoiceFilter,
    Column,
    Filter,
    Link,
    ListPage,
    Press,
    Rows,
    Table,
    Visit,
    page,
)
from hanaper.hr.pay.elements import element_numbered
from hanaper.hr.pay.measuring import pay_in_books, pay_inputs, pay_people
from hanaper.hr.pay.views.addresses import run_url
from hanaper.hr.pay.wording import BECAUSE, HELD, OUTCOMES
from hanaper.kernel.periods import FiscalPeriod

MONTHS_OFFERED: Final = 18
_TOUCH: Final = {"touchless": "No", "looked-at": "Yes"}
_CAME: Final = {"in-time": "Yes", "late": "No"}


@page("pay-run.read")
def people_list(visit: Visit) -> ListPage:
    """Whom the runs of a month paid or should have paid: what pay accuracy and the touchless share count."""
    month = _month(visit)
    table = Table(
        "pay-measured",
        columns=[
            Column("number", "Payroll number", "code", sort=True,
                   link=lambda r: f"/{r['body_code']}/employments/{r['employment_id']}/"),
            Column("body", "Body", sort=True),
            _run_column(),
            Column("pay_on", "Pays on", "date", sort=True),
            Column("payslip", "Payslip", value=lambda r: "See it" if r["payslip_id"] else "None",
                   link=lambda r: f"/{r['body_code']}/payslips/{r['payslip_id']}/" if r["payslip_id"] else None),
            Column("outcome", "Paid", value=lambda r: OUTCOMES[r["outcome"]], sort="outcome"),
            Column("because", "Because", value=_because),
            Column("touch", "Looked at by a person", value=lambda r: _TOUCH.get(r["touch"], "")),
        ],
        rows=pay_people(since=month.start, before=month.end),
        caption=f"Whom the pay runs of {month.name} concern",
        filters=[
            *_month_and_body(visit, month),
            ChoiceFilter("entitled", "Entitled", choices=[("yes", "Yes"), ("no", "No")], by=_entitled),
            ChoiceFilter("outcome", "Paid", choices=list(OUTCOMES.items())),
            ChoiceFilter("touch", "Looked at by a person", choices=list(_TOUCH.items())),
        ],
        synthetic=lambda r: bool(r["synthetic"]),
        noun=("employment", "employments"),
        empty="No pay run paid anybody in this month. Choose another month above.",
    )  # fmt: skip
    return _listed(
        visit, table, f"Whom the pay runs of {month.name} concern",
        "Everybody with a payslip, and everybody entitled to one for the days of a main run. Pay that was changed by"
        " what was recorded after the cut-off counts against its own period, whenever it was found.",
        Press("Inputs of the same days", visit.url("pay-measured/inputs/"), method="get", kind="secondary",
              fields={"month": _slug(month)}),
    )  # fmt: skip


@page("pay-run.read")
def input_list(visit: Visit) -> ListPage:
    """Hours, claims and amounts for the days of a month's main runs: what late inputs count."""
    month = _month(visit)
    table = Table(
        "pay-inputs",
        columns=[
            Column("number", "Payroll number", "code", sort=True,
                   link=lambda r: f"/{r['body_code']}/employments/{r['employment_id']}/"),
            Column("body", "Body", sort=True),
            _run_column(),
            Column("element", "What", value=lambda r: element_numbered(r["element"]).name),
            Column("source", "From", value=lambda r: r["source"].replace("-", " ").capitalize()),
            Column("received_at", "Came", "datetime", sort=True),
            Column("known_at", "Cut-off", "datetime"),
            Column("came", "In time", value=lambda r: _CAME[r["came"]], sort="came"),
        ],
        rows=pay_inputs(since=month.start, before=month.end),
        caption=f"Inputs for the pay runs of {month.name}",
        filters=[*_month_and_body(visit, month), ChoiceFilter("came", "In time", choices=list(_CAME.items()))],
        synthetic=lambda r: bool(r["synthetic"]),
        noun=("input", "inputs"),
        empty="Nothing was entered for the days of this month's pay runs. Choose another month above.",
    )  # fmt: skip
    return _listed(
        visit, table, f"Inputs for the pay runs of {month.name}",
        "Late is what came after the cut-off of the run for its days. The next run pays it.",
        Press("Whom the runs concern", visit.url("pay-measured/"), method="get", kind="secondary",
              fields={"month": _slug(month)}),
    )  # fmt: skip


@page("ledger.read")
def books_list(visit: Visit) -> ListPage:
    """What a month's pay runs charge in the books: the posted lines behind the cost of pay."""
    month = _month(visit)
    ids = [body.pk for body in visit.bodies]
    table = Table(
        "pay-books",
        columns=[
            Column("journal_id", "Posting", "code", sort=True,
                   link=lambda line: f"/{line.body.code}/ledger/posted/{line.journal_id}/"),
            Column("body__name", "Body", sort=True),
            Column("account", "Account", value=lambda line: str(line.account)),
            Column("cost_centre", "Cost centre", value=lambda line: str(line.cost_centre)),
            Column("programme", "Programme", value=lambda line: str(line.programme)),
            Column("amount_pence", "Cost", "money", sort=True),
        ],
        rows=pay_in_books(since=month.start, before=month.end, body_ids=ids),
        caption=f"What the pay runs of {month.name} charge",
        filters=_month_and_body(visit, month, "body__code"),
        totals=lambda found: {"amount_pence": sum(line.amount_pence for line in found.stream())},
        synthetic=lambda line: line.body.synthetic,
        noun=("line", "lines"),
        empty="No pay run that pays in this month has charged anything. Choose another month above.",
    )  # fmt: skip
    return ListPage(
        title=f"Pay of {month.name} in the books",
        scope=visit.scope,
        intro="Every expense line of the runs that pay in the month, in whatever period it was posted: gross pay, what"
        " the employer pays on top of it, and the apprenticeship levy.",
        back=Link("Trial balance", visit.url("ledger/trial-balance/")),
        table=table.bind(visit.asked, visit.path),
        synthetic=any(body.synthetic for body in visit.bodies),
    )  # fmt: skip


def _listed(visit: Visit, table: Table, title: str, intro: str, beside: Press) -> ListPage:
    return ListPage(
        title=title,
        scope=visit.scope,
        section="pay-runs/",
        intro=intro,
        back=Link("Pay runs", visit.url("pay-runs/")),
        table=table.bind(visit.asked, visit.path),
        actions=[beside],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


def _month(visit: Visit) -> FiscalPeriod:
    """The month that the address asks for; this one where it names none that is offered."""
    this = FiscalPeriod.of_date(visit.today)
    asked = str(visit.asked.get("month") or "")
    try:
        return FiscalPeriod.of_date(date.fromisoformat(f"{asked}-01")) if asked else this
    except ValueError:
        return this


def pays_in(today: date) -> ChoiceFilter:
    """Narrows runs to those that pay in a month."""

    def narrowed(rows: Rows, value: str) -> Rows:
        month = FiscalPeriod.of_date(date.fromisoformat(f"{value}-01"))
        return rows.where("pay_on", "from", month.start).where("pay_on", "to", month.last)

    return ChoiceFilter("month", "Pays in", choices=_months(FiscalPeriod.of_date(today)), by=narrowed)


def _months(last: FiscalPeriod) -> list[tuple[str, str]]:
    offered = [last]
    while len(offered) < MONTHS_OFFERED:
        offered.append(offered[-1].previous)
    return [(_slug(each), each.name) for each in offered]


def _month_and_body(visit: Visit, month: FiscalPeriod, field: str = "body_code") -> list[Filter]:
    bodies = sorted((body.code, body.name) for body in visit.bodies)
    return [
        ChoiceFilter("month", "Pays in", choices=_months(max(FiscalPeriod.of_date(visit.today), month)), by=_as_is),
        ChoiceFilter("body", "Body", field=field, choices=bodies),
    ]


def _run_column() -> Column:
    return Column("run", "Pay run", "code", value=lambda r: r["run"] or str(r["run_id"]),
                  link=lambda r: run_url(r["body_code"], r["run_id"]), sort=True)  # fmt: skip


def _because(row: Mapping[str, Any]) -> str:
    """Why pay was not right on the day, in words that say nothing of anybody's health."""
    if row["because"] == "not-paid" and row["held"]:
        return str(HELD.get(row["held"], HELD["other"])).partition(":")[0]
    return BECAUSE.get(row["because"], "")


def _entitled(rows: Rows, value: str) -> Rows:
    return rows.where("is_entitled", "is", value == "yes")


def _slug(month: FiscalPeriod) -> str:
    return f"{month.start:%Y-%m}"


def _as_is(rows: Rows, value: Any) -> Rows:
    return rows
