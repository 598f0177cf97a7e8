"""Benefits on the screen: the register, one benefit with its workings, baselines, costs to achieve.

Claims of real clusters stand in a section of their own; nothing here is added to them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from hanaper.centre.levels.api import month_of, month_slug
from hanaper.foundation.interface import formats
from hanaper.foundation.interface.api import (
    Chart,
    ChartSeries,
    ChoiceFilter,
    Column,
    Fact,
    Link,
    ObjectPage,
    Press,
    ReportPage,
    Section,
    Table,
    Tag,
    TextFilter,
    Tile,
    Visit,
    page,
)
from hanaper.foundation.interface.steps import panel, state_tag
from hanaper.kernel.dates import show_date
from hanaper.kernel.errors import NotThere
from hanaper.kernel.periods import FiscalPeriod, FiscalYear
from hanaper.strategy.benefits import selectors
from hanaper.strategy.benefits.baseline_views import baseline_url, benefit_url, draws_section
from hanaper.strategy.benefits.models import Benefit, Reading
from hanaper.strategy.benefits.positions import positions
from hanaper.strategy.benefits.process import BENEFIT
from hanaper.strategy.benefits.standing import VIEWS, claims_section, money_text, position_sections
from hanaper.strategy.benefits.wording import OUTCOMES, TESTS
from hanaper.strategy.register.api import dates_asked

OUTCOME_TAGS: Final = {
    "realised": Tag(OUTCOMES["realised"], "green"),
    "measured": Tag(OUTCOMES["measured"], "blue"),
    "indicative": Tag(OUTCOMES["indicative"], "orange"),
    "not-comparable": Tag(OUTCOMES["not-comparable"], "orange"),
    "no-baseline": Tag(OUTCOMES["no-baseline"], "red"),
    "not-known": Tag(OUTCOMES["not-known"], "grey"),
}
OVERLAP: Final = (
    "Unit cost, hours, running cost and prices are overlapping views of the same change: they are never added to one"
    " another."
)
GUARD: Final = (
    "Negatives print. A benefit is realised only if its baseline was signed before the change by somebody else and was"
    " taken by the same instrument, price base and index are shown, quality is no worse, it held for two quarters, and"
    " finance reconciled it. Any failure leaves it measured, not realised. Cash is never more than the spend or budget"
    " that has really gone."
)
PASSES, FAILS = Tag("Passes", "green"), Tag("Fails", "red")
ITEM: Final = "benefit:{pk}"


@page("benefit.read")
def benefit_list(visit: Visit) -> ReportPage:
    """The register: every benefit, then where each cluster stands, view by view, on the day asked (`as_of`)."""
    on, _ = dates_asked(visit.asked, today=visit.today)
    found = positions(as_of=on)
    rows = list(selectors.benefits())
    last = _latest(rows)
    may = visit.scope != "all"
    return ReportPage(
        title="Benefits",
        scope=visit.scope,
        section="benefits/",
        basis="Benefits of shared services: forecast, measured and realised, each apart. Where clusters stand counts"
        f" months that were over by {show_date(on)}.",
        as_at=visit.at,
        on_paper=True,
        tiles=[
            Tile("Benefits", formats.number(len(rows)), "#benefits"),
            Tile("Reporting", formats.number(sum(row.state == "reporting" for row in rows)), "#benefits"),
            Tile("Readings", formats.number(sum(one.readings for one in found)), "#benefits",
                 "Of months that are over."),
            Tile("Costs to achieve", money_text(_sum(one.cost_to_date_pence for one in found)),
                 visit.url("benefits/costs/"),
                 "Spent to date. Funding and forecast stand beside it."),
        ],
        table=_register(visit, rows, last).bind(visit.asked, visit.path),
        sections=[
            *(part for one in found for part in position_sections(visit, one)),
            _doing(visit) if may else _elsewhere(visit),
        ],
        notes=[OVERLAP, GUARD],
        source="evidence, books and worked time of this platform; baselines as they were signed.",
        synthetic=any(row.body.synthetic for row in rows),
    )  # fmt: skip


def _doing(visit: Visit) -> Section:
    links = list(_elsewhere(visit).links)
    if visit.holds("benefit.report", visit.body):
        links.append(Link("Propose a benefit", visit.url("benefits/propose/")))
    if visit.holds("baseline.set", visit.body):
        links.append(Link("Take a baseline", visit.url("baselines/propose/")))
    return Section("What else there is", links=links)


def _elsewhere(visit: Visit) -> Section:
    return Section(
        "What else there is",
        links=[
            Link("Baselines", visit.url("baselines/")),
            Link("Costs to achieve", visit.url("benefits/costs/")),
            Link("What others claim", visit.url("benefits/claims/")),
        ],
    )


def _worked(each: Mapping[str, str | None]) -> str:
    """A figure of the workings as people read it."""
    if (value := each["value"]) is None:
        return "Not known"
    match each["unit"]:
        case "pence":
            return f"£{Decimal(value) / 100:,.2f}"
        case "hours":
            return f"{Decimal(value):,.2f} hours"
        case "basis points":
            return formats.percent(int(value))
        case _:
            return f"{Decimal(value):,}"


@page("benefit.read")
def claim_list(visit: Visit) -> ReportPage:
    """What others claim in pounds: real claims, on a page of their own, beside no measure of anybody."""
    return ReportPage(
        title="What others claim",
        scope=visit.scope,
        section="benefits/",
        basis="Benefits and costs of real clusters as others state them. None of it is measured here.",
        sections=[claims_section(visit)],
        back=Link("Benefits", visit.url("benefits/")),
    )


def _latest(rows: Sequence[Benefit]) -> Mapping[int, Reading]:
    """The last reading of each benefit."""
    found = selectors.last_readings(Reading.objects.filter(benefit_id__in=[row.pk for row in rows]))
    return {reading.benefit_id: reading for reading in found.values()}


def _register(visit: Visit, rows: Sequence[Benefit], last: Mapping[int, Reading]) -> Table:
    def of(name: str) -> Any:
        return lambda row: getattr(last.get(row.pk), name, None)

    return Table(
        "benefits",
        columns=[
            Column("number", "Number", "code", link=lambda r: benefit_url(r.body.code, r.pk), sort=True),
            Column("title", "Benefit", sort=True),
            Column("cluster", "Cluster", value=lambda r: r.cluster.name),
            Column("owner", "Owner"),
            Column("class", "Class", value=lambda r: r.get_benefit_class_display()),
            Column("view", "Seen as", value=lambda r: VIEWS[r.baseline.view]),
            Column("baseline", "Baseline", "code", value=lambda r: str(r.baseline),
                   link=lambda r: baseline_url(r.body.code, r.baseline_id)),
            Column("confidence", "Confidence", value=lambda r: r.baseline.get_confidence_display()),
            Column("month", "Last month", value=lambda r: _month_name(last.get(r.pk))),
            Column("net_pence", "Net", "money", value=of("net_pence")),
            Column("hours", "Hours saved", "number", value=of("hours")),
            Column("outcome", "Outcome", "tag", value=of("outcome"), tags=OUTCOME_TAGS),
            Column("state", "State", "tag", value=lambda r: state_tag(r.state)),
        ],
        rows=list(rows),
        caption="Every benefit, with its last month",
        filters=[
            ChoiceFilter("benefit_class", "Class", choices=Benefit.Class.choices),
            ChoiceFilter("state", "State", choices=[(state, state_tag(state).text) for state in BENEFIT.states]),
            TextFilter("title", "Name"),
        ],
        synthetic=lambda row: row.body.synthetic,
        noun=("benefit", "benefits"),
        empty="No benefit yet. Have a baseline taken and signed before the change; then propose what rests on it.",
        page_size=50,
    )  # fmt: skip


def _month_name(reading: Reading | None) -> str:
    return FiscalPeriod.of_date(reading.month).name if reading else ""


@page("benefit.read")
def benefit_show(visit: Visit, pk: int) -> ObjectPage:
    benefit = selectors.benefit_get_for(pk)
    shown = panel(BENEFIT, benefit)
    here = benefit.body.code
    readings = list(selectors.last_readings(Reading.objects.filter(benefit_id=pk)).values())
    actions = list(shown.actions)
    at = benefit_url(here, pk)
    if visit.holds("benefit.report", benefit.body) and benefit.state in ("proposed", "reporting"):
        actions.append(Press("Forecast", f"{at}forecast/", method="get", kind="secondary"))
    if visit.holds("benefit.reconcile", benefit.body) and benefit.state == "reporting":
        actions.append(Press("Reconcile", f"{at}reconcile/", method="get", kind="secondary"))
    return ObjectPage(
        title=benefit.title,
        caption=f"Benefit {benefit}",
        scope=visit.scope,
        section="benefits/",
        identity=[
            Fact("Cluster", benefit.cluster.name),
            Fact("Owner", benefit.owner),
            Fact("Class", benefit.get_benefit_class_display()),
        ],
        state=shown.state,
        waiting=shown.waiting,
        facts=benefit_facts(visit, benefit),
        sections=[
            _months(visit, benefit, readings),
            _profile(visit, benefit, readings),
            draws_section(visit, benefit.baseline, "What is drawn on its baseline"),
        ],
        actions=actions,
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=shown.related,
        back=Link("Benefits", visit.url("benefits/")),
        item=ITEM.format(pk=pk),
        help=[GUARD],
        synthetic=benefit.body.synthetic,
    )


def benefit_facts(visit: Visit, benefit: Benefit) -> list[Fact]:
    """What a benefit is, as its page and its approval show it."""
    drawn = selectors.drawn_by(benefit.pk)
    share = formats.percent(benefit.attributable_basis_points)
    return [
        Fact("Kind", benefit.get_kind_display()),
        Fact("Seen as", VIEWS[benefit.baseline.view]),
        Fact("Baseline", f"{benefit.baseline}: {benefit.baseline.title}",
             href=baseline_url(benefit.body.code, benefit.baseline_id)),
        Fact("Method and formula", benefit.method),
        Fact("Share that is this change's", share, hint=benefit.attribution),
        Fact("Change began on", benefit.change_on, "date"),
        Fact("Draws on the baseline", _drawn(drawn)),
        Fact("Price terms", benefit.prices),
        Fact("Evidence", benefit.evidence, missing="None is kept"),
    ]  # fmt: skip


def _drawn(drawn: Mapping[str, int]) -> str:
    parts = []
    if pence := drawn.get("pounds"):
        parts.append(formats.money(pence))
    if hundredths := drawn.get("hours"):
        parts.append(f"{hundredths / 100:,.2f} hours")
    return " and ".join(parts) or "Nothing"


def _months(visit: Visit, benefit: Benefit, readings: Sequence[Reading]) -> Section:
    table = Table(
        "months",
        columns=[
            Column("month", "Month", value=lambda r: FiscalPeriod.of_date(r.month).name,
                   link=lambda r: f"{benefit_url(benefit.body.code, benefit.pk)}months/{_slug(r)}/"),
            Column("volume", "Volume", "number"),
            Column("gross_pence", "Gross", "money"),
            Column("net_pence", "Net", "money"),
            Column("cash_pence", "Cash", "money"),
            Column("non_cash_pence", "Non-cash", "money"),
            Column("hours", "Hours saved", "number"),
            Column("coverage_basis_points", "Coverage", "percent", hint="of worked time"),
            Column("outcome", "Outcome", "tag", tags=OUTCOME_TAGS),
            Column("failed", "Tests that fail", value=_failed),
            Column("version", "Version", "number"),
        ],
        rows=sorted(readings, key=lambda row: row.month, reverse=True),
        caption="Month by month",
        synthetic=lambda row: row.synthetic,
        noun=("month", "months"),
        empty="Nothing has been measured yet: readings are taken by hanaper benefits read.",
    )  # fmt: skip
    return Section("Month by month", table=table.bind(visit.asked, visit.path, prefix="months-"))


def _slug(reading: Reading) -> str:
    return month_slug(FiscalPeriod.of_date(reading.month))


def _failed(reading: Reading) -> str:
    return "; ".join(TESTS[test["code"]] for test in reading.tests if not test["passed"])


def _profile(visit: Visit, benefit: Benefit, readings: Sequence[Reading]) -> Section:
    """Every profile beside what was measured: how good past forecasts were."""
    versions = selectors.forecasts([benefit.pk]).get(benefit.pk, {})
    measured: dict[int, int] = {}
    for row in readings:
        if row.net_pence is not None:
            year = FiscalYear.of_date(row.month).first_year
            measured[year] = measured.get(year, 0) + row.net_pence
    first = {each.year: each.pence for each in versions[min(versions)]} if versions else {}
    last = {each.year: each for each in versions[max(versions)]} if versions else {}
    rows: list[dict[str, Any]] = [
        {
            "year": FiscalYear(year).label,
            "first": first.get(year),
            "last": last[year].pence if year in last else None,
            "bias": last[year].bias_basis_points if year in last else None,
            "measured": measured.get(year),
            "apart": measured[year] - last[year].pence if year in measured and year in last else None,
        }
        for year in sorted({*first, *last, *measured})
    ]
    table = Table(
        "profile",
        columns=[
            Column("year", "Fiscal year"),
            Column("first", "First forecast", "money"),
            Column("last", "Last forecast", "money", hint=f"version {max(versions)}" if versions else ""),
            Column("bias", "Optimism bias", "percent", hint="taken off"),
            Column("measured", "Measured", "money", hint="so far"),
            Column("apart", "Measured less forecast", "money"),
        ],
        rows=rows,
        caption="Profile: forecast beside measured",
        noun=("year", "years"),
        empty="No profile yet.",
        page_size=50,
    )
    chart = None
    if rows:
        chart = Chart(
            "Forecast beside what was measured",
            "In £, by fiscal year.",
            f"{len(rows)} years, of which {len(measured)} have a measure.",
            [str(row["year"]) for row in rows],
            [
                ChartSeries("First forecast", [row["first"] for row in rows]),
                ChartSeries("Last forecast", [row["last"] for row in rows]),
                ChartSeries("Measured", [row["measured"] for row in rows]),
            ],
            "money",
            draw="lines",
            synthetic=benefit.body.synthetic,
        )
    return Section("Profile", chart=chart, table=table.bind(visit.asked, visit.path, prefix="profile-"))


@page("benefit.read")
def reading_show(visit: Visit, pk: int, month: str) -> ObjectPage:
    """One month of a benefit with its workings, its five tests, and its earlier versions."""
    benefit = selectors.benefit_get_for(pk)
    found = month_of(month)
    rows = list(Reading.objects.filter(benefit_id=pk, month=found.start).order_by("-version"))
    if not rows:
        raise NotThere()
    last = rows[0]
    versions = Table(
        "versions",
        columns=[
            Column("version", "Version", "number"),
            Column("recorded_at", "Taken", "datetime"),
            Column("gross_pence", "Gross", "money"),
            Column("net_pence", "Net", "money"),
            Column("hours", "Hours saved", "number"),
            Column("outcome", "Outcome", "tag", tags=OUTCOME_TAGS),
        ],
        rows=rows,
        caption="Every reading of this month",
        synthetic=lambda row: row.synthetic,
        noun=("reading", "readings"),
    )
    opens = visit.url(f"costs/?month={month}") if visit.holds("costs.read") else None
    return ObjectPage(
        title=f"{benefit.title}, {found.name}",
        caption=f"Benefit {benefit}",
        scope=visit.scope,
        section="benefits/",
        state=OUTCOME_TAGS[last.outcome],
        facts=[
            Fact("Gross", last.gross_pence, "money", hint="(before x index − now) at the month's volume",
                 missing="Not known"),
            Fact("Net", last.net_pence, "money", hint="Share x gross − disbenefits", missing="Not known"),
            Fact("Cash", last.cash_pence, "money", hint="No more than what finance says has gone",
                 missing="Not known"),
            Fact("Hours saved", last.hours, "number", missing="Not of this view"),
            Fact("Coverage of worked time", last.coverage_basis_points, "percent", missing="Not of this view",
                 href=opens),
        ],
        sections=[
            Section("Workings", facts=[Fact(each["name"], _worked(each)) for each in last.workings]),
            Section("The five tests", facts=[
                Fact(TESTS[test["code"]], PASSES if test["passed"] else FAILS, hint=test["why"]) for test in last.tests
            ]),
            Section("Versions", table=versions.bind(visit.asked, visit.path)),
        ],
        related=[Link("Cost to serve of the month", opens)] if opens else [],
        back=Link(str(benefit), benefit_url(benefit.body.code, pk)),
        help=[GUARD],
        synthetic=last.synthetic,
    )  # fmt: skip


def _sum(values: Any) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
