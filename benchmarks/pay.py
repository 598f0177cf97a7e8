"""A month's pay: the rules alone, and a whole run from gathered inputs to payslips, journals, bank files and FPS."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial

import numpy as np
from django.db import connections

from benchmarks import floors
from benchmarks.figures import Figure, load, timed
from benchmarks.payroll import Payroll, months_input, payroll, set_up, take_on
from hanaper.finance.cash.api import PaymentRun, payment_run_build, payment_runs_release
from hanaper.foundation.acts.api import Automation, act, reading
from hanaper.foundation.jobs.api import workers_alive
from hanaper.foundation.tenancy.api import Body
from hanaper.hr.pay.api import (
    PAY_RUN,
    PayCheck,
    PayRun,
    pay_checks_accept,
    pay_run_approve,
    pay_run_check,
    pay_run_gather,
    pay_run_open,
)
from hanaper.hr.pay.assembling import assemble, gather
from hanaper.hr.pay.gathering import people_of, range_of
from hanaper.hr.pay.services import EVERYBODY, PART
from hanaper.hr.pay.staging import calculated
from hanaper.hr.people.api import births
from hanaper.ledger.payments.api import payments_of

PEOPLE = {"small": 20_000, "full": 550_000}
BESIDE = {"small": 6_000, "full": 48_000}
"""People whom one body pays, and then as many by DEPARTMENTS bodies: does it slow with the number of departments?"""
DEPARTMENTS = 12
WORKERS = os.cpu_count() or 1
MONTHS = (date(2025, 12, 31), date(2026, 1, 30))
PATIENCE = 3600
READER = Automation("bench.pay")


def measure(scale: str) -> Iterator[Figure]:
    """One body pays everybody in December, then in January with December's totals; others pay as many by one and by
    many bodies."""
    here, count = payroll(), PEOPLE[scale]
    one, another, *many = here.world.bodies[1 : DEPARTMENTS + 3]
    _employ(here, {one: count})
    for month in MONTHS:
        yield from _month(here, [one], month, f"{count:,} people of one body", detailed=month == MONTHS[-1])
    yield from departments(here, [another], BESIDE[scale])
    yield from departments(here, many, BESIDE[scale])


def departments(here: Payroll, bodies: Sequence[Body], people: int) -> Iterator[Figure]:
    """A first month of so many people, shared out evenly among bodies."""
    _employ(here, dict.fromkeys(bodies, people // len(bodies)))
    yield from _month(here, bodies, MONTHS[0], f"{people:,} people of {len(bodies)} bodies", detailed=False)


def _month(here: Payroll, bodies: Sequence[Body], pay_on: date, whom: str, *, detailed: bool) -> Iterator[Figure]:
    """A month's run of each body, step by step: what machines take, without the time in which people look."""
    runs: dict[Body, PayRun] = {}
    for body in bodies:
        months_input(here, body, pay_on.replace(day=1))
        with here.doing("pay-run.calculate", body, pay_on.replace(day=14)):
            runs[body] = pay_run_open(scheme="MAIN", frequency="monthly", pay_on=pay_on)
    with _workers() as memory:
        seconds = {
            "calculated and staged": timed(partial(_stage, here, runs)),
            "accepted and approved": timed(partial(_approve, here, runs)),
            "committed": timed(partial(_wait, runs, "committed", "reported")),
            "reported": timed(partial(_wait, runs, "reported")),
            "bank files": timed(partial(_pay, here, runs)),
        }
    slips = _slips(runs)
    what = f"{pay_on:%B}, {whom}"
    for step, took in seconds.items():
        yield Figure("pay", f"{what}: {step}", slips, "payslips", took, None, "", load())
    floor = _floor(runs)
    yield Figure("pay", f"{what}: the whole run", slips, "payslips", sum(seconds.values()), floor, "60 s, 3x", load())
    yield Figure("pay", f"{what}: peak memory of the workers, MiB", max(memory), "MiB", 1.0, None, "4096", load())
    if detailed:
        yield _rules(bodies[0], runs[bodies[0]], what)


def _stage(here: Payroll, runs: dict[Body, PayRun]) -> None:
    for body, run in runs.items():
        with here.doing("pay-run.calculate", body, run.pay_on.replace(day=15)):
            pay_run_gather(run_id=run.pk)
    _wait(runs, "calculated")


def _approve(here: Payroll, runs: dict[Body, PayRun]) -> None:
    for body, run in runs.items():
        with here.doing("pay-check.accept", body, run.pay_on.replace(day=16)):
            raised = PayCheck.objects.filter(run_id=run.pk, state="raised")
            pay_checks_accept(ids=list(raised.values_list("pk", flat=True)), reason="pay.looked-at")
            pay_run_check(run_id=run.pk)
        with here.doing("pay-run.approve", body, run.pay_on.replace(day=17)):
            pay_run_approve(run_id=run.pk)


def _pay(here: Payroll, runs: dict[Body, PayRun]) -> None:
    built = {}
    for body, run in runs.items():
        day = run.pay_on - timedelta(days=3)
        with here.doing("payment-run.build", body, day):
            payment = payments_of(PAY_RUN.code, [run.pk])[run.pk]
            built[body] = payment_run_build(payment_ids=[payment.pk], pay_on=run.pay_on)
        with here.doing("payment-run.release", body, day, 12):
            payment_runs_release(ids=[built[body].pk])
    _wait(built, "written")


