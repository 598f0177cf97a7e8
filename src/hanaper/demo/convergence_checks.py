"""Convergence counted a second time, from the bare rows of evidence, in another way than the product counts it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from django.db import connection

from hanaper.demo.checks import Check
from hanaper.demo.doing import Month
from hanaper.demo.plan.deviations import DEVIATIONS, PlannedDeviation
from hanaper.kernel.dates import business_date, start_of_day
from hanaper.strategy.convergence.api import STANDARDS, convergence_of, deviations

_STEPS = (
    "SELECT e.body_id, e.process, e.document_id, e.step, e.to_state, e.at FROM processes_evidence e"
    " WHERE e.process = ANY (%s) AND e.at < %s ORDER BY e.id"
)
Key = tuple[str, str]


def convergence_counts_again(month: Month) -> Check:
    """Documents on the platform and converged ones, by process and body, are those that the evidence has line by line;
    one planted deviation is in force, and the other is overdue."""
    period = month.plan.days.period
    end = start_of_day(period.end)
    report = convergence_of(month=period, as_of=end)
    counted = _counted(month)
    rows: list[dict[str, Any]] = [
        {
            "process": row.process_code, "body": row.body_code, "on_platform": row.on_platform, "around": row.around,
            "converged": row.converged, "open": row.open, "coverage_basis_points": row.coverage,
            "conformance_basis_points": row.conformance, "convergence_basis_points": row.convergence,
            "synthetic": row.synthetic,
        }
        for row in report.rows
    ]  # fmt: skip
    said = {(row["process"], row["body"]): (row["on_platform"], row["converged"]) for row in rows if row["on_platform"]}
    wrong = sorted(f"{code} {body}" for code, body in said.keys() | counted.keys()
                   if said.get((code, body)) != counted.get((code, body)))  # fmt: skip
    standing = deviations(as_of=end)
    planted = sum(1 for each in DEVIATIONS.values() if each.place < len(month.plan.bodies))
    found = (len(standing), sum(d.in_force for d in standing), sum(d.overdue for d in standing))
    passed = bool(rows) and not wrong and found == (planted, min(planted, 1), max(planted - 1, 0))
    in_words = f"{len(wrong)} of {len(rows)} differ; {found[0]} deviations, {found[1]} in force, {found[2]} overdue"
    return Check("convergence counts again from evidence", passed, in_words, "none differ", rows)


def _counted(month: Month) -> dict[Key, tuple[int, int]]:
    """Documents that began in the month, and those of them that are converged, by process and body.

    Faults of data need no looking up here: an invoice without an order or with a broken file has left the path by that.
    """
    period = month.plan.days.period
    first, end = start_of_day(period.start), start_of_day(period.end)
    codes = {body.pk: code for code, body in month.world.bodies.items()}
    whole = {standard.process_code: set(standard.paths) for standard in STANDARDS}
    leaves = {month.plan.bodies[d.place]: d for d in DEVIATIONS.values() if d.place < len(month.plan.bodies)}
    paths: defaultdict[tuple[str, str, int], list[tuple[str, str]]] = defaultdict(list)
    began: dict[tuple[str, str, int], Any] = {}
    with connection.cursor() as cursor:
        cursor.execute(_STEPS, [sorted(whole), end])
        for body_id, process, document, step, state, at in cursor.fetchall():
            key = (process, codes[body_id], document)
            began.setdefault(key, at)
            paths[key].append((step, state))
    documents, converged = Counter[Key](), Counter[Key]()
    for (process, body, document), path in paths.items():
        started = began[process, body, document]
        if started < first:
            continue
        documents[process, body] += 1
        leave = leaves.get(body)
        days = (business_date(started) - period.start).days
        if " ".join(f"{step}:{state}" for step, state in path) in whole[process] and not (
            leave is not None and _covers(leave, process, [step for step, _ in path], days)
        ):
            converged[process, body] += 1
    return {key: (count, converged[key]) for key, count in documents.items()}


def _covers(leave: PlannedDeviation, process: str, steps: list[str], days: int) -> bool:
    return leave.process == process and (not leave.step or leave.step in steps) and 0 <= days < leave.days
