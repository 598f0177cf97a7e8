"""A report page on paper: the same sentences, charts and tables as PDF/UA-1, tagged so that a screen reader reads them.

What it says comes from the page object; nothing is worked out here. The same page makes the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import resources
from typing import Any

from hanaper.foundation.interface.columns import RIGHT_ALIGNED
from hanaper.foundation.interface.drawing import svg
from hanaper.foundation.interface.formats import instant
from hanaper.foundation.interface.pages import ReportPage
from hanaper.foundation.interface.parts import Section
from hanaper.foundation.interface.tables import BoundTable

WIDE = 6
"""Columns above which a table is set in small type."""
SHORT, BROADEST = 17, 60
"""Characters up to which a column stands on one line, and beyond which a longer text earns no more of the width."""


def report_pdf(page: ReportPage, *, publisher: str) -> bytes:
    """The page as PDF/UA-1. publisher: whose report it is, as the footer says it."""
    import typst

    template = resources.files("hanaper.foundation.interface").joinpath("report.typ").read_bytes()
    data = json.dumps(report_words(page, publisher=publisher), ensure_ascii=False)
    made = typst.compile(template, sys_inputs={"data": data}, format="pdf", pdf_standards=["ua-1"])
    assert isinstance(made, bytes), "one PDF, not pages"
    return made


def report_words(page: ReportPage, *, publisher: str) -> dict[str, Any]:
    """Everything that the paper says, in the words in which it says it."""
    main = [Section("", table=page.table)] if page.table is not None else []
    return {
        "title": page.title,
        "publisher": publisher,
        "basis": page.basis,
        "as_at": f"As at {instant(page.as_at)}." if page.as_at else "",
        "banners": [banner.text for banner in page.banners],
        "tiles": [{"label": tile.label, "value": tile.value, "note": tile.note} for tile in page.tiles],
        "sections": [_section(part) for part in (*main, *page.sections)],
        "notes": list(page.notes),
        "source": page.source,
        "synthetic": page.synthetic,
    }


def _section(part: Section) -> dict[str, Any]:
    return {
        "title": part.title,
        "paragraphs": list(part.paragraphs),
        "facts": [
            {"label": fact.label, "value": fact.text, "hint": fact.hint} for fact in part.facts if fact.text
        ],
        "chart": {
            "title": part.chart.title,
            "subtitle": part.chart.subtitle + (" Made up: synthetic." if part.chart.synthetic else ""),
            "summary": part.chart.summary,
            "svg": svg(part.chart),
        }
        if part.chart is not None
        else None,
        "table": _table(part.table) if part.table is not None else None,
    }  # fmt: skip


def _shares(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """What part of the width each column takes of what is left, by its longest text; 0: as much as it needs.

    >>> _shares(["No.", "Lead", "What can be said"], [["A01", "Department for Work", "x" * 200]])
    [0, 19, 60]
    """
    columns = zip(headings, *rows, strict=True)
    longest = [max(len(text) for text in column) for column in columns]
    return [0 if size <= SHORT else min(size, BROADEST) for size in longest]


def _table(bound: BoundTable) -> dict[str, Any]:
    """The page of the table that is shown, and how many rows it leaves to the files."""
    headings = [f"{each.text} ({each.hint})" if each.hint else each.text for each in bound.headings]
    totals = [cell.text if cell else "" for cell in bound.total_cells]
    if totals and not totals[0]:
        totals[0] = f"Total of {bound.showing_all}"
    return {
        "caption": bound.table.caption or bound.table.noun[1].capitalize(),
        "showing": bound.showing if bound.page_count > 1 else "",
        "headings": headings,
        "shares": _shares(headings, [[cell.text for cell in line.cells] for line in bound.lines]),
        "right": [column.kind in RIGHT_ALIGNED for column in bound.table.columns],
        "rows": [[cell.text for cell in line.cells] for line in bound.lines],
        "totals": totals,
        "empty": "" if bound.total else bound.table.empty,
        "small": len(headings) > WIDE,
    }
