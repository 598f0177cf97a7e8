"""Evidence as OCEL 2.0: held to the structure that the standard's JSON schema asks for, and to the evidence."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from typer.testing import CliRunner

from hanaper.centre.levels.tests.factories import Lives
from hanaper.commercial.orders.process import ORDER
from hanaper.finance.payables.models import Invoice
from hanaper.finance.payables.process import INVOICE
from hanaper.foundation.acts.api import Automation, act, reading
from hanaper.foundation.processes.api import Evidence, link
from hanaper.strategy.convergence.commands import app
from hanaper.strategy.convergence.tests.test_convergence import month_of_twelve
from tests.databases import CommittedDatabase

#: What an OCEL 2.0 log must have, by the standard's JSON schema: names with their types, and what each list holds.
NAMED_TYPES = {"name": str, "attributes": [{"name": str, "type": str}]}
OBJECT = {
    "id": str, "type": str, "attributes": [{"name": str, "time": str, "value": object}],
    "relationships": [{"objectId": str, "qualifier": str}],
}  # fmt: skip
EVENT = {
    "id": str, "type": str, "time": str, "attributes": [{"name": str, "value": object}],
    "relationships": [{"objectId": str, "qualifier": str}],
}  # fmt: skip
LOG = {"objectTypes": [NAMED_TYPES], "eventTypes": [NAMED_TYPES], "objects": [OBJECT], "events": [EVENT]}
ATTRIBUTE_TYPES = {"string", "time", "integer", "float", "boolean"}


def conforms(value: Any, shape: Any, where: str = "log") -> None:
    """Whether a value has the shape, named part by part."""
    if isinstance(shape, dict):
        assert isinstance(value, dict) and set(value) == set(shape), (where, value)
        for name, part in shape.items():
            conforms(value[name], part, f"{where}.{name}")
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        for place, each in enumerate(value):
            conforms(each, shape[0], f"{where}[{place}]")
    else:
        assert isinstance(value, shape), (where, value)


@pytest.fixture
def lives(committed_db: CommittedDatabase) -> Lives:
    return month_of_twelve()


def test_the_export_is_an_ocel_log_of_the_evidence_and_names_nobody(lives: Lives) -> None:
    with reading(Automation("convergence"), "convergence.read", [lives.alpha]):
        first = Invoice.objects.order_by("pk").values_list("pk", flat=True)[0]
    with act(Automation("convergence"), None, lives.alpha):
        link([(INVOICE, first, ORDER, lives.orders[lives.alpha.pk])], kind="follows")
    said = CliRunner().invoke(app, ["ocel", "--process", "invoice", "--month", "2026-10", "--body", "alpha"])
    assert said.exit_code == 0, said.output
    log = json.loads(said.stdout)
    conforms(log, LOG)
    objects = {each["id"]: each for each in log["objects"]}
    assert len(objects) == len(log["objects"]) and len({each["id"] for each in log["events"]}) == len(log["events"])
    assert {each["type"] for each in log["objects"]} == {"invoice", "body", "order"}
    assert {each["type"] for each in log["objects"]} <= {each["name"] for each in log["objectTypes"]}
    assert {each["type"] for each in log["events"]} <= {each["name"] for each in log["eventTypes"]}
    for kind in (*log["objectTypes"], *log["eventTypes"]):
        assert {each["type"] for each in kind["attributes"]} <= ATTRIBUTE_TYPES
    for each in (*log["events"], *log["objects"]):
        assert all(one["objectId"] in objects for one in each["relationships"])
    assert all(datetime.fromisoformat(each["time"]).tzinfo for each in log["events"])
    linked = [r for each in log["objects"] if each["type"] == "invoice" for r in each["relationships"]]
    assert [(objects[r["objectId"]]["type"], r["qualifier"]) for r in linked] == [("order", "follows")]
    with reading(Automation("convergence"), "convergence.read", [lives.alpha]):
        rows = list(Evidence.objects.filter(process="invoice"))
        names = {row.step for row in rows}
        assert len(log["events"]) == len(rows)
        assert {each["type"] for each in log["events"]} == names
    by = {one["value"] for each in log["events"] for one in each["attributes"] if one["name"] == "by"}
    assert by == {"person", "rule"}
    assert "actor" not in said.stdout


def test_a_process_without_a_standard_is_refused(lives: Lives) -> None:
    said = CliRunner().invoke(app, ["ocel", "--process", "tea", "--month", "2026-10"])
    assert said.exit_code != 0 and not said.stdout.strip()


def test_the_ways_are_listed_the_most_frequent_first(lives: Lives) -> None:
    said = CliRunner().invoke(app, ["variants", "--process", "invoice", "--month", "2026-10"])
    assert said.stdout.splitlines()[0].split(maxsplit=2) == ["18", "standard", "receive > match > pass > post > pay"]
