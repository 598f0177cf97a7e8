"""The ways that documents of a process went in a month: the map, and each way with its documents."""

from __future__ import annotations

from collections.abc import Sequence

from hanaper.centre.levels.api import share
from hanaper.foundation.interface import formats
from hanaper.foundation.interface.api import (
    Column,
    FlowArrow,
    FlowBox,
    FlowChart,
    Link,
    ReportPage,
    Section,
    Table,
    Tile,
    Visit,
    page,
)
from hanaper.strategy.convergence.pages import (
    SECTION,
    filters,
    link_to,
    month_asked,
    process_asked,
    question_of,
)
from hanaper.strategy.convergence.rules.layout import START, Arrow, follows, places
from hanaper.strategy.convergence.selectors import Variant, path_of, variants
from hanaper.strategy.convergence.standards import StandardVersion

ARROWS_MOST = 24
"""Arrows on a map: the rarest beyond it stay in the table below, and the map says so."""


@page("convergence.read")
def variants_report(visit: Visit) -> ReportPage:
    """The map of a process in a month, over the table of what follows what, and every way that documents went."""
    month = month_asked(visit)
    code = process_asked(visit, month)
    question = question_of(visit, month, code)
    held = question.held_to[code]
    found = variants(question)
    documents = sum(each.documents for each in found)
    straight = sum(each.documents for each in found if each.on_path)
    synthetic = any(each.synthetic for each in found)
    standard = [path_of(path) for path in held.paths]
    arrows = sorted(follows([(each.path, each.documents) for each in found], standard), key=lambda a: -a.times)
    lines = link_to(visit, "documents/", month, {"process": code})
    chart = _map(held, arrows, documents, straight, month.name, synthetic=synthetic) if found else None
    return ReportPage(
        title=f"{held.process.title}: the ways that documents went",
        scope=visit.scope,
        section=SECTION,
        synthetic=synthetic,
        basis=f"Documents that began in {month.name}, as evidence has them, held to the {held.label}.",
        as_at=visit.at,
        tiles=[
            Tile("Documents", formats.number(documents), lines),
            Tile("Ways they went", formats.number(len(found)), "#variants"),
            Tile("On the standard path", formats.percent(share(straight, documents)) or "Not known", lines,
                 "Finished, or still on it so far. Deviations and data are counted apart."),
        ],
        table=_table(visit, found, documents, month.name).bind(visit.asked, visit.path),
        sections=[
            Section("What follows what", chart=chart, anchor="map",
                    table=_follows(arrows, documents, synthetic).bind(visit.asked, visit.path, prefix="follows-")),
            Section("Standard paths", paragraphs=[_words(path) for path in standard]),
        ],
        notes=["A document counts once in its way, and at each arrow as often as it went along it."],
        source="the evidence that the database writes at each step. The command hanaper processes ocel exports it.",
        back=Link("Convergence", link_to(visit, "", month)),
        on_paper=True,
    )  # fmt: skip


def _table(visit: Visit, found: Sequence[Variant], documents: int, month: str) -> Table:
    chosen = month_asked(visit)
    code = process_asked(visit, chosen)
    return Table(
        "variants",
        columns=[
            Column("path", "Way", value=lambda v: _words(v.path),
                   link=lambda v: link_to(visit, "documents/", chosen, {"process": code, "variant": v.variant})),
            Column("on_path", "Standard", "yes-no"),
            Column("documents", "Documents", "number"),
            Column("share", "Share", "percent", value=lambda v: share(v.documents, documents)),
            Column("converged", "Converged", "number"),
            Column("median_seconds", "Median time", "duration", hint="first step to last so far"),
            Column("touches", "Steps by hand", "number", hint="on all its documents"),
        ],
        rows=found,
        caption=f"Ways that documents went, {month}, the most frequent first",
        filters=filters(visit, chosen),
        synthetic=lambda v: v.synthetic,
        noun=("way", "ways"),
        empty="Nothing of this process began in this month. Choose another month above.",
    )  # fmt: skip


def _follows(arrows: Sequence[Arrow], documents: int, synthetic: bool) -> Table:
    return Table(
        "follows",
        columns=[
            Column("from_state", "From", value=lambda a: _state(a.from_state)),
            Column("to_state", "To", value=lambda a: _state(a.to_state)),
            Column("steps", "By", value=lambda a: ", ".join(_state(step).lower() for step in a.steps)),
            Column("is_standard", "Standard", "yes-no"),
            Column("times", "Times", "number"),
        ],
        rows=arrows,
        caption="What directly follows what",
        synthetic=lambda a: synthetic,
        noun=("arrow", "arrows"),
        empty="Nothing to show.",
    )


def _map(
    held: StandardVersion, arrows: Sequence[Arrow], documents: int, straight: int, month: str, *, synthetic: bool
) -> FlowChart:
    shown = arrows[:ARROWS_MOST]
    at = places(shown, [path_of(path) for path in held.paths])
    into: dict[str, int] = {START: documents}
    for arrow in arrows:
        into[arrow.to_state] = into.get(arrow.to_state, 0) + arrow.times
    left = len(arrows) - len(shown)
    rest = f" {formats.count(left, 'rarer arrow')} in the table only." if left else ""
    off = sum(arrow.times for arrow in arrows if not arrow.is_standard)
    return FlowChart(
        title=f"{formats.percent(share(straight, documents))} of {formats.number(documents)} kept to the standard path",
        subtitle=f"{held.process.title}, {month}. Boxes are states; an arrow is as wide as it was often gone.{rest}",
        summary=(
            f"A map of {formats.number(documents)} documents from their start through {len(at) - 1} states. Moves off "
            f"the standard path, dashed: {formats.number(off)}. The table below has every arrow with its count."
        ),
        boxes=[
            FlowBox(state, _state(state), row, column, formats.number(into.get(state, 0)))
            for state, (row, column) in at.items()
        ],
        arrows=[
            FlowArrow(a.from_state, a.to_state, _arrow_words(a), a.times, is_dashed=not a.is_standard) for a in shown
        ],
        solid="Standard path",
        dashed="Not standard",
        synthetic=synthetic,
    )


def _arrow_words(arrow: Arrow) -> str:
    by = "/".join(step.replace("-", " ") for step in arrow.steps)
    return f"{formats.number(arrow.times)} {by}" + ("" if arrow.is_standard else " (not standard)")


def _state(code: str) -> str:
    words = code.replace("-", " ") or "start"
    return words[:1].upper() + words[1:]


def _words(path: Sequence[tuple[str, str]]) -> str:
    """A way as people read it: each step, and where it led when that is not plain from the step."""
    return " → ".join(f"{step} ({state})".replace("-", " ") for step, state in path)
