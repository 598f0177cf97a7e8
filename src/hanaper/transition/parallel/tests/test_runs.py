"""A planted file beside a pay run: exactly what was planted is found with its cause, accepted, signed off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.foundation.acts.api import Actor, act
from hanaper.foundation.identity.models import Person
from hanaper.foundation.identity.tests import people
from hanaper.foundation.processes.api import StepRefused, own_work
from hanaper.hr.pay.api import InputSpec, PayFacts, PayRun, element_numbered, inputs_enter, pay_facts_put
from hanaper.hr.pay.tests.factories import START, Payroll, build_payroll
from hanaper.hr.people.api import Employment
from hanaper.transition.parallel import services
from hanaper.transition.parallel.api import (
    DIFFERENCE,
    PARALLEL_RUN,
    Difference,
    NotCalculated,
    ParallelRun,
    PayRunNotThere,
    WrongLegacyFile,
    groups,
    readiness,
)
from hanaper.transition.parallel.models import LegacyPay
from tests.databases import CommittedDatabase
from tests.world import SETUP

SEPTEMBER = date(2026, 9, 30)
DAY = date(2026, 9, 20)
Lines = dict[str, dict[str, int]]


class Moving:
    """A payroll whose people an earlier payroll paid too. desk brings in, control accepts and signs off."""

    def __init__(self) -> None:
        self.payroll: Payroll = build_payroll()
        alpha, beta = self.payroll.world.alpha, self.payroll.world.beta
        self.desk = person_with(["migration.run", "migration.read"], alpha, beta)
        self.control = person_with(["migration.sign-off", "migration.read"], alpha, beta)
        self.run: PayRun | None = None
        self.facts: dict[str, dict[str, str]] = {}

    def ours(self, *employments: Employment) -> Lines:
        """Our own result, as the earlier payroll would have had it had it been right."""
        assert self.run is not None
        lines: Lines = {}
        for each in employments:
            slip = self.payroll.payslip(self.run, each)
            number = self.number(each)
            lines[number] = self.payroll.lines(self.run, each)
            basis = " M1" if slip.is_week1 else ""
            self.facts[number] = {
                "tax_code": slip.tax_code + basis, "ni_letter": slip.ni_letter, "pension_scheme": slip.pension_scheme
            }  # fmt: skip
        return lines

    def number(self, employment: Employment) -> str:
        with act(SETUP, None, self.payroll.alpha):
            return str(Employment.objects.values_list("number", flat=True).get(pk=employment.pk))

    def file(self, lines: Lines) -> bytes:
        rows = ["payroll_number,element,amount,tax_code,ni_letter,pension_scheme"]
        for number, pence in lines.items():
            said = self.facts.get(number, {})
            facts = ",".join(said.get(name, "") for name in ("tax_code", "ni_letter", "pension_scheme"))
            rows += [f"{number},{code},{value / 100:.2f},{facts}" for code, value in pence.items()]
        return "\n".join(rows).encode()

    def bring(self, content: bytes, *, pay_run: str | None = None) -> ParallelRun:
        assert self.run is not None
        with self.payroll.doing(self.desk, "migration.run", DAY):
            return services.parallel_run_import(pay_run=pay_run or self.run.number, name="old.csv", content=content)

    def compare(self, run: ParallelRun) -> set[tuple[str, str, str]]:
        """Compare, and answer what is found: payroll number, element ("" for a fact alone), cause."""
        with self.payroll.doing(self.desk, "migration.run", DAY):
            services.parallel_run_compare(run_id=run.pk)
        return set(self.found(run, lambda d: (
            d.payroll_number, element_numbered(d.element).code if d.element else "", d.cause)))  # fmt: skip

    def found(self, run: ParallelRun, ask: Callable[[Difference], Any]) -> list[Any]:
        with self.payroll.doing(self.control, "migration.read", DAY):
            return [ask(each) for each in Difference.objects.filter(run=run).exclude(state="lapsed").order_by("pk")]

    def accept(self, run: ParallelRun, reason: str = "parallel.they-were-wrong") -> int:
        ids = self.found(run, lambda each: each.pk)
        with self.payroll.doing(self.control, "migration.sign-off", DAY):
            return sum(each.moved for each in services.differences_accept(ids=ids, reason=reason))

    def sign_off(self, run: ParallelRun) -> None:
        with self.payroll.doing(self.control, "migration.sign-off", DAY):
            services.parallel_run_sign_off(run_id=run.pk)

    def is_ready(self) -> bool:
        with self.payroll.doing(self.control, "migration.read", DAY):
            return readiness(self.payroll.alpha.pk).is_ready


@pytest.fixture
def moving(db: None) -> Moving:
    return Moving()


def test_a_payroll_that_agrees_to_the_penny_has_no_difference_and_is_signed_off(moving: Moving) -> None:
    ann, bob = moving.payroll.hire(), moving.payroll.hire(6_000_000)
    moving.run = moving.payroll.calculate(moving.payroll.open(SEPTEMBER))
    run = moving.bring(moving.file(moving.ours(ann, bob)))
    assert moving.compare(run) == set()
    assert not moving.is_ready()
    moving.sign_off(run)
    assert moving.is_ready()


@pytest.mark.promise("P34")
def test_exactly_the_planted_differences_are_found_each_with_its_cause(moving: Moving) -> None:
    pay = moving.payroll
    same, code, letter, scheme, base, penny, odd, only_here, fact = (
        pay.hire(pence, **how)
        for pence, how in [
            (3_600_000, {}), (6_000_000, {"code": "BR"}), (3_600_000, {}), (6_000_000, {"code": "BR"}),
            (6_000_000, {"code": "BR"}), (3_600_000, {}), (3_600_000, {"code": "BR"}), (3_600_000, {}), (3_600_000, {}),
        ]
    )  # fmt: skip
    starter = pay.hire(3_600_000, day=date(2026, 9, 16), known=START)
    back = pay.hire(3_600_000)
    hours = pay.hire(3_600_000)
    with pay.doing(pay.desk, "pay-input.enter", date(2026, 9, 5)):
        inputs_enter(inputs=[
            InputSpec(back.pk, "back_pay", date(2026, 9, 5), amount_pence=10000),
            InputSpec(hours.pk, "overtime", date(2026, 9, 5), units=400),
        ])  # fmt: skip
    everybody = (same, code, letter, scheme, base, penny, odd, only_here, fact, starter, back, hours)
    moving.run = pay.calculate(pay.open(SEPTEMBER))
    theirs = moving.ours(*everybody)
    n = {name: moving.number(who) for name, who in {
        "code": code, "letter": letter, "scheme": scheme, "base": base, "penny": penny, "odd": odd,
        "only_here": only_here, "fact": fact, "starter": starter, "back": back, "hours": hours,
    }.items()}  # fmt: skip

    theirs[n["code"]]["tax"] -= 20000
    moving.facts[n["code"]]["tax_code"] = "D0"
    theirs[n["letter"]]["ni"] -= 5000
    moving.facts[n["letter"]]["ni_letter"] = "J"
    pension = theirs[n["scheme"]].pop("pension")
    del theirs[n["scheme"]]["pension_employer"]
    theirs[n["scheme"]]["tax"] += pension // 5
    moving.facts[n["scheme"]]["pension_scheme"] = "none"
    theirs[n["base"]]["basic"] -= 10000
    theirs[n["base"]]["tax"] -= 1890
    theirs[n["base"]]["ni"] -= 200
    theirs[n["penny"]]["ni"] += 1
    theirs[n["odd"]]["tax"] += 777
    missing = theirs.pop(n["only_here"])
    moving.facts[n["fact"]]["tax_code"] = "1250L"
    theirs[n["starter"]]["basic"] -= 4839
    del theirs[n["back"]]["back_pay"]
    theirs["GHOST1"] = {"basic": 200000, "tax": 19000}
    content = moving.file(theirs).decode().splitlines()
    header, *rows = [f"{row},{'hours' if place == 0 else ''}" for place, row in enumerate(content)]
    rows = [
        row if not row.startswith(f"{n['hours']},overtime,") else
        f"{n['hours']},overtime,{(theirs[n['hours']]['overtime'] - 1871) / 100:.2f},,,,3"
        for row in rows
    ]  # fmt: skip

    run = moving.bring("\n".join([header, *rows]).encode())
    assert moving.compare(run) == {
        (n["code"], "tax", "tax-code"),
        (n["letter"], "ni", "ni-letter"),
        (n["scheme"], "pension", "pension-scheme"),
        (n["scheme"], "pension_employer", "pension-scheme"),
        (n["scheme"], "tax", "follows"),
        (n["base"], "basic", "base-pay"),
        (n["base"], "tax", "follows"),
        (n["base"], "ni", "follows"),
        (n["penny"], "ni", "rounding"),
        (n["odd"], "tax", "unexplained"),
        *((n["only_here"], element, "missing-there") for element in missing),
        (n["fact"], "", "tax-code"),
        (n["starter"], "basic", "part-period"),
        (n["back"], "back_pay", "back-pay"),
        (n["hours"], "overtime", "hours"),
        ("GHOST1", "basic", "missing-here"),
        ("GHOST1", "tax", "missing-here"),
    }
    with pay.doing(moving.control, "migration.read", DAY):
        run.refresh_from_db()
        net = {each.cause: each.net_pence for each in groups(run.pk)}
    assert (run.people_here, run.people_there, run.people_differing) == (12, 12, 12)
    assert (net["base-pay"], net["missing-here"], net["unexplained"]) == (10000, -200000 + 19000, 777)
    assert net["pension-scheme"] == -pension, "what the employer pays is in nobody's net pay"


@pytest.mark.promise("P21")
def test_whoever_brought_it_in_accepts_nothing_and_nothing_open_is_signed_off(moving: Moving) -> None:
    ann = moving.payroll.hire()
    moving.run = moving.payroll.calculate(moving.payroll.open(SEPTEMBER))
    theirs = moving.ours(ann)
    theirs[moving.number(ann)]["ni"] += 100
    run = moving.bring(moving.file(theirs))
    moving.compare(run)
    with pytest.raises(StepRefused) as refusal:
        moving.sign_off(run)
    assert refusal.value.values["reason"] == "parallel.differences-open"
    with moving.payroll.doing(moving.control, "migration.read", DAY):
        (pk,) = Difference.objects.values_list("pk", flat=True)
        desk, body = [moving.desk.person_id], moving.payroll.alpha.pk
        assert own_work(DIFFERENCE, DIFFERENCE.step("accept"), [pk], body, desk) == {pk: "find"}
        assert run.pk in own_work(PARALLEL_RUN, PARALLEL_RUN.step("sign-off"), [run.pk], body, desk)
    assert moving.accept(run) == 1
    moving.sign_off(run)
    assert moving.is_ready()


def test_compared_again_what_was_accepted_stays_and_what_was_mended_lapses(moving: Moving) -> None:
    pay = moving.payroll
    ann, bob = pay.hire(), pay.hire(6_000_000)
    moving.run = pay.calculate(pay.open(SEPTEMBER))
    theirs = moving.ours(ann, bob)
    theirs[moving.number(ann)]["ni"] += 100
    theirs[moving.number(bob)]["ni"] += 100
    run = moving.bring(moving.file(theirs))
    assert len(moving.compare(run)) == 2
    first = moving.found(run, lambda each: each.pk)[0]
    with pay.doing(moving.control, "migration.sign-off", DAY):
        services.differences_accept(ids=[first], reason="parallel.both-lawful")
    theirs[moving.number(bob)]["ni"] -= 100
    assert moving.bring(moving.file(theirs)).pk == run.pk
    assert len(moving.compare(run)) == 1
    assert moving.found(run, lambda each: (each.pk, each.state)) == [(first, "accepted")]
    moving.sign_off(run)
    assert moving.is_ready()


def test_a_pay_run_that_was_calculated_again_is_not_ready_any_more(moving: Moving) -> None:
    pay = moving.payroll
    ann = pay.hire()
    moving.run = pay.calculate(pay.open(SEPTEMBER))
    run = moving.bring(moving.file(moving.ours(ann)))
    moving.compare(run)
    moving.sign_off(run)
    assert moving.is_ready()
    from hanaper.hr.pay.api import pay_run_again

    with pay.doing(pay.desk, "pay-run.calculate", date(2026, 9, 18), 13):
        pay_run_again(run_id=moving.run.pk)
    with pay.doing(pay.desk, "pay-facts.set", date(2026, 9, 18), 14):
        pay_facts_put(facts=[PayFacts(ann.pk, ni_letter="J")], since=START)
    pay.calculate(moving.run, hour=15)
    assert not moving.is_ready()
    with pay.doing(moving.control, "migration.sign-off", DAY):
        services.parallel_run_reopen(run_id=run.pk)
    with pytest.raises(StepRefused) as refusal:
        moving.sign_off(run)
    assert refusal.value.values["reason"] == "parallel.stale"
    assert (moving.number(ann), "ni", "ni-letter") in moving.compare(run)


@pytest.mark.promise("P34")
def test_the_same_file_again_changes_nothing_and_a_wrong_one_brings_nothing_in(moving: Moving) -> None:
    ann = moving.payroll.hire()
    moving.run = moving.payroll.open(SEPTEMBER)
    with moving.payroll.doing(moving.payroll.desk, "pay-run.calculate", DAY):
        number = moving.payroll.fresh_run(moving.run).number
    moving.run.number = number
    content = f"payroll_number,element,amount\n{moving.number(ann)},basic,3000.00\n".encode()
    with pytest.raises(PayRunNotThere):
        moving.bring(content, pay_run="PY-1900-000001")
    with pytest.raises(WrongLegacyFile) as refusal:
        moving.bring(content + b"1,nothing,x\n2,basic,y\n")
    assert [(each.line, each.column) for each in refusal.value.values["wrong"]] == [
        (3, "element"), (3, "amount"), (4, "amount")
    ]  # fmt: skip
    run = moving.bring(content)
    again = moving.bring(content)
    assert (again.pk, again.edition) == (run.pk, 1)
    with moving.payroll.doing(moving.desk, "migration.run", DAY):
        assert LegacyPay.objects.count() == 1
    with pytest.raises(NotCalculated):
        moving.compare(run)


@pytest.mark.promise("P16")
def test_under_another_duty_of_the_same_body_nobody_sees_a_line_of_it(moving: Moving) -> None:
    ann = moving.payroll.hire()
    moving.run = moving.payroll.calculate(moving.payroll.open(SEPTEMBER))
    theirs = moving.ours(ann)
    theirs[moving.number(ann)]["ni"] += 100
    run = moving.bring(moving.file(theirs))
    moving.compare(run)
    pay_run = moving.run
    readers = (
        (moving.payroll.hr, "employee.read", 0),
        (moving.control, "migration.read", 1),
        (moving.desk, "migration.run", 1),
    )
    for actor, duty, expected in readers:
        with moving.payroll.doing(actor, duty, DAY):
            assert (LegacyPay.objects.count(), Difference.objects.count()) == (expected, expected)
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM hanaper.payslips_by_number(%s, '{}')", [pay_run.pk])
                assert cursor.fetchone() == (1 if duty == "migration.run" else 0,)


def client(actor: Actor) -> Client:
    with people.test_act():
        account = people.account(Person.objects.get(pk=actor.person_id))
    return people.signed_in_client(account)


def test_a_parallel_run_goes_through_its_pages_from_file_to_sign_off(committed_db: CommittedDatabase) -> None:
    moving = Moving()
    ann = moving.payroll.hire()
    moving.run = moving.payroll.calculate(moving.payroll.open(SEPTEMBER))
    theirs = moving.ours(ann)
    theirs[moving.number(ann)]["ni"] += 100
    desk, control = client(moving.desk), client(moving.control)
    assert "No parallel runs yet" in desk.get("/alpha/parallel-runs/").content.decode()
    wrong = SimpleUploadedFile("old.csv", b"payroll_number,element,amount\n1,wages,x\n")
    refused = desk.post("/alpha/parallel-runs/import/", {"pay_run": moving.run.number, "file": wrong})
    said = refused.content.decode()
    assert refused.status_code == 400
    assert "Line 2, element: found “wages”" in said and "Line 2, amount: found “x”" in said
    right = SimpleUploadedFile("old.csv", moving.file(theirs))
    sent = desk.post("/alpha/parallel-runs/import/", {"pay_run": moving.run.number, "file": right})
    assert sent.status_code == 303, sent.content.decode()[:3000]
    at = sent["Location"]
    assert desk.post(f"{at}compare/").status_code == 303
    page = control.get(at).content.decode()
    assert "Not ready: 1 open" in page and "Unexplained" in page
    listed = control.get(f"{at}differences/").content.decode()
    assert "Accept: they were wrong" in listed and "-£1.00" in listed
    assert "Accept: they were wrong" not in desk.get(f"{at}differences/").content.decode()
    csv = b"".join(control.get(f"{at}differences/?format=csv"))
    assert b"Unexplained" in csv
    with moving.payroll.doing(moving.control, "migration.read", DAY):
        (pk,) = Difference.objects.values_list("pk", flat=True)
    assert control.get(f"/alpha/parallel-differences/{pk}/").status_code == 200
    assert desk.post(f"{at}accept/they-were-wrong/", {"ticked": [pk]}).status_code == 403
    assert control.post(f"{at}accept/they-were-wrong/", {"ticked": [pk]}).status_code == 303
    assert control.post(f"{at}sign-off/").status_code == 303
    assert "Ready" in control.get(at).content.decode()
