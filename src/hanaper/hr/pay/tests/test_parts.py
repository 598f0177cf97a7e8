"""Parts of a run that rules work on beside each other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hanaper.foundation.acts.api import act
from hanaper.foundation.jobs.api import run_worker
from hanaper.hr.pay import services
from hanaper.hr.pay.models import PayChunk, Payslip
from hanaper.hr.pay.tests.factories import build_payroll
from tests.world import SETUP

PEOPLE = 6


@pytest.mark.promise("P32")
def test_parts_are_calculated_beside_each_other_once_and_the_last_moves_the_run_on(
    committed_db: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "PART", 1)
    payroll = build_payroll()
    for _ in range(PEOPLE):
        payroll.hire()
    run = payroll.open(date(2026, 9, 30))
    with payroll.doing(payroll.desk, "pay-run.calculate", date(2026, 9, 18), 11):
        services.pay_run_gather(run_id=run.pk)
    run_worker(concurrency=4, until_done=True)
    assert payroll.fresh(run).state == "calculated"
    with act(SETUP, None, payroll.alpha):
        assert list(PayChunk.objects.filter(run=run).values_list("state", flat=True)) == ["staged"] * PEOPLE
        assert Payslip.objects.filter(run=run).values("employment_id").distinct().count() == PEOPLE
        assert Payslip.objects.filter(run=run).count() == PEOPLE
