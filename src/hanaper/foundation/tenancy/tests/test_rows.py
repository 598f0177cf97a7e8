"""Rows of a set-up file: read as they are, or named with what was found and what was expected."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from hanaper.foundation.tenancy.codes import ALL, RESERVED
from hanaper.foundation.tenancy.rules.plan import changes, conflicts
from hanaper.foundation.tenancy.rules.rows import Numbered, rows_read

TODAY = date(2026, 11, 23)
APRIL = date(2026, 4, 1)


def cluster(**tables: Any) -> dict[str, Any]:
    """A whole small cluster; a table that is named replaces its own."""
    return {
        "clusters": [{"code": "matrix", "name": "Matrix", "centre": "Matrix Services", "lead": "dsit"}],
        "groups": [{"code": "science", "name": "Science"}],
        "bodies": [{"code": "dsit", "name": "Science", "headcount": 2300, "began": date(2023, 2, 7)}],
        "group_members": [{"body": "dsit", "group": "science", "from": APRIL}],
        "cluster_members": [{"group": "science", "cluster": "matrix", "from": APRIL}],
        "cost_centres": [{"body": "dsit", "code": "CC-100", "name": "Headquarters", "from": APRIL}],
    } | tables


def faults(document: Any) -> list[str]:
    """Everything wrong with the file, in words."""
    rows, found = rows_read(document)
    return [str(each) for each in found or conflicts(rows, {}, synthetic={}, on=TODAY)]


def test_a_whole_cluster_has_no_fault() -> None:
    assert faults(cluster()) == []


BODY = {"code": "dsit", "name": "Science", "began": date(2023, 2, 7)}


@pytest.mark.parametrize(
    ("tables", "where", "found", "expected"),
    [
        ({"bodies": [BODY | {"code": "DSIT"}]}, "bodies, row 1, code", "'DSIT'", "lower-case"),
        ({"bodies": [BODY | {"code": True}]}, "bodies, row 1, code", "True", "in quotes"),
        ({"bodies": [BODY | {"headcount": "many"}]}, "bodies, row 1, headcount", "'many'", "whole number"),
        ({"bodies": [BODY | {"headcount": True}]}, "bodies, row 1, headcount", "True", "whole number"),
        ({"bodies": [BODY | {"began": "soon"}]}, "bodies, row 1, began", "'soon'", "2026-04-01"),
        ({"bodies": [BODY | {"began": None}]}, "bodies, row 1, began", "nothing", "a date"),
        ({"bodies": [BODY | {"ended": date(2023, 2, 7)}]}, "bodies, row 1, ended", "2023-02-07", "a day after began"),
        ({"bodies": [BODY | {"successor": "desnz"}]}, "bodies, row 1, ended", "nothing", "the successor takes over"),
        ({"bodies": [BODY | {"colour": "blue"}]}, "bodies, row 1, colour", "a column", "one of code"),
        ({"bodies": [BODY, BODY]}, "bodies, row 2", "dsit again", "see row 1"),
        ({"bodies": ["dsit"]}, "bodies, row 1", "'dsit'", "columns: code"),
        ({"bodies": {"dsit": BODY}}, "bodies", "{'dsit'", "a list"),
        ({"people": []}, "people", "a table", "one of clusters"),
        ({"groups": [{"code": "science", "name": " "}]}, "groups, row 1, name", "' '", "1 to 120"),
        ({"groups": []}, "group_members, row 1, group", "'science'", "a row of groups"),
        ({"cluster_members": []}, "clusters, row 1, lead", "'dsit'", "this cluster serves"),
        (
            {"cost_centres": [{"body": "dsit", "code": 100, "name": "HQ", "from": APRIL}]},
            "cost_centres, row 1, code", "100", "in quotes",
        ),
        (
            {"group_members": [
                {"body": "dsit", "group": "science", "from": APRIL},
                {"body": "dsit", "group": "science", "from": date(2026, 10, 1)},
            ]},
            "group_members, row 2, from", "further notice", "one membership on any day",
        ),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_with_what_was_found_and_what_was_expected(
    tables: dict[str, Any], where: str, found: str, expected: str
) -> None:
    said = [each for each in faults(cluster(**tables)) if each.startswith(f"{where}: found ")]
    assert len(said) == 1, faults(cluster(**tables))
    assert found in said[0].partition("; expected ")[0]
    assert expected in said[0].partition("; expected ")[2]


@pytest.mark.parametrize("document", [None, [], "clusters", 5])
def test_a_file_that_is_no_mapping_is_named(document: Any) -> None:
    assert faults(document)[0].startswith("the file: found ")


def test_every_bad_row_is_named_not_only_the_first() -> None:
    assert len(faults(cluster(bodies=[BODY | {"code": "A"}, BODY | {"began": "x"}, BODY | {"headcount": -1}]))) == 3


@pytest.mark.parametrize("code", sorted({ALL, *RESERVED} - {"accessibility"}))
def test_a_body_cannot_have_a_code_that_the_sites_addresses_begin_with(code: str) -> None:
    assert any("an address of the site's own" in each for each in faults(cluster(bodies=[BODY | {"code": code}])))


def test_a_row_that_stands_is_no_change_and_one_that_differs_says_in_what() -> None:
    rows, _ = rows_read(cluster())
    standing = {(each.row.table, each.row.key): each.row for each in rows}
    assert changes([each.row for each in rows], standing) == []
    larger, _ = rows_read(cluster(bodies=[BODY | {"headcount": 2500}]))
    (change,) = changes([each.row for each in larger], standing)
    assert (change.what, dict(change.fields)) == ("changed", {"headcount": (2300, 2500)})


def test_what_is_made_up_never_becomes_real() -> None:
    rows, _ = rows_read(cluster())
    found = conflicts(rows, {}, synthetic={"bodies": {"dsit"}}, on=TODAY)
    assert [(each.table, each.column) for each in found] == [("bodies", "code")]


def test_a_cost_centre_of_a_body_that_has_ended_is_refused() -> None:
    ended = BODY | {"ended": date(2026, 10, 1)}
    assert any("ended on 2026-10-01" in each for each in faults(cluster(bodies=[ended])))


def test_a_body_may_leave_one_group_and_join_another_on_the_same_day() -> None:
    members = [
        {"body": "dsit", "group": "science", "from": APRIL, "to": date(2026, 10, 1)},
        {"body": "dsit", "group": "energy", "from": date(2026, 10, 1)},
    ]
    groups = [{"code": "science", "name": "Science"}, {"code": "energy", "name": "Energy"}]
    assert faults(cluster(groups=groups, group_members=members)) == []


def test_rows_keep_their_place_so_that_a_later_fault_names_it() -> None:
    rows, _ = rows_read(cluster())
    assert [type(each) for each in rows] == [Numbered] * 6
    assert {each.number for each in rows} == {1}


def test_the_file_of_the_guide_has_no_fault() -> None:
    guide = Path(__file__).parents[5] / "docs" / "how-to" / "set-up-a-cluster.md"
    (block,) = re.findall(r"```yaml\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL)
    assert faults(yaml.safe_load(block)) == []


def test_every_command_of_the_guides_is_in_the_tree() -> None:
    from hanaper.cli.tree import names

    guides = Path(__file__).parents[5] / "docs" / "how-to"
    known = set(names())
    for guide in ("set-up-a-cluster.md", "run-in-production.md"):
        for line in re.findall(r"^hanaper (.+)$", (guides / guide).read_text(encoding="utf-8"), re.MULTILINE):
            words = line.split()
            assert any(" ".join(words[:count]) in known for count in (1, 2, 3)), line
