"""Dated figures: what was in force when, where it was read, and what nobody knows."""

from __future__ import annotations

import string
from datetime import date, timedelta
from decimal import Decimal

import pytest

from hanaper import parameters
from hanaper.kernel.dates import parse_date
from hanaper.kernel.tests.table import rows
from hanaper.parameters import errors
from hanaper.parameters.errors import NothingInForce, UnknownParameter, ValueUnknown, WrongParameterFile
from hanaper.parameters.loader import parse
from hanaper.parameters.wording import WORDING

IN_FORCE = """
parameter                                                      on                value
uk/cabinet_office/prompt_payment/days_target                   1 September 2026  5
uk/cabinet_office/prompt_payment/share_in_target_basis_points  1 September 2026  9000
uk/cabinet_office/prompt_payment/share_in_target_basis_points  1 January 2016    8000
uk/cabinet_office/prompt_payment/share_in_limit_basis_points   1 September 2026  10000
uk/statute/prompt_payment/days_limit                           1 September 2026  30
uk/hmrc/vat/standard_rate_basis_points                         30 November 2008  1750
uk/hmrc/vat/standard_rate_basis_points                         1 December 2008   1500
uk/hmrc/vat/standard_rate_basis_points                         31 December 2009  1500
uk/hmrc/vat/standard_rate_basis_points                         3 January 2011    1750
uk/hmrc/vat/standard_rate_basis_points                         4 January 2011    2000
uk/hmrc/vat/reduced_rate_basis_points                          1 September 2026  500
uk/hmrc/vat/zero_rate_basis_points                             1 September 2026  0
hanaper/measures/worked_time/idle_cut_seconds                  1 September 2026  120
hanaper/measures/touchless/provisional_days                    1 September 2026  90
hanaper/measures/suppression/documents_min                     1 September 2026  30
hanaper/measures/suppression/people_min                        1 September 2026  10
hanaper/measures/suppression/coverage_min_basis_points         1 September 2026  6000
"""

BANK_HOLIDAYS = """
year  bank holidays on weekdays, England and Wales
2022  3 Jan  15 Apr  18 Apr  2 May  2 Jun  3 Jun  29 Aug  19 Sep  26 Dec  27 Dec
2026  1 Jan  3 Apr  6 Apr  4 May  25 May  31 Aug  25 Dec  28 Dec
2027  1 Jan  26 Mar  29 Mar  3 May  31 May  30 Aug  27 Dec  28 Dec
"""

GOOD = """
description: A figure for tests
unit: GBP pence
values:
  2020-04-01:
    value: 100
    source: {title: "A paper", url: "https://example.org", seen: 2026-11-22}
    until: 2021-04-01
  2022-04-01:
    value: 12.50
    source: {title: "A paper", seen: 2026-11-22}
    assumption: true
"""


@pytest.mark.parametrize(("name", "on", "value"), rows(IN_FORCE))
def test_a_figure_is_the_one_in_force_on_the_date(name: str, on: str, value: str) -> None:
    assert parameters.get(name, on=parse_date(on)).whole_number == int(value)


@pytest.mark.parametrize("name", parameters.names())
def test_every_parameter_says_what_it_is_and_where_it_was_read(name: str) -> None:
    for value in parameters.history(name):
        assert value.description and value.unit and value.source.title
        assert value.source.seen <= date(2100, 1, 1)
        assert value.source.url is None or value.source.url.startswith(("https://", "http://"))
        is_ours = value.source.title.startswith("Hanaper standard")
        assert value.is_assumption or not is_ours, "what we chose says so"
        assert is_ours or value.note or not value.is_assumption, "what is assumed of others' figures says why"


def test_a_name_that_is_not_there_is_answered_with_its_neighbours() -> None:
    with pytest.raises(UnknownParameter) as refusal:
        parameters.get("uk/hmrc/vat/standard_rate", on=date(2026, 4, 1))
    assert "uk/hmrc/vat/standard_rate_basis_points" in refusal.value.values["nearest"]


