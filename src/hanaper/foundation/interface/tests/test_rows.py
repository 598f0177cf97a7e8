"""Rows of a queryset and of a selector's SQL answer the same questions in the same way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from hanaper.foundation.acts.api import act
from hanaper.foundation.interface.rows import ListRows, QueryRows, Rows, SqlRows
from hanaper.foundation.tenancy.api import Cluster
from tests.world import SETUP

NAMES = ["Alpha 100%", "beta", "Gamma_x", "alpha two", "Delta"]


def from_queryset() -> Rows:
    return QueryRows(Cluster.objects.all())


def from_sql() -> Rows:
    return SqlRows("SELECT id, name, code FROM tenancy_cluster WHERE id > %(least)s", {"least": 0}, order=("name",))


@pytest.fixture(params=[from_queryset, from_sql])
def rows(request: pytest.FixtureRequest, db: None) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute("SELECT hanaper.open_year(%s)", [date.today().year - (date.today().month < 4)])
    with act(SETUP, None, None):
        for number, name in enumerate(NAMES):
            Cluster.objects.create(code=f"c{number}", name=name, centre_name=name)
    make: Callable[[], Rows] = request.param
    return make()


def names(found: object) -> list[str]:
    return [row["name"] if isinstance(row, dict) else row.name for row in found]  # type: ignore[attr-defined]


def test_they_count_window_and_stream_the_same_rows(rows: Rows) -> None:
    assert rows.count() == 5
    everything = names(rows.stream())
    assert sorted(everything) == sorted(NAMES)
    assert names(rows.window(1, 3)) == everything[1:3]


def test_a_text_is_looked_for_as_it_is_and_whatever_its_case(rows: Rows) -> None:
    assert sorted(names(rows.where("name", "contains", "ALPHA").stream())) == ["Alpha 100%", "alpha two"]
    assert names(rows.where("name", "contains", "%").stream()) == ["Alpha 100%"]
    assert names(rows.where("name", "contains", "_").stream()) == ["Gamma_x"]
    assert rows.where("name", "contains", "'; DROP TABLE x --").count() == 0


def test_tests_narrow_one_after_the_other(rows: Rows) -> None:
    assert names(rows.where("code", "from", "c1").where("code", "to", "c3").where("name", "is", "beta").stream()) == [
        "beta"
    ]
    assert sorted(names(rows.where("code", "in", ["c0", "c4"]).stream())) == ["Alpha 100%", "Delta"]


def test_they_order_both_ways_and_the_key_decides_between_equals(rows: Rows) -> None:
    down, up = names(rows.ordered("code", True).stream()), names(rows.ordered("code", False).stream())
    assert up == NAMES
    assert down == NAMES[::-1]


def test_what_is_no_name_of_a_column_never_reaches_the_database() -> None:
    for name in ('x"; DROP TABLE y; --', "a b", "A", ""):
        with pytest.raises(ValueError, match="is not the name of a column"):
            SqlRows("SELECT 1 AS id").where(name, "is", 1)
        with pytest.raises(ValueError, match="is not the name of a column"):
            SqlRows("SELECT 1 AS id").ordered(name, False)


def test_a_list_is_narrowed_in_memory() -> None:
    rows = ListRows([{"a": date(2026, 1, n)} for n in (1, 2, 3)] + [{"a": None}])
    assert rows.where("a", "from", date(2026, 1, 2)).count() == 2
    assert rows.where("a", "in", [date(2026, 1, 1)]).count() == 1
