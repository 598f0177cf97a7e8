"""Who may not do what: conflicts at grant, and own work on the same record (S01, S02, S06 to S09, P20 to P22)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from hanaper.commercial.suppliers.tests.factories import an_account, person_with
from hanaper.finance.cash.api import PaymentRun, payment_runs_release
from hanaper.finance.payables.api import INVOICE, Invoice, InvoiceLine, invoices_approve, invoices_resolve
from hanaper.finance.payables.tests.factories import Office, build_office
from hanaper.foundation.acts.api import Actor, act
from hanaper.foundation.duties.api import DutyConflict, Grant, role_create, role_grant
from hanaper.foundation.identity.api import person_create
from hanaper.foundation.processes import automation
from hanaper.foundation.processes.api import advance
from tests.world import LONG_AGO, SETUP

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return build_office()


CONFLICTS = [
    ("S01", "supplier.maintain", "invoice.receive"),
    ("S01", "supplier.maintain", "invoice.resolve"),
    ("S01", "supplier.maintain", "invoice.approve"),
    ("S02", "supplier.maintain", "payment-run.build"),
    ("S02", "supplier-bank.propose", "payment-run.build"),
    ("S02", "supplier-bank.approve", "payment-run.release"),
    ("S06", "receipt.record", "invoice.approve"),
    ("S07", "invoice.receive", "invoice.approve"),
    ("S08", "invoice.approve", "payment-run.release"),
    ("S09", "payment-run.build", "payment-run.release"),
    ("S38", "invoice.resolve", "invoice.approve"),
]


@pytest.mark.promise("P20")
@pytest.mark.parametrize(("rule", "one", "other"), CONFLICTS)
def test_nobody_is_given_both_halves(office: Office, rule: str, one: str, other: str) -> None:
    with pytest.raises(DutyConflict) as refused:
        person_with([one, other], office.alpha)

    assert refused.value.values["rule"] in {rule, "S38"}


def to_approve(office: Office) -> int:
    """An invoice that somebody accepted and that waits for approval."""
    (arrival,) = office.arrive(office.bill(office.ordered(), price="28.00"))
    office.run()
    pk = arrival.invoice_id or 0
    with office.act(office.resolver, "invoice.resolve"):
        assert invoices_resolve(ids=[pk], reason="price-agreed")[0].moved
    return pk


@pytest.mark.promise("P20", "P21")
@pytest.mark.parametrize("step", ["upload", "resolve", "receipt.record"])
def test_whoever_worked_on_it_does_not_approve_it_even_under_another_role(office: Office, step: str) -> None:
    if step == "upload":
        (arrival,) = office.arrive(office.bill(office.ordered(), price="28.00"), by=office.uploader)
        office.run()
        pk, maker = arrival.invoice_id or 0, office.uploader
        with office.act(office.resolver, "invoice.resolve"):
            assert invoices_resolve(ids=[pk], reason="price-agreed")[0].moved
    else:
        pk = to_approve(office)
        maker = office.resolver if step == "resolve" else office.shop.receiver
    later_becomes(maker, "invoice.approve", office)

    with office.act(maker, "invoice.approve"):
        (outcome,) = invoices_approve(ids=[pk])

    assert (outcome.moved, outcome.code, outcome.values["taken"]) == (False, "processes.own-work", step)


def later_becomes(person: Actor, duty: str, office: Office) -> None:
    """Take away what the person holds, as time would, and give them another duty: the record remembers."""
    today = office.today
    with act(SETUP, None, None):
        Grant.objects.filter(person_id=person.person_id).update(valid=DateRange(LONG_AGO, today))
        giver, agreer = (person_create(name=name, synthetic=True).pk for name in ("Giver", "Agreer"))
        role = role_create(code=f"later-{person.person_id}", name="Another", duties=[duty])
        role_grant(
            person_id=person.person_id, role=role, body=office.alpha, valid=(today, None), limit_pence=10**9,
            granted_by=giver, approved_by=agreer,
        )  # fmt: skip


@pytest.mark.promise("P23")
def test_an_invoice_beyond_the_approvers_limit_is_refused(office: Office) -> None:
    pk = to_approve(office)
    small = person_with(["invoice.approve"], office.alpha, limit_pence=335_99)
    enough = person_with(["invoice.approve"], office.alpha, limit_pence=336_00)

    with office.act(small, "invoice.approve"):
        (outcome,) = invoices_approve(ids=[pk])
    assert (outcome.moved, outcome.code) == (False, "processes.over-limit")
    with office.act(enough, "invoice.approve"):
        assert invoices_approve(ids=[pk])[0].moved


@pytest.mark.promise("P21")
def test_whoever_built_a_run_does_not_release_it_even_under_another_role(office: Office) -> None:
    office.arrive(office.bill(office.ordered()))
    office.run()
    (run,) = office.build()
    later_becomes(office.builder, "payment-run.release", office)

    with office.act(office.builder, "payment-run.release"):
        (outcome,) = payment_runs_release(ids=[run.pk])

    assert (outcome.moved, outcome.code) == (False, "processes.own-work")


# ---- what was approved is what runs (P22) ---------------------------------------------------------------------------

HEAD = [
    ("kind", "credit note"),
    ("supplier_number", "INV-2"),
    ("issue_date", "2020-01-01"),
    ("currency", "EUR"),
    ("net_minor", 1),
    ("tax_minor", 1),
    ("payable_minor", 1),
    ("payable_pence", 1),
    ("units_per_pound", "1.5"),
    ("payee_name", "Somebody else"),
    ("is_collected", True),
    ("remittance_reference", "other"),
]
LINE = [
    ("quantity", 1),
    ("net_minor", 1),
    ("cost_minor", 1),
    ("tax_minor", 1),
    ("prepaid_minor", 1),
    ("rounding_minor", 1),
    ("tax_code", "Z"),
    ("tax_percent", 1),
]


@pytest.mark.promise("P22")
@pytest.mark.parametrize(("field", "value"), HEAD + LINE, ids=str)
def test_an_approved_invoice_that_changed_is_not_posted(office: Office, field: str, value: object) -> None:
    pk = to_approve(office)
    with office.act(office.approver, "invoice.approve"):
        assert invoices_approve(ids=[pk])[0].moved
    model = InvoiceLine if (field, value) in LINE else Invoice
    key = "invoice_id" if model is InvoiceLine else "pk"
    with act(SETUP, None, office.alpha):
        assert model._default_manager.filter(**{key: pk}).update(**{field: value}) == 1

    automation.run(INVOICE, office.alpha)

    with act(SETUP, None, office.alpha):
        (outcome,) = advance(INVOICE, "post", [pk])
    assert (outcome.moved, outcome.state, outcome.code) == (False, "approved", "processes.content-changed")


@pytest.mark.promise("P22", "P24")
def test_a_run_whose_payee_has_another_account_since_is_not_released(office: Office) -> None:
    office.arrive(office.bill(office.ordered()))
    office.run()
    (run,) = office.build()
    with act(SETUP, None, office.alpha):
        site = office.shop.sites[office.alpha.pk].site
    at = datetime.combine(office.today + timedelta(days=1), time(12), tzinfo=UTC)
    office.shop.trade.account(site, an_account("Acme Ltd", number="99999999"), at=at)

    with act(office.releaser, "payment-run.release", office.alpha, at=at):
        (outcome,) = payment_runs_release(ids=[run.pk])

    assert (outcome.moved, outcome.code, outcome.values["payees"]) == (False, "cash.account-changed", ["Acme Alpha"])


@pytest.mark.promise("P22")
@pytest.mark.parametrize(("field", "value"), [("total_minor", 1), ("pay_on", "2030-01-02"), ("service", "chaps")])
def test_a_built_run_that_changed_is_not_released(office: Office, field: str, value: object) -> None:
    office.arrive(office.bill(office.ordered()))
    office.run()
    (run,) = office.build()
    with act(SETUP, None, office.alpha):
        PaymentRun.objects.filter(pk=run.pk).update(**{field: value})

    with office.act(office.releaser, "payment-run.release"):
        (outcome,) = payment_runs_release(ids=[run.pk])

    assert (outcome.moved, outcome.code) == (False, "processes.content-changed")