@pytest.mark.parametrize("name", ["", "../../etc/passwd/x", "uk/hmrc/vat", "/uk/hmrc/vat/x", "uk/hmrc/vat/../../../x"])
def test_a_name_never_leaves_the_folder(name: str) -> None:
    with pytest.raises(UnknownParameter):
        parameters.get(name, on=date(2026, 4, 1))


def test_before_the_first_value_nothing_is_in_force() -> None:
    with pytest.raises(NothingInForce) as refusal:
        parameters.get("uk/statute/prompt_payment/days_limit", on=date(1990, 1, 1))
    assert refusal.value.values["on"] == "1 January 1990"
    assert "from 24 February 2025" in refusal.value.values["known"]


def test_what_nobody_knows_is_refused_when_it_is_needed_and_shown_in_the_history() -> None:
    name = "uk/cabinet_office/prompt_payment/share_in_target_basis_points"
    with pytest.raises(ValueUnknown):
        parameters.get(name, on=date(2022, 1, 1))
    assert [value.value for value in parameters.history(name)] == [8000, None, 9000]


def test_a_value_ends_when_it_says_so_or_when_the_next_one_starts() -> None:
    first, second = parse("test", GOOD)
    assert (first.end, second.end) == (date(2021, 4, 1), None)
    assert second.value == Decimal("12.50") and second.is_assumption


BROKEN = """
what                        instead of                                    written
a key given twice           unit: GBP pence                               {unit: a, unit: b}
an unknown key              assumption: true                              assumed: true
an end before the start     until: 2021-04-01                             until: 2019-04-01
an end after the next       until: 2021-04-01                             until: 2023-04-01
no source                   source: {title: "A paper", seen: 2026-11-22}  note: none
no value                    value: 100                                    value:
unknown without a note      value: 100                                    value: unknown
a date that is not a date   2022-04-01:                                   2022-04:
out of order                2022-04-01:                                   2019-04-01:
the same date twice         2022-04-01:                                   2020-04-01:
"""


@pytest.mark.parametrize(("what", "instead_of", "written"), rows(BROKEN))
def test_a_file_that_breaks_its_rules_is_refused(what: str, instead_of: str, written: str) -> None:
    assert instead_of in GOOD
    with pytest.raises(WrongParameterFile):
        parse("test", GOOD.replace(instead_of, written))


@pytest.mark.parametrize("row", [line.split(maxsplit=1) for line in BANK_HOLIDAYS.strip().splitlines()[1:]])
def test_bank_holidays_are_those_that_were_proclaimed(row: list[str]) -> None:
    year, listed = int(row[0]), row[1].replace("  ", "\n").split("\n")
    calendar = parameters.england_and_wales()
    days = [date(year, 1, 1) + timedelta(days=offset) for offset in range(366)]
    found = [day for day in days if day.year == year and day.weekday() < 5 and not calendar.is_working_day(day)]
    assert found == [parse_date(f"{day} {year}") for day in listed]


def test_every_refusal_has_words_that_can_be_filled() -> None:
    with_code = {item.code for item in (errors.UnknownParameter, errors.NothingInForce, errors.ValueUnknown)}
    assert with_code == set(WORDING)
    for words in WORDING.values():
        assert words.format(**{name: "x" for _, name, _, _ in string.Formatter().parse(words) if name})


TABLE = GOOD.replace("value: 100", "value: [[100, 2.5], [~, 5]]")


def test_a_table_is_rows_of_cells_and_an_open_end_is_none() -> None:
    assert parse("a/b/c/d", TABLE)[0].table == ((100, Decimal("2.5")), (None, 5))


@pytest.mark.parametrize("value", ["[100, 200]", "[[100], [100, 200]]", "[]", "[[]]", "[[[1]]]"])
def test_a_table_with_ragged_or_nested_rows_is_refused(value: str) -> None:
    with pytest.raises(WrongParameterFile, match="a table is a list of rows"):
        parse("a/b/c/d", GOOD.replace("value: 100", f"value: {value}"))


def test_a_figure_is_no_table() -> None:
    with pytest.raises(TypeError, match="is not a table"):
        parse("a/b/c/d", GOOD)[0].table  # noqa: B018
