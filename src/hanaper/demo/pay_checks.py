"""What must hold of the month's pay: planted faults caught before release, and all totals agreeing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection

from hanaper.demo.checks import Check
from hanaper.demo.doing import Month
from hanaper.demo.plan.staff import CAUGHT_AS, PayFault
from hanaper.foundation.acts.api import Automation, reading
from hanaper.kernel.dates import start_of_day
from hanaper.strategy.update.api import edition

PUBLISHED = ("committed", "reported", "paid", "closed")
#: A run makes two files for its bank: pain.001 and Bacs Standard 18.
BANK_FILES = 2
FOUND = """
SELECT k.employment_id, k.kind FROM pay_paycheck k JOIN pay_payrun r ON r.id = k.run_id WHERE r.pay_on >= %(on)s
UNION
SELECT h.employment_id, h.code FROM pay_heldback h JOIN pay_payrun r ON r.id = h.run_id WHERE r.pay_on >= %(on)s
"""
NET_PAY = """
SELECT b.code, r.number, r.people, (r.totals ->> 'net')::bigint, (r.totals ->> 'gross')::bigint,
  (SELECT -sum(l.amount_pence) FROM ledger_line l
     JOIN ledger_journal j ON j.body_id = l.body_id AND j.id = l.journal_id
     JOIN ledger_account a ON a.id = l.account_id
   WHERE j.body_id = r.body_id AND j.source = 'pay-run' AND j.source_id = r.id AND a.code = '2230')::bigint,
  (SELECT sum(p.amount_pence) FROM ledger_paymentinstruction p
   WHERE p.body_id = r.body_id AND p.source_process = 'pay-run' AND p.source_id = r.id)::bigint,
  (SELECT array_agg(f.total_minor ORDER BY f.form) FROM cash_paymentfile f
     JOIN cash_runpayment x ON x.body_id = f.body_id AND x.run_id = f.run_id
     JOIN ledger_paymentinstruction p ON p.id = x.payment_id
   WHERE f.body_id = r.body_id AND p.source_process = 'pay-run' AND p.source_id = r.id)
FROM pay_payrun r JOIN tenancy_body b ON b.id = r.body_id WHERE r.state = ANY (%s) ORDER BY b.code, r.number
"""


def pay_faults_caught(month: Month) -> Check:
    """Every planted fault was raised by name, or held its person back, in the month's run before its approval."""
    with connection.cursor() as cursor:
        cursor.execute(FOUND, {"on": month.plan.days.period.start})
        found = set(cursor.fetchall())
    planted = [each for each in month.plan.staff.values() if each.fault is not None]
    rows: list[dict[str, Any]] = []
    for each in planted:
        assert each.fault is not None, "chosen for having one"
        caught = (month.kept.id(each.ref), CAUGHT_AS[each.fault]) in found
        rows.append(
            {"fault": each.fault.value, "caught_as": CAUGHT_AS[each.fault], "caught": caught, "synthetic": True}
        )
    missed = [row["fault"] for row in rows if not row["caught"]]
    said = f"{len(rows) - len(missed)} caught, {len(missed)} missed"
    return Check(
        "planted faults of pay are caught before release", len(rows) == len(PayFault) and not missed, said,
        f"{len(PayFault)} caught, 0 missed", rows,
    )  # fmt: skip


def pay_totals_agree(month: Month) -> Check:
    """Of every run, net pay is the same on payslips, in the books, as instructed and in the bank's files."""
    with connection.cursor() as cursor:
        cursor.execute(NET_PAY, [list(PUBLISHED)])
        found = cursor.fetchall()
    rows = [
        {
            "body": body, "run": number, "payslips": people, "gross_pence": gross, "net_pence": net,
            "books_pence": books, "instructed_pence": instructed, "files_pence": files or [], "synthetic": True,
        }
        for body, number, people, net, gross, books, instructed, files in found
    ]  # fmt: skip
    wrong = [row["run"] for row in rows if not _agrees(row)]
    expected = len(month.plan.bodies)
    said = f"{len(rows)} runs, {len(wrong)} apart"
    return Check("net pay is the same everywhere", len(rows) >= expected and not wrong, said, "no run apart", rows)


def pay_on_update(month: Month) -> Check:
    """The update says of every body's pay what its payslips charge and what its books hold, to the penny."""
    period = month.plan.days.period
    with reading(Automation("demo.reading"), "update.read"):
        made = edition(on=period.last, known_on=date.max, month=period, as_at=start_of_day(period.end))
    lines = [line for cluster in made.made_up for line in cluster.pay.bodies]
    sums = [cluster.pay.together for cluster in made.made_up if cluster.pay.together]
    rows = [
        {
            "body": line.code, "name": line.name, "payslips": line.payslips, "gross_pence": line.gross_pence,
            "net_pence": line.net_pence, "charged_pence": line.charged_pence, "books_pence": line.books_pence,
            "accuracy_basis_points": line.accuracy_basis_points, "touchless_basis_points": line.touchless_basis_points,
            "inputs": line.inputs, "late_inputs": line.late_inputs, "is_suppressed": line.is_suppressed,
            "synthetic": True,
        }
        for line in (*lines, *sums)
    ]  # fmt: skip
    apart = [line.name for line in (*lines, *sums) if not line.agrees]
    said = f"{len(lines)} bodies, {len(apart)} apart"
    expected = len(month.plan.bodies)
    holds = len(lines) == expected and not apart and any(line.books_pence for line in sums)
    name = "pay on the update is what the books and payslips say"
    return Check(name, holds, said, f"{expected} bodies, 0 apart", rows)


def _agrees(row: dict[str, Any]) -> bool:
    everywhere = {row["books_pence"], row["instructed_pence"], *row["files_pence"]}
    return everywhere == {row["net_pence"]} and len(row["files_pence"]) == BANK_FILES
