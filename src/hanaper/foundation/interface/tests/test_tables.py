"""Sorting, filtering and paging: all in the URL, all over the whole set."""

from __future__ import annotations

from datetime import date

import pytest

from hanaper.foundation.interface.rows import ListRows, value_at
from hanaper.foundation.interface.tables import BoundTable, Cell, Column, Table, Tag, show
from hanaper.foundation.interface.tests.samples import invoice_table


def bound(count: int = 312, **asked: str) -> BoundTable:
    return invoice_table(count).bind({name.strip("_"): value for name, value in asked.items()}, "/list/")


def test_a_page_says_which_rows_of_how_many_it_shows() -> None:
    assert bound().showing == "Showing 1 to 25 of 312 invoices"
    assert bound(page="13").showing == "Showing 301 to 312 of 312 invoices"
    assert bound(7).showing == "7 invoices"
    assert bound(0).showing == "No invoices"


@pytest.mark.parametrize(
    ("asked", "page"), [("", 1), ("0", 1), ("-3", 1), ("x", 1), ("9999999999999", 1), ("99", 13), ("２", 2)]
)
def test_an_absurd_page_number_shows_a_page_that_exists(asked: str, page: int) -> None:
    assert bound(page=asked).page == page


def test_a_filter_narrows_the_whole_set_and_goes_back_to_the_first_page() -> None:
    table = bound(page="3", state="held")
    assert table.total == 78
    assert "page=" not in table.chips[0].remove
    assert "state=" not in table.chips[0].remove
    assert table.chips[0].label == "State"
    assert table.chips[0].value == "Held"


def test_dates_are_read_as_people_write_them() -> None:
    expected = bound(from_="2026-10-20").total
    assert expected
    assert bound(from_="20 October 2026").total == bound(from_="20/10/2026").total == expected
    assert all(row.received_on >= date(2026, 10, 20) for row in bound(from_="20/10/2026").rows)


def test_a_filter_that_cannot_be_read_is_said_and_not_applied() -> None:
    table = bound(from_="31 February 2026", state="nonsense")
    assert table.faults == {
        "from": "Received from must be a real date, like 4/3/2024",
        "state": "State must be one of those in the list",
    }
    assert table.total == 312


def test_sorting_keeps_the_filters_and_turns_round_at_the_second_press() -> None:
    table = bound(sort="amount_pence", supplier="tarn")
    heading = next(h for h in table.headings if h.text == "Amount")
    assert heading.sorted == "ascending"
    assert heading.href == "/list/?supplier=tarn&sort=-amount_pence"
    amounts = [row.amount_pence for row in table.rows]
    assert amounts == sorted(amounts)


def test_an_unknown_column_sorts_by_the_tables_own_order() -> None:
    assert bound(sort="body__secret").sorting[0] == bound().sorting[0]


def test_rows_without_a_value_come_last_whichever_way_one_sorts() -> None:
    rows = ListRows([{"n": None}, {"n": 2}, {"n": 1}])
    assert [row["n"] for row in rows.ordered("n", False).items] == [1, 2, None]
    assert [row["n"] for row in rows.ordered("n", True).items] == [2, 1, None]


def test_totals_are_of_all_that_matches_and_not_of_the_page() -> None:
    table = bound(state="paid")
    cell = table.total_cells[3]
    assert cell is not None
    assert cell.text == show(Column("a", "A", "money"), sum(r.amount_pence for r in table.source.stream())).text


def test_two_tables_on_one_page_keep_to_their_own_parameters() -> None:
    columns = [Column("n", "N", "number", sort=True)]
    table = Table("lines", columns, [{"n": n} for n in range(60)])
    second = table.bind({"page": "2", "lines-page": "3"}, "/x/", prefix="lines-")
    assert second.page == 3
    assert second.url(page=1) == "/x/?page=2&lines-page=1"
    assert second.download("csv") == "/x/?page=2&format=csv&table=lines"


def test_every_kind_of_cell_reads_as_people_read_it() -> None:
    assert show(Column("a", "A", "money"), -5).text == "-£0.05"
    assert show(Column("a", "A", "percent"), 9725).text == "97.3%"
    assert show(Column("a", "A", "duration"), 3_660).text == "1 hour 1 minute"
    assert show(Column("a", "A", "yes-no"), False).text == "No"
    assert show(Column("a", "A", "tag", tags={"held": Tag("Held", "orange")}), "held").colour == "orange"
    assert show(Column("a", "A", "money"), None, "/x/") == Cell("", None, None, "govuk-table__cell--numeric")


def test_a_value_is_found_through_what_it_hangs_on() -> None:
    assert value_at({"a": {"b": 1}}, "a__b") == 1
    assert value_at({"a": None}, "a__b") is None


def test_pages_near_and_at_the_ends_are_linked() -> None:
    pagination = bound(page="6").pagination
    assert pagination is not None
    shown = ["…" if item.get("ellipsis") else item["number"] for item in pagination["items"]]
    assert shown == [1, "…", 5, 6, 7, "…", 13]
    assert bound(20).pagination is None
