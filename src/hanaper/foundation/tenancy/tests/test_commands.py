"""`hanaper tenancy`, on a database: all or nothing, repeatable, and named in the audit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import IntegrityError, connection, transaction
from typer.testing import CliRunner, Result

from hanaper.foundation.acts.api import Automation, act, reading
from hanaper.foundation.identity.api import operator_rule
from hanaper.foundation.tenancy.api import RESERVED, Body, Cluster, CostCentre, GroupMember
from hanaper.foundation.tenancy.commands import app
from hanaper.foundation.tenancy.tests.test_rows import APRIL, BODY, cluster

pytestmark = pytest.mark.django_db


def load(place: Path, document: Any, *options: str) -> Result:
    file = place / "cluster.yaml"
    file.write_text(yaml.safe_dump(document), encoding="utf-8")
    return CliRunner().invoke(app, ["load", str(file), *options])


def listed() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(CliRunner().invoke(app, ["list", "--json"]).stdout)
    return found


def audited(rule: str | None = None) -> list[str]:
    """The tables of every change that was not for one body, by who made it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hanaper.bodies', '{0}', true)")
        cursor.execute(
            "SELECT table_name FROM audit_entry WHERE automation = coalesce(%s, automation) ORDER BY id", [rule]
        )
        return [name for (name,) in cursor.fetchall()]


def test_a_cluster_is_loaded_and_listed(tmp_path: Path) -> None:
    done = load(tmp_path, cluster())
    assert done.exit_code == 0, done.output
    (found,) = listed()["clusters"]
    assert (found["code"], found["centre"], found["lead"]) == ("matrix", "Matrix Services", "dsit")
    assert [(body["code"], body["headcount"], body["group"]) for body in found["bodies"]] == [("dsit", 2300, "science")]
    with reading(Automation("test"), "test", [Body.objects.get(code="dsit")]):
        assert [str(each) for each in CostCentre.objects.all()] == ["CC-100 Headquarters"]


def test_loading_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    load(tmp_path, cluster())
    before = audited()
    again = load(tmp_path, cluster(), "--json")
    assert json.loads(again.stdout)["changes"] == []
    assert audited() == before


def test_a_dry_run_says_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    said = json.loads(load(tmp_path, cluster(), "--dry-run", "--json").stdout)
    assert (len(said["changes"]), said["written"]) == (6, False)
    assert not Cluster.objects.exists()


def test_one_bad_row_and_nothing_is_written(tmp_path: Path) -> None:
    done = load(tmp_path, cluster(bodies=[BODY, BODY | {"code": "static"}]), "--json")
    assert done.exit_code == 1
    assert [(each["row"], each["column"]) for each in json.loads(done.stdout)["faults"]] == [(2, "code")]
    assert not Body.objects.exists()
    assert not Cluster.objects.exists()


def test_a_file_that_is_no_yaml_is_named_by_line(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("clusters:\n  - {code: [\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["load", str(file)])
    assert done.exit_code == 1
    assert "line 3" in done.stderr


def test_what_differs_is_changed_and_the_rest_stays(tmp_path: Path) -> None:
    load(tmp_path, cluster())
    moved = cluster(
        groups=[{"code": "science", "name": "Science"}, {"code": "energy", "name": "Energy"}],
        bodies=[BODY | {"headcount": 2500}],
        group_members=[
            {"body": "dsit", "group": "science", "from": APRIL, "to": APRIL.replace(month=10)},
            {"body": "dsit", "group": "energy", "from": APRIL.replace(month=10)},
        ],
        cluster_members=[{"group": each, "cluster": "matrix", "from": APRIL} for each in ("science", "energy")],
        cost_centres=[],
    )
    done = load(tmp_path, moved)
    assert done.exit_code == 0, done.output
    (body,) = listed()["clusters"][0]["bodies"]
    assert (body["headcount"], body["group"], body["served_from"]) == (2500, "energy", "2026-10-01")
    assert GroupMember.objects.count() == 2


@pytest.mark.promise("P37")
def test_the_audit_names_the_command_line(tmp_path: Path) -> None:
    load(tmp_path, cluster())
    kinds = ("body", "cluster", "group", "clustermember")  # a membership of a body is in the trail of that body
    assert {f"tenancy_{kind}" for kind in kinds} == set(audited(operator_rule()))


@pytest.mark.promise("P15")
@pytest.mark.parametrize("code", ["all", *sorted(code for code in RESERVED if len(code) <= 12)])
def test_the_database_itself_refuses_a_body_that_no_address_could_reach(code: str) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tenancy_body (code, name, began_on, synthetic) VALUES (%s, 'x', '2020-04-01', false)", [code]
        )
    assert "tenancy_body_code_free" in str(refused.value)


def test_cost_centres_of_another_body_are_not_written_by_this_bodys_act(tmp_path: Path) -> None:
    from hanaper.foundation.tenancy.rules.rows import rows_read
    from hanaper.foundation.tenancy.services import cost_centres_put

    load(tmp_path, cluster(cost_centres=[]))
    other = [{"body": "other", "code": "CC-1", "name": "Theirs", "from": APRIL}]
    rows, _ = rows_read(cluster(cost_centres=other))
    with act(Automation("test"), None, body := Body.objects.get(code="dsit")):
        assert cost_centres_put([each.row for each in rows], body) == []
