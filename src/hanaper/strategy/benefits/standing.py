"""Where clusters stand, view by view, and what others claim: sections of the register of benefits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hanaper.foundation.interface import formats
from hanaper.foundation.interface.api import Chart, ChartSeries, Column, Fact, Section, Table, Visit
from hanaper.kernel.periods import FiscalYear
from hanaper.strategy.benefits.models import View
from hanaper.strategy.benefits.positions import Position
from hanaper.strategy.benefits.rules.realised import Reduction
from hanaper.strategy.register.api import NOT_STATED, dates_asked
from hanaper.strategy.register.api import Fact as Stated
from hanaper.strategy.register.entered import register_known

VIEWS: Final = dict(View.choices)
_OF_BENEFIT: Final = ("forecast", "measured", "realised", "cash", "hours")
CLAIMS: Final = (
    "overseas-benefits-realised",
    "benefits-over-15-years",
    "benefits-over-15-years-cash",
    "unity-benefits-over-15-years",
    "unity-saving-against-separate-upgrades",
    "net-saving-lifetime",
    "efficiency-benefit-by-2028-29",
    "funding-approved",
    "spent-to-date",
    "programme-cost",
)


def position_sections(visit: Visit, one: Position) -> list[Section]:
    """A cluster's years, view by view, with what it costs and what is left."""
    return [_view(visit, one, view) for view in one.views]


def _view(visit: Visit, one: Position, view: str) -> Section:
    rows = _years(one, view)
    name = f"years-{one.code}-{view}"
    table = Table(
        name,
        columns=[
            Column("year", "Fiscal year"),
            Column("forecast", "Forecast", "money"),
            Column("measured", "Measured", "money", hint="net"),
            Column("realised", "Realised", "money", hint="net"),
            Column("cash", "Of it cash", "money"),
            Column("hours", "Hours saved", "number"),
            Column("approved", "Funding approved", "money"),
            Column("spent", "Spent", "money"),
            Column("cost_forecast", "Cost forecast", "money"),
        ],
        rows=rows,
        caption=f"{one.name}, {VIEWS[view].lower()}: benefits and costs by year",
        synthetic=lambda row: one.synthetic,
        noun=("year", "years"),
        page_size=50,
    )
    return Section(
        f"{'Made up: ' if one.synthetic else ''}{one.name}, {VIEWS[view].lower()}",
        facts=_facts(visit, one, view),
        chart=_chart(one, view, rows),
        table=table.bind(visit.asked, visit.path, prefix=f"{name}-"),
        anchor=name,
    )


def _years(one: Position, view: str) -> list[dict[str, Any]]:
    """Benefits of the view and costs of the cluster, year by year; None where a year has none."""
    benefits = {each.year: each for each in one.years if each.view == view}
    costs = {each.year: each for each in one.costs}
    return [
        {
            "year": FiscalYear(year).label,
            **{name: getattr(benefits.get(year), name, None) for name in _OF_BENEFIT},
            "approved": costs[year].approved if year in costs else None,
            "spent": costs[year].spent if year in costs else None,
            "cost_forecast": costs[year].forecast if year in costs else None,
        }
        for year in sorted({*benefits, *costs})
    ]


def _facts(visit: Visit, one: Position, view: str) -> list[Fact]:
    payback = one.payback(view)
    return [
        *(fall_facts(one.reduction) if view == View.RUNNING_COST else ()),
        Fact("Gross so far", money_text(one.total(view, "gross")), hint="Before less now, at the month's volume."),
        Fact(
            "Measured so far",
            money_text(one.total(view, "measured")),
            hint="Net of disbenefits, of the share that is the change's own.",
        ),
        Fact("Realised so far", money_text(one.total(view, "realised"))),
        Fact("Cost to date", money_text(one.cost_to_date_pence), href=visit.url("benefits/costs/")),
        Fact("Cumulative net", money_text(one.cumulative_net(view)), hint="Measured less cost to date."),
        Fact(
            "Would be paid back, by what is forecast",
            FiscalYear(payback).label if payback is not None else "Not known, or never within the profile",
        ),
    ]


def fall_facts(found: Reduction | None) -> list[Fact]:
    """The fall of running cost in the three figures of its measure, the headline first; nothing where none is known."""
    if found is None:
        return []
    return [
        Fact(
            "Fall over twelve months, real", found.real, "percent", missing="Not known: no index of prices has a source"
        ),
        Fact("Fall, nominal", found.nominal, "percent"),
        Fact("Fall, real and at equal volume", found.flexed, "percent", missing="Not known"),
    ]


def _chart(one: Position, view: str, rows: Sequence[Mapping[str, Any]]) -> Chart | None:
    if not any(row["forecast"] is not None or row["measured"] is not None for row in rows):
        return None
    measured, forecast = one.total(view, "measured"), one.total(view, "forecast")
    return Chart(
        _message(one, view),
        f"Net benefits in £ by fiscal year, {VIEWS[view].lower()}.",
        f"Forecast {money_text(forecast)} in all, measured {money_text(measured)} so far.",
        [str(row["year"]) for row in rows],
        [
            ChartSeries("Forecast", [row["forecast"] for row in rows]),
            ChartSeries("Measured", [row["measured"] for row in rows]),
            ChartSeries("Realised", [row["realised"] for row in rows]),
        ],
        "money",
        synthetic=one.synthetic,
    )


def _message(one: Position, view: str) -> str:
    realised, measured = one.total(view, "realised"), one.total(view, "measured")
    if measured is None:
        return "Nothing has been measured yet"
    return "Measured, and none of it realised" if not realised else "Part of what is measured is realised"


def claims_section(visit: Visit) -> Section:
    """What others state of real clusters and of the whole strategy, with who said so, by the dates asked."""
    on, known_on = dates_asked(visit.asked, today=visit.today)
    register = register_known(as_of=on, known_at=known_on)
    rows = [(series, fact) for series in register.series if series.id in CLAIMS for fact in series.facts]
    table = Table(
        "claims",
        columns=[
            Column("what", "What is claimed", value=lambda row: row[0].definition,
                   link=lambda row: visit.url(f"register/figures/{row[0].id}/")),
            Column("figure", "Figure as stated", value=lambda row: _stated(row[1])),
            Column("as_of", "As of", value=lambda row: str(row[1].as_of)),
            Column("terms", "Terms", value=lambda row: _terms(row[1])),
            Column("source", "Source", value=lambda row: str(row[1].source)),
            Column("evidence", "Evidence", value=lambda row: "None: no measure supports it"),
        ],
        rows=rows,
        caption="What others claim in pounds",
        noun=("claim", "claims"),
        page_size=50,
    )  # fmt: skip
    return Section(
        "",
        paragraphs=["Claims stand as they were made, beside no measure and in no sum of ours."],
        table=table.bind(visit.asked, visit.path, prefix="claims-"),
        anchor="claims",
    )


def _stated(fact: Stated) -> str:
    bound = "" if fact.bound == "exactly" else f"{fact.bound} "
    return f"{bound}{formats.money(int(fact.value))}"


def _terms(fact: Stated) -> str:
    if fact.terms is None or {fact.terms.prices, fact.terms.discounting, fact.terms.net} == {NOT_STATED}:
        return "Not stated by source"
    return f"prices {fact.terms.prices}; discounting {fact.terms.discounting}; {fact.terms.net}"


def money_text(pence: int | None) -> str:
    """Pounds, or that they are not known."""
    return formats.money(pence) or "Not known"
