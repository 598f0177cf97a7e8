"""A month's evidence of one process as OCEL 2.0, so that process-mining tools read it as it is.

Objects are the documents that began in the month, those they are linked to, and their bodies. Events are the steps of
those documents. Nobody is named: a step was taken by a person or by a rule, on the side that its process declares.
Source: OCEL (Object-Centric Event Log) 2.0 specification, JSON format, https://www.ocel-standard.org.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from hanaper.foundation.interface.api import SqlRows
from hanaper.strategy.convergence.asking import Asked, statement

_TIME_ZERO: Final = "1970-01-01T00:00:00Z"
"""OCEL's time of an attribute that never changes."""


def ocel(question: Asked) -> Iterator[str]:
    """The log as pieces of one JSON text, in bounded memory. Needs an open act; the question has one process."""
    [code] = question.processes
    process = question.held_to[code].process
    values = question.values()

    def rows(name: str) -> Iterator[dict[str, Any]]:
        sql = f"WITH documents AS MATERIALIZED ({question.documents}) {statement(name)}"
        for row in SqlRows(sql, values, order=("id",)).stream():
            yield dict(row)

    types = list(dict.fromkeys([code, "body", *(row["type"] for row in rows("ocel_types"))]))
    head = {
        "objectTypes": [{"name": name, "attributes": _object_attributes(name, code)} for name in types],
        "eventTypes": [
            {"name": step.code, "attributes": [{"name": name, "type": "string"} for name in _EVENT_ATTRIBUTES]}
            for step in process.steps
        ],
    }
    sides: dict[str, str] = {step.code: step.side or "" for step in process.steps}
    yield json.dumps(head)[:-1] + ', "objects": ['
    yield from _joined(_object(row) for row in rows("ocel_objects"))
    yield '], "events": ['
    yield from _joined(_event(row, sides) for row in rows("ocel_events"))
    yield "]}"


_EVENT_ATTRIBUTES: Final = ("by", "side", "from", "to", "reason")


def _object_attributes(name: str, code: str) -> list[dict[str, str]]:
    if name == "body":
        return [{"name": "code", "type": "string"}, {"name": "synthetic", "type": "boolean"}]
    return [{"name": "number", "type": "string"}] if name == code else []


def _object(row: dict[str, Any]) -> dict[str, Any]:
    attributes = [
        {"name": name, "time": _TIME_ZERO, "value": value}
        for name, value in json.loads(row["attributes"] or "{}").items()
    ]
    relations = [{"objectId": target, "qualifier": kind} for target, kind in json.loads(row["relations"] or "[]")]
    return {"id": row["id"], "type": row["type"], "attributes": attributes, "relationships": relations}


def _event(row: dict[str, Any], sides: dict[str, str]) -> dict[str, Any]:
    said = {
        "by": "person" if row["by_person"] else "rule", "side": sides[row["step"]], "from": row["from_state"],
        "to": row["to_state"], "reason": row["reason"],
    }  # fmt: skip
    return {
        "id": row["id"],
        "type": row["step"],
        "time": _instant(row["at"]),
        "attributes": [{"name": name, "value": value} for name, value in said.items() if value],
        "relationships": [
            {"objectId": row["document"], "qualifier": "document"},
            {"objectId": row["body"], "qualifier": "body"},
        ],
    }


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _joined(items: Iterator[dict[str, Any]]) -> Iterator[str]:
    for place, item in enumerate(items):
        yield ("," if place else "") + "\n" + json.dumps(item, ensure_ascii=False)
