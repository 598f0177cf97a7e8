"""Satisfaction on the screen: scores of a month by service, cluster and body, and what was added in words."""

from __future__ import annotations

from collections.abc import Sequence

from hanaper import parameters
from hanaper.centre.levels.api import month_filter, month_of
from hanaper.centre.satisfaction.measures import LEAST_LIKELY, MEASURE, MOST_LIKELY, QUESTION
from hanaper.centre.satisfaction.pages import SECTION, points, rounded, untold
from hanaper.centre.satisfaction.report import Score, satisfaction
from hanaper.centre.satisfaction.selectors import comments
from hanaper.foundation.interface import formats
from hanaper.foundation.interface.api import (
    ChartRow,
    ChoiceFilter,
    Column,
    Fact,
    Mark,
    ReportPage,
    RowChart,
    Section,
    Table,
    Tag,
    Tile,
    Visit,
    page,
)
from hanaper.foundation.tenancy.api import Cluster
from hanaper.kernel.periods import FiscalPeriod

COMMENT_MONTHS = "hanaper/measures/satisfaction/comment_months"
_CONFIDENCE = {"high": Tag("Enough answered", "green"), "indicative": Tag("Indicative", "orange"),
               "untold": Tag("Not told", "grey")}  # fmt: skip


@page("satisfaction.read")
def satisfaction_report(visit: Visit) -> ReportPage:
    """The scores of a month; last month where none is named, since this month's are not told yet."""
    this = FiscalPeriod.of_date(visit.today)
    chosen = str(visit.asked.get("month") or "")
    month = month_of(chosen) if chosen else this.previous
    found = satisfaction(month=month)
    whole = [each for each in found if each.body is None]
    shown = [each for each in found if each.body is None or each.answers]
    return ReportPage(
        title="Satisfaction",
        scope=visit.scope,
        section=SECTION,
        synthetic=any(each.synthetic for each in found),
        basis=f"Questions put in {month.name} to people for whom work had been finished.",
        as_at=visit.at,
        tiles=[_tile(each) for each in whole],
        table=_table(shown, month_filter(this, "Asked in")).bind(visit.asked, visit.path),
        sections=[*_scores(visit, whole), _words(visit, month), _definition()],
        notes=[*_left_out(len(found) - len(shown)), MEASURE.guard],
        source="counts of answers, kept without people, documents and times.",
        help=[
            "After work is finished, some of those whom it was done for are asked one question.",
            "Scores of 9 and 10 count for the service, 0 to 6 against it.",
        ],
        on_paper=True,
    )


def _table(found: Sequence[Score], months: ChoiceFilter) -> Table:
    return Table(
        "scores",
        columns=[
            *_score_columns(),
            Column("asked", "Asked", "number", value=lambda row: row.answers and row.answers.asked),
            Column("answered", "Answered", "number", value=lambda row: row.answers and row.answers.answered),
            Column("response", "Response", "percent", value=lambda row: row.answers and row.answers.response),
            Column("promoters", "9 or 10", "number", value=lambda row: row.answers and row.answers.promoters),
            Column("passives", "7 or 8", "number", value=lambda row: row.answers and row.answers.passives),
            Column("detractors", "0 to 6", "number", value=lambda row: row.answers and row.answers.detractors),
            Column("confidence", "Confidence", "tag", tags=_CONFIDENCE, value=_confidence),
            Column("why", "Why not told", value=lambda row: untold(row.told)),
        ],
        rows=list(found),
        caption="Net Promoter Score by service, cluster and body",
        filters=[months],
        synthetic=lambda row: row.synthetic,
        noun=("line", "lines"),
        empty="Nobody was asked in this month. Choose another month above.",
        page_size=100,
    )


def _left_out(lines: int) -> list[str]:
    """How many lines of bodies are not listed: each would say no more than that."""
    if not lines:
        return []
    return [f"{formats.count(lines, 'line')} of single bodies not listed: too few answered, or answers may still come."]


