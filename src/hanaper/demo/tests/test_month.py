"""A small month through the real services and rules, in one process: what was planted is found, and the books agree."""

from __future__ import annotations

from typing import Any

import pytest

from hanaper.centre.costs.api import as_data, cost_report
from hanaper.demo.answer import answer_of
from hanaper.demo.benefit_checks import benefits_by_hand
from hanaper.demo.benefits import take_readings
from hanaper.demo.checks import faults_caught, numbers_gapless, trial_balances
from hanaper.demo.doing import Month
from hanaper.demo.einvoices import Checkers, File, Verdicts
from hanaper.demo.errors import AnotherDemo, RealBodiesHere
from hanaper.demo.plan.making import make_plan
from hanaper.demo.progress import claim
from hanaper.demo.run import Runner
from hanaper.demo.satisfaction import ask_and_answer
from hanaper.demo.waiting import is_settled
from hanaper.demo.world import build_world, world_of
from hanaper.foundation.acts.api import Automation, act, reading
from hanaper.foundation.audit.api import seal_round
from hanaper.foundation.jobs.api import run_worker
from hanaper.foundation.processes.api import automation_run, automation_waiting
from hanaper.foundation.tenancy.api import Body, Cluster
from tests.databases import CommittedDatabase, Connect
from tests.world import World, seal_everything
from tests.world import build_world as build_small_world

PLAN = make_plan(like="overseas", seed=3, month="2026-10", scale="60")


class Here(Checkers):
    """Checks in this process."""

    def __init__(self) -> None:
        pass

    def ask(self, files: Any) -> Verdicts:
        return Verdicts({file.invoice: file for file in files}, [])

    def close(self) -> None:
        pass


class InProcess(Runner):
    """Rules work here, and the sealer too: no worker, no waiting."""

    def let_rules_work(self, *, sealed: bool = False) -> None:
        while waiting := [
            pair for pair in automation_waiting() if automation_run(process_code=pair[0], body_id=pair[1])
        ]:
            assert waiting
        if sealed:
            seal_everything()
        self._rules_wait = False


@pytest.fixture
def ground(committed_db: CommittedDatabase) -> Month:
    kept = claim(PLAN)
    for _ in build_world(PLAN, kept):
        pass
    return Month(PLAN, kept, world_of(PLAN, kept))


def run(month: Month) -> None:
    InProcess(month, Here(), tick=lambda: None, said=lambda deed: None).run()
    take_readings(month)
    ask_and_answer(month)


@pytest.mark.promise("P01", "P08", "P09", "P21", "P26", "P33")
def test_a_month_passes_every_check_and_running_it_again_changes_nothing(ground: Month) -> None:
    run(ground)
    answer, checks = answer_of(ground)
    assert {check.name: check.found for check in checks if not check.passed} == {}
    assert answer["passed"]
    assert answer["synthetic"]
    assert sum(row["caught"] for row in answer["faults"]) == sum(len(refs) for refs in PLAN.faults.values()) > 0
    assert all(row["sum_pence"] == 0 and row["accounts"] > 10 for row in answer["trial_balances"])
    invoices = [row for row in answer["convergence"] if row["process"] == "invoice"]
    assert invoices and any(0 < row["converged"] < row["on_platform"] for row in invoices)
    assert all(
        row["synthetic"] for key in ("trial_balances", "faults", "payment_files", "effort") for row in answer[key]
    )

    again = Month(PLAN, claim(PLAN), world_of(PLAN, claim(PLAN)))
    run(again)
    assert answer_of(again)[0]["documents"] == answer["documents"]
    _checks_fail_where_they_should(again)


