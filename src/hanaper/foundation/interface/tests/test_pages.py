"""Every page kind as HTML: what its parts promise, and what it weighs."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html as parser

from hanaper.foundation.interface.pages import PAGE_KINDS, Banner, ConfirmPage, Fact, Fault, Link, Press, Tile
from hanaper.foundation.interface.rendering import html
from hanaper.foundation.interface.tests.samples import FRAME, invoice_table, samples

NAMES = list(samples())


def tree(name: str, **asked: str) -> parser.HtmlElement:
    return parser.document_fromstring(html(samples()[name](asked), FRAME))


def test_there_is_a_sample_of_every_page_kind() -> None:
    assert {type(make({})) for make in samples().values()} == set(PAGE_KINDS)


@pytest.mark.parametrize("name", NAMES)
def test_every_page_has_one_heading_its_landmarks_and_the_body_by_name(name: str) -> None:
    page = tree(name)
    assert len(page.xpath("//h1")) == 1
    assert (
        len(page.xpath("//main[@id='main-content']")) == len(page.xpath("//header")) == len(page.xpath("//footer")) == 1
    )
    assert "Department for Examples" in page.xpath("//header")[0].text_content()
    assert page.xpath("//title/text()")[0].endswith("Department for Examples – Hanaper")


@pytest.mark.parametrize("name", NAMES)
def test_no_style_or_script_is_inline(name: str) -> None:
    page = tree(name)
    assert not page.xpath("//style | //@style | //script[not(@src)]")
    assert not [a for a in page.xpath("//@*") if a.attrname.startswith("on")]


@pytest.mark.parametrize("name", NAMES)
def test_no_id_stands_twice(name: str) -> None:
    ids = tree(name).xpath("//@id")
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_reminds_of_gov_uk_but_its_class_names(name: str) -> None:
    text = html(samples()[name]({}), FRAME)
    assert not re.search(r"crown|GOV\.UK|Open Government Licence|gds", text, re.IGNORECASE)


@pytest.mark.parametrize("name", NAMES)
def test_every_form_that_posts_carries_a_key_and_asks_no_browser_to_validate(name: str) -> None:
    for form in tree(name).xpath("//main//form[@method='post']"):
        assert form.xpath(".//input[@name='once']/@value")
        assert form.get("novalidate") is not None
        assert not form.xpath(".//*[@required]")


def test_the_forms_of_an_item_carry_its_opening_time_and_others_do_not() -> None:
    assert len(tree("object").xpath("//main//form//input[@name='opened']")) == 2
    assert not tree("confirm").xpath("//main//form//input[@name='opened']")


def test_what_is_wrong_is_said_first_in_the_title_and_each_line_leads_to_its_input() -> None:
    page = tree("edit-wrong")
    assert page.xpath("//title/text()")[0].startswith("Error: ")
    for href in page.xpath("//div[contains(@class, 'govuk-error-summary')]//a/@href"):
        assert page.xpath(f"//*[@id='{href[1:]}'][self::input or self::select or self::textarea]"), href


def test_every_input_has_a_label_of_its_own() -> None:
    for name in ("edit", "lines", "list"):
        page = tree(name)
        for box in page.xpath("//main//input[not(@type='hidden')] | //main//select | //main//textarea"):
            labelled = (
                box.get("aria-label") or page.xpath(f"//label[@for='{box.get('id')}']") or box.xpath("ancestor::label")
            )
            assert labelled, parser.tostring(box)


def test_a_list_of_fifty_rows_weighs_no_more_than_150_kilobytes() -> None:
    text = html(samples()["list"]({"size": "50"}), FRAME)
    assert text.count("INV-") >= 50
    assert len(text.encode()) <= 150_000


def test_the_page_of_a_list_stands_in_its_title() -> None:
    assert tree("list", page="2").xpath("//title/text()")[0].startswith("Invoices (page 2 of 13) – ")
    assert tree("list", page="2", state="held").xpath("//title/text()")[0].startswith("Invoices (page 2 of 4) – ")


def test_an_empty_list_says_what_would_stand_there_and_a_filtered_one_that_nothing_matches() -> None:
    assert "No invoice has been received yet" in tree("list-empty").text_content()
    filtered = tree("list", supplier="nobody at all").text_content()
    assert "No invoices match these filters." in filtered
    assert "Clear all" in filtered


def test_made_up_rows_are_said_at_the_top_of_the_page() -> None:
    for name in ("home", "list", "object", "inbox", "report"):
        assert tree(name).xpath("//main//*[contains(@class, 'hanaper-synthetic')]"), name
    assert not tree("confirm").xpath("//*[contains(@class, 'hanaper-synthetic')]")


def test_every_tile_opens_to_its_lines_and_an_alarm_is_said_in_words() -> None:
    page = tree("report")
    assert len(page.xpath("//li[contains(@class, 'hanaper-tile')]//a/@href")) == 4
    alarm = page.xpath("//li[contains(@class, 'hanaper-tile--alarm')]")[0]
    assert "Needs attention" in alarm.text_content()


def test_bulk_acts_tell_the_page_from_all_that_match() -> None:
    text = tree("list", state="held").text_content()
    assert "25 invoices on this page" in text
    assert "All 78 invoices matching" in text
    button = tree("list", state="held").xpath("//button[contains(., 'Approve')]")[0]
    assert button.get("formaction") == "/dfx/invoices/approve/?state=held"


def test_a_fact_without_a_value_is_left_out_unless_it_says_what_is_missing() -> None:
    page = tree("object")
    assert "Purchase reference" not in page.text_content()
    assert "Not provided" in tree("check-answers").text_content()


def test_text_from_outside_is_never_taken_for_markup() -> None:
    page = ConfirmPage(
        title="<script>alert(1)</script>",
        consequence="<img src=x onerror=alert(1)>",
        press=Press("<b>Go</b>", "/x/", fields={"a": '"><script>'}),
        cancel=Link("<i>No</i>", "/y/"),
        facts=[Fact("<u>", "<script>")],
        banners=[Banner("<script>")],
        faults=[Fault("<script>", "#x")],
        help=["<script>"],
    )
    text = html(page, replace(FRAME, person="<script>", searched='"><script>'))
    made = parser.document_fromstring(text)
    assert len(made.xpath("//script")) == 2
    assert not made.xpath("//img | //u | //main//b | //main//i")


def test_a_row_from_outside_is_never_taken_for_markup() -> None:
    table = invoice_table(1)
    row = replace(table.rows[0], supplier="<script>alert(1)</script>", number='"><script>')  # type: ignore[index]
    page = samples()["list"]({})
    made = html(replace(page, table=replace(table, rows=[row]).bind({"supplier": "<script"}, "/list/")), FRAME)  # type: ignore[call-arg]
    assert made.count("<script") == 2


def test_a_tiles_name_is_short_in_the_samples() -> None:
    assert all(len(tile.label) <= 20 for tile in samples()["home"]({}).figures if isinstance(tile, Tile))  # type: ignore[attr-defined]