def _wait(documents: dict[Body, PayRun] | dict[Body, PaymentRun], *states: str) -> None:
    """Until every document is in one of the states that rules bring it to."""
    ids = [each.pk for each in documents.values()]
    model = type(next(iter(documents.values())))
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with reading(READER, "pay-run.read", list(documents)):
            if model._default_manager.filter(pk__in=ids, state__in=states).count() == len(ids):  # type: ignore[attr-defined]
                return
        time.sleep(0.1)
    raise TimeoutError(f"not {states[0]} within {PATIENCE} seconds")


@contextmanager
def _workers() -> Iterator[list[int]]:
    """Workers as an operator starts them, one for each processor. Afterwards: peak memory of each, in MiB."""
    memory: list[int] = []
    command = [sys.executable, "-m", "hanaper", "worker", "--concurrency", "1"]
    started = [subprocess.Popen(command) for _ in range(WORKERS)]
    try:
        while workers_alive() < WORKERS:
            time.sleep(0.1)
        yield memory
    finally:
        for each in started:
            each.send_signal(signal.SIGTERM)
        for each in started:
            _, _, used = os.wait4(each.pid, 0)
            memory.append(used.ru_maxrss // 1024)


def _slips(runs: dict[Body, PayRun]) -> int:
    with reading(READER, "pay-run.read", list(runs)):
        return sum(run.people for run in PayRun.objects.filter(pk__in=[run.pk for run in runs.values()]))


def _floor(runs: dict[Body, PayRun]) -> float:
    """Seconds of plain COPY of the same payslips, into a table of the same shape and indexes that checks nothing."""
    ids = [run.pk for run in runs.values()]
    with floors.connect() as plain:
        plain.execute("CREATE TABLE IF NOT EXISTS floor_payslip (LIKE pay_payslip INCLUDING ALL)")
        plain.execute("TRUNCATE floor_payslip")
        wanted = f"(SELECT * FROM pay_payslip WHERE run_id IN ({', '.join(map(str, ids))}) ORDER BY id)"
        with plain.cursor() as cursor:
            with cursor.copy(f"COPY {wanted} TO STDOUT") as copy:
                rows = [bytes(data) for data in copy]
            plain.commit()

            def take_in() -> None:
                with cursor.copy("COPY floor_payslip FROM STDIN") as copy:
                    for row in rows:
                        copy.write(row)
                plain.commit()

            return timed(take_in)


def _rules(body: Body, run: PayRun, what: str) -> Figure:
    """The rules over columns that are in memory, part after part, beside the bare arithmetic of tax and insurance."""
    ours = floor = 0.0
    people = 0
    with act(READER, None, body):
        run = PayRun.objects.select_related("scheme").get(pk=run.pk)
        everybody = people_of(range_of(run, 0, EVERYBODY))
        for first in range(0, len(everybody), PART):
            wanted = range_of(run, everybody[first], everybody[min(first + PART, len(everybody)) - 1])
            gathered = gather(wanted)
            born = births([each.person_id for each in gathered.employed], purpose="benchmark")
            batch = assemble(gathered, gathered.employed, {}, born=born)
            began = time.perf_counter()
            paid = calculated(batch, run, wanted)
            ours += time.perf_counter() - began
            floor += timed(partial(_bare, paid.gross))
            people += len(batch.employed)
    return Figure("pay", f"{what}: the rules alone", people, "payslips", ours, floor, "", load())


def _bare(gross: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    """Tax and National Insurance of a plain code and letter in pence, as a formula of whole arrays."""
    taxed = np.maximum(gross * 954 // 1000 - 104_833, 0) // 100
    tax = taxed * 20 + np.maximum(taxed - 31_417, 0) * 20 + np.maximum(taxed - 104_284, 0) * 5
    insured = np.minimum(gross, 418_900) - 104_800
    return gross - tax - np.maximum(insured, 0) * 8 // 100 - np.maximum(gross - 418_900, 0) * 2 // 100


def _employ(here: Payroll, wanted: dict[Body, int]) -> None:
    """Take everybody on in as many processes as there are processors, and let what waits be sealed."""
    for body in wanted:
        set_up(here, body)
    fork = multiprocessing.get_context("fork")
    started = [fork.Process(target=_take_on, args=(here, wanted, place), daemon=True) for place in range(WORKERS)]
    connections.close_all()
    for each in started:
        each.start()
    for each in started:
        each.join()
        if each.exitcode:
            raise RuntimeError("people could not be taken on")
    with floors.connect() as plain:
        plain.autocommit = True
        plain.execute("VACUUM ANALYZE")


def _take_on(here: Payroll, wanted: dict[Body, int], place: int) -> None:
    for body, count in wanted.items():
        for there in take_on(here, body, range(place * count // WORKERS, (place + 1) * count // WORKERS)):
            if place == 0:
                print(f"  {there * WORKERS:,} of {count:,} people", end="\r", file=sys.stderr, flush=True)
