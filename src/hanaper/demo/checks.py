"""What must hold after the month, each asked of the database anew, and answered with what was found.

The plan knows what was put in, so it can tell whether the product finds it again: every fault, every second that a
screen saw, every document once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from hanaper.demo.doing import Month
from hanaper.demo.plan.documents import CAUGHT
from hanaper.finance.cash.api import PaymentRun, payment_files, payment_runs, read_totals, run_payments
from hanaper.finance.payables.api import payables_control
from hanaper.foundation.audit.api import verify
from hanaper.kernel.money import Money
from hanaper.ledger.api import balance_pence, trial_balance

#: Of the planted time that screens saw, how much may be lost between the screen and the sum, in basis points.
RECOVERED_WITHIN = 10
HUNDREDTH = 0.01


@dataclass(frozen=True)
class Check:
    """One thing that must hold. found, expected: in words or figures. figures: what stands behind it."""

    name: str
    passed: bool
    found: str
    expected: str
    figures: Any = field(default=None)


def trial_balances(month: Month) -> Check:
    """Each body's trial balance of the year sums to nought."""
    year = month.plan.days.period.year
    rows: list[dict[str, Any]] = []
    for code in month.plan.bodies:
        lines = trial_balance(body_ids=[month.world.bodies[code].pk], fiscal_year=year)
        rows.append(
            {
                "body": code,
                "accounts": len(lines),
                "debit_pence": sum(line.debit_pence for line in lines),
                "credit_pence": sum(line.credit_pence for line in lines),
                "sum_pence": sum(line.closing_pence for line in lines),
                "synthetic": True,
            }
        )
    wrong = [row["body"] for row in rows if row["sum_pence"] or not row["accounts"]]
    return Check("trial balances sum to nought", not wrong, _named(wrong), "no body out of balance", rows)


def control_accounts(month: Month) -> Check:
    """Account 2000 is what open invoices come to, and 1490 what was released, body by body."""
    year = month.plan.days.period.year
    rows: list[dict[str, Any]] = []
    codes = {body.pk: code for code, body in month.world.bodies.items()}
    released = _pence_by_body("SELECT body_id, sum(amount_pence) FROM ledger_paymentinstruction"
                              " WHERE state = 'released' GROUP BY 1")  # fmt: skip
    for each in payables_control(body_ids=list(codes)):
        transit = -balance_pence(account="1490", body_id=each.body_id, fiscal_year=year)
        rows.append(
            {
                "body": codes[each.body_id],
                "payables_pence": each.ledger_pence,
                "open_invoices_pence": each.documents_pence,
                "in_transit_pence": transit,
                "released_pence": released.get(each.body_id, 0),
                "synthetic": True,
            }
        )
    wrong = [
        row["body"]
        for row in rows
        if row["payables_pence"] != row["open_invoices_pence"] or row["in_transit_pence"] != row["released_pence"]
    ]
    return Check("control accounts equal their documents", not wrong, _named(wrong), "no difference", rows)


def payment_files_agree(month: Month) -> Check:
    """Each released run has one file, whose bytes count and sum to the run and to its payments."""
    files = {file.run_id: file for file in payment_files().filter(form="pain.001").select_related("run", "file")}
    rows, wrong = [], []
    for run in payment_runs().order_by("pk"):
        file = files.get(run.pk)
        released = run.state == "written"
        if file is None or not released:
            if released or file is not None:
                wrong.append(run.number)
            continue
        totals = read_totals(bytes(file.file.content))
        summed = Money.parse(f"{totals.summed:f}", run.currency).minor
        paid = sum(run_payments(run.pk).values_list("amount_minor", flat=True))
        if not (totals.agree and (totals.counted, summed, paid) == (run.count, run.total_minor, run.total_minor)):
            wrong.append(run.number)
        rows.append(_file_row(run, bytes(file.sha256)))
    found = f"{len(rows)} files, {len(wrong)} wrong"
    return Check("payment files equal their runs", bool(rows) and not wrong, found, "every file its run", rows)


def _file_row(run: PaymentRun, sha256: bytes) -> dict[str, Any]:
    return {
        "body": run.body.code, "run": run.number, "currency": run.currency, "payments": run.count,
        "total_minor": run.total_minor, "sha256": sha256.hex(), "synthetic": True,
    }  # fmt: skip


