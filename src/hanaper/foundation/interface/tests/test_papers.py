"""A report as PDF and as one file: everything that the page says, tagged, and nothing fetched."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import cast

import pytest
from pypdf import PdfReader

from hanaper.foundation.interface.pages import ReportPage
from hanaper.foundation.interface.papers import report_pdf, report_words
from hanaper.foundation.interface.rendering import standalone
from hanaper.foundation.interface.tests.chart_samples import charts
from hanaper.foundation.interface.tests.samples import samples


def report() -> ReportPage:
    return cast(ReportPage, samples()["report"]({}))


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.mark.promise("P49")
def test_the_paper_is_tagged_titled_and_in_british_english() -> None:
    pdf = report_pdf(report(), publisher="Hanaper")
    root = PdfReader(BytesIO(pdf)).root_object

    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in pdf


def test_the_paper_says_every_figure_of_the_page_and_that_it_is_made_up() -> None:
    found = words(report_pdf(report(), publisher="Hanaper"))

    for said in (
        *("Invoices", "79.6%", "Department for Examples", "1,204", "81.4%", "£3.18", "Total of 3 bodies", "1,443"),
        *("fewer than ten invoices", "Made-up figures: synthetic."),
    ):
        assert said in found


def test_a_chart_stands_on_paper_with_its_summary_for_whoever_does_not_see_it() -> None:
    page = cast(ReportPage, charts())
    pdf = report_pdf(page, publisher="Hanaper")

    assert "Measured benefits stand below forecast" in words(pdf)
    drawn = [part["chart"] for part in report_words(page, publisher="Hanaper")["sections"]]
    assert all(chart["summary"] and chart["svg"].startswith("<svg") for chart in drawn)


@pytest.mark.promise("P10")
def test_the_same_page_makes_the_same_bytes() -> None:
    assert report_pdf(report(), publisher="Hanaper") == report_pdf(report(), publisher="Hanaper")


def test_a_report_without_rows_says_so_on_paper() -> None:
    bare = replace(report(), table=None, tiles=[], notes=[])

    assert "Service levels: invoices" in words(report_pdf(bare, publisher="Hanaper"))


def test_the_page_as_one_file_fetches_nothing_and_runs_nothing() -> None:
    found = standalone(report())

    assert "<script" not in found
    assert not re.search(r"<link|url\((?!#)|@import", found)
    assert "1,204" in found
