"""kill -9 at random points of staging a pay run and of committing it, then the same command again.

Twenty weekly runs follow one another. The command that lets the rules work is killed once while each is calculated, and
once while it is committed. Started again it finishes the run: every payslip stands once, the books hold what they say,
and one payment of the same amount is instructed. The kills fall where they fall; each run of the test is another try.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from hanaper.hr.pay import services
from hanaper.hr.pay.models import PayRun
from hanaper.hr.pay.tests.factories import Payroll, build_payroll
from tests.databases import CommittedDatabase

pytestmark = [pytest.mark.slow, pytest.mark.promise("P09", "P10", "P30", "P31")]

WEEKS, PEOPLE, PART = 20, 120, 10
FIRST = date(2026, 10, 1)
COMMAND = """
import sys, time
import django
django.setup()
from django.db import connections
connections.settings["default"]["NAME"] = sys.argv[1]
from hanaper.foundation.processes.api import automation_run, automation_waiting
print("begun", flush=True)
body = int(sys.argv[2])
while any([automation_run(process_code=code, body_id=body) for code, of in automation_waiting() if of == body]):
    pass
"""


@contextmanager
def command(database: CommittedDatabase, payroll: Payroll) -> Iterator[subprocess.Popen[str]]:
    """The command at work: it has begun, and ends by itself when nothing waits for a rule."""
    run = subprocess.Popen(
        [sys.executable, "-c", COMMAND, database.name, str(payroll.alpha.pk)], stdout=subprocess.PIPE, text=True
    )
    assert run.stdout is not None
    with run.stdout:
        assert run.stdout.readline() == "begun\n"
        try:
            yield run
        finally:
            run.kill()
            run.wait()


def finished(database: CommittedDatabase, payroll: Payroll) -> float:
    """Seconds that the command took, undisturbed."""
    with command(database, payroll) as run:
        began = time.monotonic()
        assert run.wait(timeout=120) == 0
        return time.monotonic() - began


def killed(database: CommittedDatabase, payroll: Payroll, seconds: float) -> bool:
    """Kill the command at a random point of the time that it took before. Returns whether it was still at work."""
    with command(database, payroll) as run:
        time.sleep(random.uniform(0, 0.9 * seconds))
        return run.poll() is None


def standing(owner: psycopg.Connection[Any], run: PayRun) -> dict[str, Any]:
    """What stands of a run, in the eyes of the database's owner."""
    found = owner.execute(
        """
        SELECT r.state, count(p.id), count(DISTINCT p.employment_id), coalesce(sum(p.net_pence), 0)::bigint,
          (SELECT count(*) FROM pay_payslip o WHERE o.run_id = r.id AND o.calculation <> r.calculation),
          (SELECT count(*) FROM ledger_journal j WHERE j.source = 'pay-run' AND j.source_id = r.id),
          (SELECT coalesce(-sum(l.amount_pence), 0)::bigint FROM ledger_line l
             JOIN ledger_journal j ON j.body_id = l.body_id AND j.id = l.journal_id
             JOIN ledger_account a ON a.id = l.account_id
           WHERE j.source = 'pay-run' AND j.source_id = r.id AND a.code = '2230'),
          (SELECT array_agg(i.amount_pence) FROM ledger_paymentinstruction i
           WHERE i.source_process = 'pay-run' AND i.source_id = r.id),
          (SELECT count(*) FROM pay_submission s WHERE s.run_id = r.id AND s.kind = 'fps')
        FROM pay_payrun r LEFT JOIN pay_payslip p ON p.run_id = r.id AND p.calculation = r.calculation
        WHERE r.id = %s GROUP BY r.id""",
        [run.pk],
    ).fetchone()
    owner.rollback()
    assert found is not None
    names = ("state", "payslips", "people", "net", "left_over", "journals", "in_books", "instructed", "submissions")
    return dict(zip(names, found, strict=True))


def test_a_run_that_was_killed_while_staged_and_while_committed_pays_everybody_once(
    committed_db: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "PART", PART)
    payroll = build_payroll()
    for number in range(PEOPLE):
        payroll.hire(2_400_000 + number * 10_000, frequency="weekly")
    owner = committed_db.connect("owner")
    staging, committing = 2.0, 2.0  # seconds, until they are known
    at_work = {"staging": 0, "committing": 0}
    for week in range(WEEKS):
        pay_on = FIRST + timedelta(days=7 * week)
        run = payroll.open(pay_on, frequency="weekly", earned_from=pay_on - timedelta(days=7))
        with payroll.doing(payroll.desk, "pay-run.calculate", pay_on - timedelta(days=12), 11):
            services.pay_run_gather(run_id=run.pk)

        at_work["staging"] += killed(committed_db, payroll, staging)
        now = standing(owner, run)
        assert now["payslips"] == now["people"] and now["payslips"] % PART == 0, "a part is there, or nothing of it"
        assert (now["journals"], now["instructed"]) == (0, None)
        staging = max(finished(committed_db, payroll), 0.2)
        now = standing(owner, run)
        assert (now["state"], now["payslips"], now["people"], now["left_over"]) == ("calculated", PEOPLE, PEOPLE, 0)

        payroll.accept(run)
        payroll.approve(run)
        at_work["committing"] += killed(committed_db, payroll, committing)
        now = standing(owner, run)
        whole = (1, now["net"], [now["net"]], 1)
        nothing = (0, 0, None, 0)
        said = (now["journals"], now["in_books"], now["instructed"], now["submissions"])
        assert said == (nothing if now["state"] == "approved" else whole)
        committing = max(finished(committed_db, payroll), 0.2)
        now = standing(owner, run)
        assert (now["state"], now["payslips"], now["people"], now["left_over"]) == ("reported", PEOPLE, PEOPLE, 0)
        assert (now["journals"], now["in_books"], now["instructed"], now["submissions"]) == (
            1,
            now["net"],
            [now["net"]],
            1,
        )
    owner.close()
    assert at_work["staging"] and at_work["committing"], f"no kill met the command at work: {at_work}"
    print(f"killed at work: {at_work}")
