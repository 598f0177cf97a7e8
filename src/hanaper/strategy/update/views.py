"""The update on the screen: public facts, what is served here, what a month says, and what was claimed. Each apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hanaper.centre.levels.api import (
    as_it_stands,
    holder_text,
    latest_month,
    measure,
    month_filter,
    month_of,
    month_slug,
    with_query,
)
from hanaper.foundation.interface import formats
from hanaper.foundation.interface.api import (
    Banner,
    ChoiceFilter,
    Column,
    Fact,
    Link,
    ListPage,
    ReportPage,
    Section,
    Table,
    TextFilter,
    Tile,
    Visit,
    page,
)
from hanaper.foundation.interface.steps import state_tag
from hanaper.kernel.periods import FiscalPeriod
from hanaper.strategy.register.api import BodyFact, ClusterFact, load_register
from hanaper.strategy.update.edition import BodyLine, ClusterMonth, CostLine, Edition, WaitLine, edition
from hanaper.strategy.update.pay import PayLine
from hanaper.strategy.update.rules.cells import Levels
from hanaper.strategy.update.rules.statements import Statement, figure_text

MADE_UP = (
    "Everything in this section comes from a demonstration: the bodies are invented, and so is their work. It shows"
    " what the measures look like, and says nothing of any real cluster."
)
SOME_MADE_UP = "Sections headed “Made up” come from a demonstration. Facts, claims and the rest are real."
NOBODY_PAID = "Nobody was paid in this month."
TOO_FEW_PAID = "Left out: too few"
NOBODY = "No real body is served here yet, so nothing real is measured."


@page("update.read")
def update_report(visit: Visit) -> ReportPage:
    """The update of a month, for the centre of government."""
    chosen = str(visit.asked.get("month") or "")
    month = month_of(chosen) if chosen else latest_month(process_code="invoice", on=visit.today)
    made = edition(month=month, as_of=as_it_stands(now=visit.at))
    clusters = made.register.clusters
    groups, bodies = sum(len(c.groups) for c in clusters), sum(len(c.bodies) for c in clusters)
    register_url = visit.url("update/bodies/")
    return ReportPage(
        title="Update",
        scope=visit.scope,
        section="update/",
        banners=[Banner(SOME_MADE_UP, "important")] if made.synthetic else (),
        basis=f"Clusters of government as public sources tell of them, and the work of {month.name} on this platform.",
        as_at=made.as_at,
        tiles=[
            Tile("Clusters", formats.number(len(clusters)), "#clusters", "Named by public sources."),
            Tile("Departmental groups", formats.number(groups), register_url),
            Tile("Bodies", formats.number(bodies), register_url),
            Tile("People", formats.number(made.register.people), register_url, "Headcount, rounded by its publisher."),
            Tile("Served here", formats.number(len(made.measured)), "#measured", "Real clusters, by this platform."),
        ],
        table=_clusters(visit, made).bind(visit.asked, visit.path),
        sections=[
            *_measured(visit, made),
            *_made_up(visit, made),
            _statements(visit, made),
            _gaps(made),
        ],
        notes=[
            f"Counts under {made.least}, and rates and times that rest on them, are left out.",
            *(measure(code).guard for code in ("touchless", "waited", "cost-to-serve", "pay-accuracy",
                                                "pay-touchless", "pay-late-inputs")),
        ],
        source="public sources named with each fact; evidence and books of this platform.",
        help=["Figures open to the bodies that they sum, and a body to its documents for those who may see them."],
    )  # fmt: skip


@page("update.read")
def register_bodies(visit: Visit) -> ListPage:
    """Every department and agency in a cluster, as public sources count it."""
    rows = [
        {"cluster": cluster.name, "group": group.name, "body": body, "name": body.name, "people": body.people,
         "as_of": str(body.headcount.as_of), "source": str(body.headcount.source), "at": body.headcount.source.at,
         "version": body.headcount.version, "note": _body_note(body)}
        for cluster in load_register().clusters
        for group in cluster.groups
        for body in group.bodies
    ]  # fmt: skip
    table = Table(
        "register",
        columns=[
            Column("name", "Body", sort=True),
            Column("group", "Group", sort=True),
            Column("cluster", "Cluster", sort=True),
            Column("people", "People", "number", sort=True),
            Column("as_of", "On"),
            Column("source", "Source", link=lambda r: r["at"] if r["at"].startswith("https://") else None),
            Column("version", "Version", "number"),
            Column("note", "Note"),
        ],
        rows=rows,
        caption="Bodies of the clusters, as public sources count them",
        filters=[
            ChoiceFilter("cluster", "Cluster", choices=[(c.name, c.name) for c in load_register().clusters]),
            TextFilter("name", "Body"),
        ],
        order="cluster",
        totals=lambda found: {"people": sum(row["people"] for row in found.stream())},
        noun=("body", "bodies"),
        page_size=100,
    )
    return ListPage(
        title="Bodies of the clusters",
        scope=visit.scope,
        section="update/",
        back=Link("Update", visit.url("update/")),
        intro="Facts about real bodies, each with its date and source. Nothing here is measured by this platform.",
        table=table.bind(visit.asked, visit.path),
    )


@page("update.read")
def stated_over_time(visit: Visit) -> ListPage:
    """Headline figures as others stated them: a figure that moved is a new row, and none is overwritten."""
    rows = [
        {"definition": series.definition, "figure": figure_text(fact), "as_of": str(fact.as_of),
         "terms": "" if fact.terms is None else
         f"prices: {fact.terms.prices}; discounting: {fact.terms.discounting}; net: {fact.terms.net}",
         "source": str(fact.source), "at": fact.source.at, "version": fact.version}
        for series in load_register().series
        for fact in series.facts
    ]  # fmt: skip
    table = Table(
        "stated",
        columns=[
            Column("definition", "What"),
            Column("figure", "Figure as stated"),
            Column("as_of", "As of"),
            Column("terms", "Terms"),
            Column("source", "Source", link=lambda r: r["at"] if r["at"].startswith("https://") else None),
            Column("version", "Version", "number"),
        ],
        rows=rows,
        caption="Headline figures as others stated them, over time",
        filters=[TextFilter("definition", "What")],
        noun=("figure", "figures"),
        page_size=50,
    )
    return ListPage(
        title="What others have stated, over time",
        scope=visit.scope,
        section="update/",
        back=Link("Update", visit.url("update/")),
        intro="Claims from outside, each with its date and source. Nothing here is measured by this platform.",
        table=table.bind(visit.asked, visit.path),
    )


def _body_note(body: BodyFact) -> str:
    notes = [f"without {body.without}" if body.without else ""]
    if body.ended is not None:
        notes.append(f"ended on {body.ended.on}")
    return "; ".join(note for note in notes if note)


def _clusters(visit: Visit, made: Edition) -> Table:
    def bodies_url(cluster: ClusterFact) -> str:
        return with_query(visit.url("update/bodies/"), {"cluster": cluster.name})

    return Table(
        "clusters",
        columns=[
            Column("name", "Cluster", link=bodies_url),
            Column("lead", "Led by", value=lambda c: c.lead.name),
            Column("groups", "Groups", "number", value=lambda c: len(c.groups), link=bodies_url),
            Column("bodies", "Bodies", "number", value=lambda c: len(c.bodies), link=bodies_url),
            Column("people", "People", "number", link=bodies_url),
            Column("people_as_of", "Counted", value=lambda c: str(c.lead.headcount.as_of)),
            Column("membership_as_of", "Members as of", value=lambda c: str(c.membership.as_of)),
            Column("live", "Centre live", "yes-no", value=lambda c: c.is_live),
            Column("live_as_of", "As of", value=lambda c: str(c.live.as_of)),
            Column("source", "Source of members", value=lambda c: str(c.membership.source),
                   link=lambda c: c.membership.source.at if c.membership.source.at.startswith("https://") else None),
            Column("version", "Version", "number", value=lambda c: c.membership.version),
        ],
        rows=list(made.register.clusters),
        caption="Clusters of government, as public sources tell of them",
        filters=[month_filter(max(FiscalPeriod.of_date(visit.today), made.month), "Month")],
        noun=("cluster", "clusters"),
    )  # fmt: skip


def _measured(visit: Visit, made: Edition) -> list[Section]:
    if not made.measured:
        return [Section("Measured here", paragraphs=[NOBODY], anchor="measured")]
    return [
        section
        for place, one in enumerate(made.measured)
        for section in _cluster(visit, made, one, "Measured here", f"measured{place or ''}")
    ]


def _made_up(visit: Visit, made: Edition) -> list[Section]:
    return [
        section
        for place, one in enumerate(made.made_up)
        for section in _cluster(visit, made, one, "Made up", f"made-up{place or ''}")
    ]


def _cluster(visit: Visit, made: Edition, one: ClusterMonth, title: str, anchor: str) -> list[Section]:
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
        ("by body", _bodies(visit, made, one, f"{anchor}-bodies"), one.bodies),
        ("where invoices waited", _waited(one, f"{anchor}-waited"), one.waited),
        ("what it cost", _costs(visit, made, one, f"{anchor}-costs"), one.costs),
        ("what people were paid", _pay(visit, made, one, f"{anchor}-pay"), one.pay.bodies),
    )
    return [
        Section(f"{title}: {one.name}, {made.month.name}", facts=facts, paragraphs=said, anchor=anchor),
        *(
            Section(f"{title}: {heading}", table=table.bind(visit.asked, visit.path, prefix=f"{table.name}-"))
            for heading, table, lines in tables
            if lines
        ),
    ]


def _bodies(visit: Visit, made: Edition, one: ClusterMonth, name: str) -> Table:
    def levels_url(line: BodyLine) -> str | None:
        held = {body.pk for body in visit.known_bodies.values() if body.code == line.code} & visit.held.get(
            "levels.read", set()
        )
        return with_query(f"/{line.code}/levels/", {"month": month_slug(made.month)}) if held else None

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


def _costs(visit: Visit, made: Edition, one: ClusterMonth, name: str) -> Table:
    def costs_url(line: CostLine) -> str | None:
        query = {"month": month_slug(made.month), "cluster": one.code, "service": line.service}
        return with_query("/all/costs/", query) if visit.holds("costs.read") else None

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


def _pay(visit: Visit, made: Edition, one: ClusterMonth, name: str) -> Table:
    codes = {body.code: body for body in visit.known_bodies.values()}

    def opens(duty: str, path: str, **more: str) -> Callable[[PayLine], str | None]:
        """To a page of the body, for who holds its duty there; pay of a few opens to nobody from here."""

        def link(line: PayLine) -> str | None:
            body = codes.get(line.code)
            if body is None or line.payslips is None or not visit.holds(duty, body):
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


def _statements(visit: Visit, made: Edition) -> Section:
    def source_url(row: Statement) -> str | None:
        return row.source_at if row.source_at.startswith("https://") else None

    table = Table(
        "statements",
        columns=[
            Column("id", "No.", "code"),
            Column("statement", "What was said"),
            Column("kind", "Kind"),
            Column("figure", "Figure as stated"),
            Column("as_of", "Said on"),
            Column("source", "Source", link=source_url),
            Column("register_says", "Public sources since"),
            Column("supported_by", "What would measure it"),
            Column("measured_here", "Measured here"),
        ],
        rows=list(made.statements),
        caption="The statements of 4 March 2024",
        noun=("statement", "statements"),
        page_size=50,
    )
    return Section(
        "What was said on 4 March 2024",
        paragraphs=["Statements are kept as they were made. Nothing here rates them, and none is measured here yet."],
        table=table.bind(visit.asked, visit.path, prefix="statements-"),
        links=[Link("What others have stated, over time", visit.url("update/stated/"))],
        anchor="statements-section",
    )


def _gaps(made: Edition) -> Section:
    facts = [Fact(gap.question, gap.found, hint=f"As of {gap.as_of}.") for gap in made.register.gaps]
    return Section("What no source answers", facts=facts, anchor="gaps")


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
