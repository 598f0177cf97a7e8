"""Baselines and costs to achieve on the screen, and where baselines and benefits are seen."""

from __future__ import annotations

from hanaper.foundation.interface import formats
from hanaper.foundation.interface.api import (
    ChoiceFilter,
    Column,
    Fact,
    Link,
    ListPage,
    ObjectPage,
    Press,
    Section,
    Table,
    TextFilter,
    Visit,
    page,
)
from hanaper.foundation.interface.steps import page_of, panel, state_tag
from hanaper.kernel.periods import FiscalYear
from hanaper.strategy.benefits import selectors
from hanaper.strategy.benefits.models import Baseline, CostToAchieve, View
from hanaper.strategy.benefits.process import BASELINE, BENEFIT
from hanaper.strategy.benefits.standing import VIEWS


@page_of(BASELINE)
def baseline_url(scope: str, pk: int) -> str:
    return f"/{scope}/baselines/{pk}/"


@page_of(BENEFIT)
def benefit_url(scope: str, pk: int) -> str:
    return f"/{scope}/benefits/{pk}/"


@page("benefit.read")
def baseline_list(visit: Visit) -> ListPage:
    may = visit.scope != "all" and visit.holds("baseline.set", visit.body)
    table = Table(
        "baselines",
        columns=[
            Column("number", "Number", "code", link=lambda r: baseline_url(r.body.code, r.pk), sort=True),
            Column("title", "Baseline", sort=True),
            Column("cluster", "Cluster", value=lambda r: r.cluster.name),
            Column("view", "Seen as", value=lambda r: VIEWS[r.view]),
            Column("volume", "Volume", "number"),
            Column("cost_pence", "Cost", "money"),
            Column("hours", "Hours", "number"),
            Column("confidence", "Confidence", value=lambda r: r.get_confidence_display()),
            Column("signed_on", "Signed", "date"),
            Column("state", "State", "tag", value=lambda r: state_tag(r.state)),
        ],
        rows=selectors.baselines(),
        caption="Baselines",
        filters=[ChoiceFilter("view", "Seen as", choices=View.choices), TextFilter("title", "Name")],
        synthetic=lambda row: row.body.synthetic,
        noun=("baseline", "baselines"),
        empty="No baseline yet. One is taken before a change begins, and signed by somebody else.",
    )
    return ListPage(
        title="Baselines",
        scope=visit.scope,
        section="benefits/",
        back=Link("Benefits", visit.url("benefits/")),
        table=table.bind(visit.asked, visit.path),
        actions=[Press("Take a baseline", visit.url("baselines/propose/"), method="get")] if may else [],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("benefit.read")
def baseline_show(visit: Visit, pk: int) -> ObjectPage:
    baseline = selectors.baseline_get_for(pk)
    shown = panel(BASELINE, baseline)
    prices = Table(
        "prices",
        columns=[
            Column("item", "Good or service"),
            Column("unit", "Unit", "code"),
            Column("quantity", "Bought", "number"),
            Column("price", "Price of one", value=lambda r: f"£{r.price_pence / 100:,.4f}"),
        ],
        rows=list(baseline.prices.all()),
        caption="Prices before",
        noun=("good", "goods"),
    )
    goods = [Section("Prices before", table=prices.bind(visit.asked, visit.path, prefix="prices-"))]
    return ObjectPage(
        title=baseline.title,
        caption=f"Baseline {baseline}",
        scope=visit.scope,
        section="benefits/",
        identity=[Fact("Cluster", baseline.cluster.name), Fact("Seen as", VIEWS[baseline.view])],
        state=shown.state,
        waiting=shown.waiting,
        facts=baseline_facts(baseline),
        sections=[
            *(goods if baseline.view == View.PRICES else []),
            draws_section(visit, baseline, "What is drawn on it"),
        ],
        actions=shown.actions,
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=shown.related,
        back=Link("Baselines", visit.url("baselines/")),
        synthetic=baseline.body.synthetic,
    )


def baseline_facts(baseline: Baseline) -> list[Fact]:
    """What a baseline says, as its page and its signature show it."""
    changed = baseline.signed_on is not None and not selectors.is_as_signed(baseline)
    return [
        Fact("Service", baseline.service, missing="None: of the whole"),
        Fact("Perimeter", baseline.perimeter),
        Fact("Period", f"{formats.day(baseline.began_on)} to the day before {formats.day(baseline.ended_on)}"),
        Fact("Volume", baseline.volume, "number", missing="Not measured"),
        Fact("Cost", baseline.cost_pence, "money", missing="Not measured"),
        Fact("Of it fixed", baseline.fixed_pence or None, "money"),
        Fact("Hours worked", baseline.hours, "number", missing="Not measured"),
        Fact("Unit cost", _unit(baseline)),
        Fact("Within the service standard", baseline.quality_basis_points, "percent", missing="Not measured"),
        Fact("Prices of", FiscalYear(baseline.price_year).label),
        Fact("Taken by", baseline.instrument),
        Fact("Source", baseline.source),
        Fact("Confidence", baseline.get_confidence_display()),
        Fact("Signed on", baseline.signed_on, "date", missing="Nobody has signed it",
             hint="It was changed since, and counts no more." if changed else ""),
    ]  # fmt: skip


def _unit(baseline: Baseline) -> str:
    if baseline.cost_pence is None or not baseline.volume or baseline.view != View.UNIT_COST:
        return ""
    return f"£{baseline.cost_pence / baseline.volume / 100:,.2f}"


@page("benefit.read")
def cost_list(visit: Visit) -> ListPage:
    may = visit.scope != "all" and visit.holds("benefit.reconcile", visit.body)
    table = Table(
        "costs-to-achieve",
        columns=[
            Column("cluster", "Cluster", value=lambda r: r.cluster.name),
            Column("year", "Fiscal year", value=lambda r: FiscalYear(r.year).label),
            Column("category", "Category", value=lambda r: r.get_category_display()),
            Column("kind", "Kind", value=lambda r: r.get_kind_display()),
            Column("pence", "Amount", "money"),
            Column("as_of", "As of", "date"),
            Column("version", "Version", "number"),
            Column("source", "Source"),
        ],
        rows=selectors.costs_to_achieve(),
        caption="Costs to achieve: the last version of each",
        filters=[ChoiceFilter("kind", "Kind", choices=CostToAchieve.Kind.choices)],
        synthetic=lambda row: row.body.synthetic,
        noun=("cost", "costs"),
        empty="Nothing is recorded, which is not nought.",
        page_size=50,
    )
    return ListPage(
        title="Costs to achieve",
        scope=visit.scope,
        section="benefits/",
        back=Link("Benefits", visit.url("benefits/")),
        table=table.bind(visit.asked, visit.path),
        actions=[Press("Record a cost", visit.url("benefits/costs/record/"), method="get")] if may else [],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


def draws_section(visit: Visit, baseline: Baseline, title: str) -> Section:
    """Every draw on a baseline, with the benefit that drew it."""
    table = Table(
        "draws",
        columns=[
            Column("benefit", "Benefit", "code", value=lambda r: str(r.benefit),
                   link=lambda r: benefit_url(r.benefit.body.code, r.benefit_id)),
            Column("title", "Name", value=lambda r: r.benefit.title),
            Column("of", "Of", value=lambda r: r.get_of_display()),
            Column("pence", "Pounds", "money", value=lambda r: r.amount if r.of == "pounds" else None),
            Column("hours", "Hours", value=lambda r: f"{r.amount / 100:,.2f}" if r.of == "hours" else ""),
            Column("recorded_at", "Recorded", "datetime"),
        ],
        rows=list(selectors.drawn_on(baseline.pk)),
        caption=f"Draws on {baseline}",
        noun=("draw", "draws"),
        empty="Nothing is drawn on it.",
    )  # fmt: skip
    return Section(title, table=table.bind(visit.asked, visit.path, prefix="draws-"))