def faults_caught(month: Month) -> Check:
    """Every planted fault is caught and named, and nothing else is."""
    found = _first_verdicts()
    rows: list[dict[str, Any]] = []
    missed: list[str] = []
    for fault, refs in month.plan.faults.items():
        expected = CAUGHT[fault]
        done = [ref for ref in refs if month.kept.find(ref) is not None]
        caught = [ref for ref in done if expected in found.get(month.kept.id(ref), ())]
        missed += sorted(set(refs) - set(caught))
        rows.append(
            {
                "fault": fault.value, "planted": len(refs), "caught": len(caught), "state": expected[0],
                "reason": expected[1], "synthetic": True,
            }
        )  # fmt: skip
    planted = {month.kept.find(ref) for refs in month.plan.faults.values() for ref in refs}
    false = [ref for ref, i in month.plan.invoices.items() if month.kept.find(ref) in found.keys() - planted]
    said = f"{sum(row['caught'] for row in rows)} caught, {len(missed)} missed, {len(false)} false alarms"
    wanted = f"{sum(row['planted'] for row in rows)} caught, 0 missed, 0 false alarms"
    return Check("every planted fault is caught and named", not missed and not false, said, wanted, rows)


def _first_verdicts() -> dict[int, set[tuple[str, str]]]:
    """Of each invoice that a rule held or turned away: where it went, and why."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT document_id, to_state, reason FROM processes_evidence WHERE process = 'invoice'"
            " AND ((step = 'match' AND to_state = 'held') OR (step = 'turn-away' AND to_state = 'rejected'))"
        )
        found: dict[int, set[tuple[str, str]]] = {}
        for document, state, reason in cursor.fetchall():
            found.setdefault(document, set()).add((state, reason))
        return found


def effort_recovered(month: Month, cut_seconds: int) -> Check:
    """What screens saw of the planted time is what the sums say, duty by duty."""
    true: dict[str, float] = {}
    seen: dict[str, float] = {}
    for deed in month.plan.deeds:
        if deed.day >= 0 and deed.duty and deed.true_seconds:
            true[deed.duty] = true.get(deed.duty, 0) + deed.true_seconds
            seen[deed.duty] = seen.get(deed.duty, 0) + min(deed.seen_seconds or 0, cut_seconds)
    period = month.plan.days.period
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT duty, sum(seconds), sum(acts), sum(seen) FROM hanaper.effort_sums(%s, %s) GROUP BY 1 ORDER BY 1",
            [period.start, period.end],
        )
        sums = {duty: (seconds, acts, looked) for duty, seconds, acts, looked in cursor.fetchall()}
    rows = [
        {
            "duty": duty, "true_seconds": round(true[duty]), "expected_seconds": round(seen[duty]),
            "recovered_seconds": round(sums.get(duty, (0, 0, 0))[0]), "documents": int(sums.get(duty, (0, 0, 0))[1]),
            "coverage_basis_points": round(sums.get(duty, (0, 0, 0))[0] / true[duty] * 10_000), "synthetic": True,
        }
        for duty in sorted(true)
    ]  # fmt: skip
    wrong = [
        row["duty"]
        for row in rows
        if abs(row["recovered_seconds"] - row["expected_seconds"]) * 10_000
        > RECOVERED_WITHIN * max(row["expected_seconds"], 1) + 10_000
    ]
    recovered, planted = sum(row["recovered_seconds"] for row in rows), sum(row["true_seconds"] for row in rows)
    said = f"{recovered / 3600:.2f} of {planted / 3600:.2f} true hours, {recovered / max(planted, 1):.1%}"
    return Check("planted effort is recovered", not wrong, _named(wrong) if wrong else said,
                 f"what screens saw, within {RECOVERED_WITHIN / 100}%", rows)  # fmt: skip


def coverage_stated(costs: dict[str, Any], effort: Check) -> Check:
    """The coverage that cost to serve states for each duty is the true share of its hours, which are paid by the
    hundredth begun."""
    planted = {row["duty"]: row for row in effort.figures}
    wrong = []
    for row in costs["duties"]:
        true, stated, paid = planted[row["duty"]], row["coverage_basis_points"], float(row["productive_hours"])
        least = (true["recovered_seconds"] - 1) / (paid * 3600) * 10_000
        if stated is None or not least - 1 <= stated <= true["coverage_basis_points"] + 1:
            wrong.append(f"{row['duty']} stated {stated}, true {true['coverage_basis_points']}")
    bound = f"the true share, with hours rounded up to {HUNDREDTH}"
    return Check("stated coverage is the true one", bool(costs["duties"]) and not wrong, _named(wrong), bound)


#: Series of numbers by the table of their documents.
NUMBERED = {
    "orders_order": "PO", "orders_receipt": "GR", "payables_invoice": "INV", "ledger_paymentinstruction": "PAY",
    "cash_paymentrun": "PR", "ledger_manualjournal": "MJ",
}  # fmt: skip


def numbers_gapless(month: Month) -> Check:
    """Documents and journals are numbered from 1 on without a gap, in every body and year (P09).

    A journal has no number until it is sealed. One that still waits is no gap, but the answer came too early.
    """
    wrong, rows = [], []
    for table, prefix in NUMBERED.items():
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT body_id, left(number, -6), count(*), count(DISTINCT number), max(right(number, 6)::int)"
                f" FROM {table} GROUP BY 1, 2"
            )
            found = cursor.fetchall()
        wrong += [f"{prefix} of body {row[0]}" for row in found if not row[2] == row[3] == row[4]]
        rows.append({"series": prefix, "numbers": sum(row[2] for row in found), "synthetic": True})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT body_id, count(number), count(DISTINCT number), coalesce(max(number), 0),"
            " count(*) FILTER (WHERE number IS NULL) FROM ledger_posted GROUP BY body_id, fiscal_year"
        )
        found = cursor.fetchall()
    wrong += [f"journals of body {row[0]}" for row in found if not row[1] == row[2] == row[3]]
    wrong += [f"{row[4]} journals of body {row[0]} wait to be sealed" for row in found if row[4]]
    rows.append({"series": "journals", "numbers": sum(row[1] for row in found), "synthetic": True})
    return Check("numbers have no gap", not wrong, _named(wrong), "none", rows)


def everything_once(month: Month) -> Check:
    """Every deed of the plan is done, and every document of it is there once."""
    plan, kept = month.plan, month.kept
    left = [deed.key for deed in plan.deeds if deed.key not in kept]
    counts = {"orders_order": "O-", "orders_receipt": "R-", "payables_invoice": "I-"}
    rows = []
    for table, start in counts.items():
        made = sum(kept.find(ref) is not None for ref in [*plan.orders, *plan.receipts, *plan.invoices]
                   if ref.startswith(start))  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            rows.append({"documents": table, "made": made, "there": cursor.fetchone()[0], "synthetic": True})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT FROM processes_evidence WHERE process = 'invoice'"
            " AND step IN ('pay', 'post') GROUP BY body_id, document_id, step HAVING count(*) > 1) twice"
        )
        twice = cursor.fetchone()[0]
    wrong = [row["documents"] for row in rows if row["made"] != row["there"]]
    said = f"{len(left)} deeds left, {_named(wrong)} differ, {twice} posted or paid twice"
    return Check("nothing lost and nothing twice", not (left or wrong or twice), said,
                 "0 deeds left, none differ, 0 posted or paid twice", rows)  # fmt: skip


def chains_verify(month: Month) -> Check:
    """Audit, evidence and journals of every body verify, link by link and against the heads kept outside."""
    report = verify()
    broken = [str(body.body_id) for body in report.bodies if body.problems]
    figures = {"links": report.links, "seconds": round(report.seconds, 2), "synthetic": True}
    return Check(
        "chains verify", not broken, f"{report.links:,} links, {_named(broken)} broken", "none broken", figures
    )


def of_books(month: Month) -> Iterator[tuple[str, Callable[[], Check]]]:
    """The checks that need nothing but the books and the plan, by the key under which their figures stand."""
    yield "trial_balances", lambda: trial_balances(month)
    yield "control_accounts", lambda: control_accounts(month)
    yield "payment_files", lambda: payment_files_agree(month)
    yield "faults", lambda: faults_caught(month)
    yield "numbers", lambda: numbers_gapless(month)
    yield "documents", lambda: everything_once(month)


def _pence_by_body(statement: str) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {body: int(pence) for body, pence in cursor.fetchall()}


def _named(wrong: list[str]) -> str:
    return ", ".join(wrong[:8]) + (f" and {len(wrong) - 8} more" if len(wrong) > 8 else "") if wrong else "none"
