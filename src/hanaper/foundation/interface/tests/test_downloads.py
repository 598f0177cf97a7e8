"""A file holds exactly what the list counts, and nothing in it runs."""

from __future__ import annotations

import csv
import io
import json
from contextlib import nullcontext
from typing import Any

import pytest

from hanaper.foundation.interface import downloads
from hanaper.foundation.interface.tables import BoundTable, Column, Table
from hanaper.foundation.interface.tests.samples import invoice_table


def read_csv(bound: BoundTable) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(downloads.csv_chunks(bound)), newline="")))


def read_json(bound: BoundTable) -> Any:
    return json.loads("".join(downloads.json_chunks(bound)))


@pytest.mark.parametrize("asked", [{}, {"state": "held"}, {"supplier": "tarn", "page": "2"}, {"supplier": "nobody"}])
def test_the_files_hold_every_row_that_the_list_counts(asked: dict[str, str]) -> None:
    bound = invoice_table(1_203).bind(asked, "/list/")
    expected = [row.number for row in bound.source.stream()]
    assert len(expected) == bound.total
    assert [row["Invoice"] for row in read_csv(bound)] == expected
    assert [row["number"] for row in read_json(bound)["rows"]] == expected
    assert read_json(bound)["count"] == bound.total


def test_values_are_plain_and_units_stand_in_the_heading() -> None:
    row = read_csv(invoice_table(1).bind({}, "/list/"))[0]
    assert row == {
        "Invoice": "INV-2600037",
        "Supplier": "Ferrous & Sons",
        "Received": "2026-10-02",
        "Amount (GBP)": "791.93",
        "Waited (seconds)": "5211",
        "State": "Matched",
        "Synthetic": "yes",
    }


def test_json_gives_values_as_kept_with_their_units() -> None:
    found = read_json(invoice_table(1).bind({"state": "matched"}, "/list/"))
    assert found["filters"] == {"state": "matched"}
    assert found["rows"][0]["amount_pence"] == 79_193
    assert found["rows"][0]["synthetic"] is True
    assert {c["key"]: c["unit"] for c in found["columns"]}["amount_pence"] == "GBP pence"


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1"])
@pytest.mark.promise("P35")
def test_a_text_that_a_spreadsheet_would_run_is_neutralised(text: str) -> None:
    table = Table("t", [Column("a", "A")], [{"a": text}])
    assert read_csv(table.bind({}, "/"))[0]["A"] == "'" + text


def test_numbers_stay_numbers_when_they_are_negative() -> None:
    columns = [Column("a", "A", "money"), Column("b", "B", "number"), Column("c", "C", "percent")]
    row = read_csv(Table("t", columns, [{"a": -5, "b": -2, "c": -125}]).bind({}, "/"))[0]
    assert list(row.values()) == ["-0.05", "-2", "-1.25"]


def test_commas_quotes_and_lines_survive_the_round_trip() -> None:
    text = 'a "quoted", text\nof two lines £'
    assert read_csv(Table("t", [Column("a", "A")], [{"a": text}]).bind({}, "/"))[0]["A"] == text


def test_rows_are_read_inside_the_act_that_was_given() -> None:
    opened: list[str] = []

    class Act(nullcontext[None]):
        def __enter__(self) -> None:
            opened.append("open")

        def __exit__(self, *reason: object) -> None:
            opened.append("closed")

    bound = invoice_table(3).bind({}, "/list/")
    answer = downloads.response(bound, "csv", name="hanaper-dfx-invoices", act=Act())
    assert opened == []
    text = b"".join(answer.streaming_content).decode()  # type: ignore[arg-type]
    assert opened == ["open", "closed"]
    assert text.count("\r\n") == 4
    assert answer["Content-Disposition"] == 'attachment; filename="hanaper-dfx-invoices.csv"'


def test_a_reader_who_leaves_halfway_closes_the_act() -> None:
    closed: list[bool] = []

    class Act(nullcontext[None]):
        def __exit__(self, *reason: object) -> None:
            closed.append(True)

    answer = downloads.response(invoice_table(2_000).bind({}, "/"), "csv", name="x", act=Act())
    next(iter(answer.streaming_content))  # type: ignore[arg-type]
    for close in answer._resource_closers:  # what the server's close() calls, without its signal to the database
        close()
    assert closed == [True]