def _scores(visit: Visit, whole: Sequence[Score]) -> list[Section]:
    """Whole clusters beside each other; nothing where none is told."""
    if not (chart := _chart(whole)):
        return []
    table = Table(
        "clusters",
        columns=_score_columns(),
        rows=list(whole),
        caption="Net Promoter Score by service, of whole clusters",
        synthetic=lambda row: row.synthetic,
        noun=("score", "scores"),
    )
    bound = table.bind(visit.asked, visit.path, prefix="clusters-")
    return [Section("Scores side by side", chart=chart, table=bound, anchor="side-by-side")]


def _score_columns() -> list[Column]:
    return [
        Column("service", "Service", value=lambda row: row.told.surveyed.service),
        Column("where", "Of", value=lambda row: row.where),
        Column(
            "score", "Score", "number", value=lambda row: rounded(row.score), hint="Net Promoter Score, −100 to +100"
        ),
        Column("low", "From", "number", value=lambda row: row.interval and rounded(row.interval.low), hint="95%"),
        Column("high", "To", "number", value=lambda row: row.interval and rounded(row.interval.high), hint="95%"),
    ]


def _words(visit: Visit, month: FiscalPeriod) -> Section:
    said = comments(month)
    names = {pk: each.name for pk, each in Cluster.objects.in_bulk({each.cluster_id for each in said}).items()}
    table = Table(
        "words",
        columns=[
            Column("service", "Service", value=lambda row: row.surveyed.service),
            Column("cluster", "Cluster", value=lambda row: names[row.cluster_id]),
            Column("said", "In their words"),
        ],
        rows=list(said),
        caption="What people added in words",
        noun=("comment", "comments"),
        empty="Nothing is told: nobody added words, too few answered, or answers may still come.",
    )
    return Section(
        "What people added in words",
        paragraphs=[
            (
                "Kept apart from scores, people, bodies and times, in no order of coming, and deleted after"
                f" {parameters.get(COMMENT_MONTHS, on=visit.today).whole_number} months."
            )
        ],
        table=table.bind(visit.asked, visit.path, prefix="words-"),
        anchor="words",
    )


def _definition() -> Section:
    return Section(
        "What is counted",
        facts=[
            Fact("Asked", f"{QUESTION} From 0, {LEAST_LIKELY}, to 10, {MOST_LIKELY}."),
            Fact("Measure", MEASURE.label),
            Fact("Counted", MEASURE.numerator),
            Fact("Of", MEASURE.denominator),
            Fact("Left out", MEASURE.exclusions),
            Fact("Answered for by", MEASURE.owner),
        ],
        anchor="definition",
    )


def _tile(each: Score) -> Tile:
    title = f"{each.told.surveyed.service}: {each.where}"
    if each.answers is None or each.interval is None:
        return Tile(title, "Not told", None, f"{untold(each.told)}.")
    said = f"{formats.number(each.answers.answered)} of {formats.number(each.answers.asked)} answered"
    between = f"from {points(each.interval.low)} to {points(each.interval.high)}"
    return Tile(
        title, points(each.score) or "", None, f"{said}; {between}.{' Indicative.' if each.is_indicative else ''}"
    )


def _chart(whole: Sequence[Score]) -> RowChart | None:
    """A stretch for each interval and a mark for each score; none where nothing is told."""
    if not any(each.interval for each in whole):
        return None
    names = [f"{each.told.surveyed.service}, {each.cluster.name if each.cluster else each.where}" for each in whole]
    said = [f"{name} {points(each.score) or 'not told'}" for name, each in zip(names, whole, strict=True)]
    return RowChart(
        "How likely people are to recommend each service",
        "Net Promoter Score in points and its 95% interval, by service and cluster.",
        "; ".join(said) + ".",
        [
            ChartRow(
                name,
                rounded(each.interval.low) if each.interval else None,
                rounded(each.interval.high) if each.interval else None,
                [Mark(rounded(each.score) or 0)] if each.interval else [],
                note=untold(each.told),
            )
            for name, each in zip(names, whole, strict=True)
        ],
        ["Score"],
        "95% interval",
        unit="number",
        synthetic=any(each.synthetic for each in whole),
    )


def _confidence(row: Score) -> str:
    if row.answers is None:
        return "untold"
    return "indicative" if row.is_indicative else "high"