def _checks_fail_where_they_should(month: Month) -> None:
    """A check that cannot fail says nothing: hide what each looks for, and it does."""
    with reading(Automation("demo.test"), "ledger.read"):
        assert trial_balances(month).passed
        # As if the rule had let one through: its evidence is looked for in vain.
        planted = next(ref for refs in PLAN.faults.values() for ref in refs)
        kept = month.kept._ids.pop(planted)
        assert not faults_caught(month).passed
        month.kept._ids[planted] = kept
        assert faults_caught(month).passed
        costs = as_data(cost_report(Cluster.objects.select_related("lead").get(), PLAN.days.period))
        by_hand = benefits_by_hand(month, costs)
        assert by_hand.passed
        assert [row["outcome"] for row in by_hand.figures] == ["measured", "measured", "measured", "not-known"]
        next(row for row in costs["bodies"] if row["service"] == "invoices")["cts_pence"] += 100
        assert not benefits_by_hand(month, costs).passed


@pytest.fixture
def three_journals(committed_db: CommittedDatabase) -> World:
    """Posted, not sealed."""
    world = build_small_world()
    journals = [world.enter(world.alpha, pence) for pence in (100, 200, 300)]
    world.approve(world.alpha, [journal.pk for journal in journals])
    automation_run(process_code="manual-journal", body_id=world.alpha.pk)
    return world


def found_in_numbers(month: Any = None) -> str:
    """What the check says of the numbers that are there; it looks at every body, whatever the month."""
    with reading(Automation("demo.test"), "ledger.read"):
        return numbers_gapless(month).found


@pytest.mark.promise("P09")
def test_a_journal_that_waits_for_its_number_is_not_called_a_gap(
    three_journals: World, connection_factory: Connect
) -> None:
    """Any transaction of the server, in whichever database, holds the sealer back while it runs."""
    elsewhere = connection_factory("app")
    elsewhere.execute("SELECT pg_current_xact_id()")
    later = three_journals.enter(three_journals.alpha, 400)
    three_journals.approve(three_journals.alpha, [later.pk])
    automation_run(process_code="manual-journal", body_id=three_journals.alpha.pk)
    while seal_round():
        pass
    assert "wait to be sealed" in found_in_numbers()
    assert f"journals of body {three_journals.alpha.pk}," not in found_in_numbers() + ","
    assert not is_settled()
    elsewhere.rollback()
    seal_everything()
    assert found_in_numbers() == "none"
    assert not is_settled(), "the approvals woke the rules, and a job waits"
    run_worker(until_done=True)
    assert is_settled()


@pytest.mark.promise("P09")
def test_a_number_that_is_gone_is_called_a_gap(three_journals: World, connection_factory: Connect) -> None:
    seal_everything()
    with connection_factory("owner") as owner:
        owner.execute("ALTER TABLE audit_seal DISABLE TRIGGER append_only")
        owner.execute(
            "DELETE FROM audit_seal WHERE body_id = %s AND stream = 3 AND number = 2", [three_journals.alpha.pk]
        )
    assert f"journals of body {three_journals.alpha.pk}," in found_in_numbers() + ","


def test_another_plan_is_refused_in_the_same_database(committed_db: CommittedDatabase) -> None:
    claim(PLAN)
    with pytest.raises(AnotherDemo):
        claim(make_plan(like="overseas", seed=4, month="2026-10", scale="60"))


def test_a_database_that_serves_a_real_body_is_refused(committed_db: CommittedDatabase) -> None:
    with act(Automation("setup"), None, None):
        Body.objects.create(code="real", name="A Real Office", began_on="2020-04-01")
    with pytest.raises(RealBodiesHere, match="A Real Office"):
        claim(PLAN)


def test_a_file_is_what_the_plan_says_of_it() -> None:
    from hanaper.demo.einvoices import file_of
    from hanaper.finance.payables.rules.check import check

    def made(ref: str) -> File:
        invoice = PLAN.invoices[ref]
        order = PLAN.orders[invoice.order]
        supplier = PLAN.suppliers[invoice.supplier]
        return file_of(
            invoice, order=order, order_number="PO-2026-000001", supplier=supplier, body_name="A", days=PLAN.days
        )

    for invoice in PLAN.invoices.values():
        report = check(made(invoice.ref).content)
        assert report.valid == (not invoice.broken), (invoice.ref, report.findings)
