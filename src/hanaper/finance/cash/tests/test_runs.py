"""Payment runs: what they take, and that each file is made once, whatever is killed in between (P33)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hanaper.commercial.suppliers.tests.factories import an_account
from hanaper.finance.cash import services
from hanaper.finance.cash.api import (
    PAYMENT_RUN,
    AccountMissing,
    PayDayWrong,
    PaymentNotDue,
    PaymentRun,
    RunEmpty,
    pay_day_after,
    payment_file_of,
    payment_files,
    payment_run_build,
    payment_runs_build,
    payment_runs_cancel,
    payment_runs_release,
    read_totals,
    run_payments,
)
from hanaper.finance.cash.models import PaymentFile
from hanaper.finance.cash.rules import bacs18, pain001
from hanaper.finance.payables.tests.factories import Office, build_office
from hanaper.foundation.acts.api import act
from hanaper.foundation.files.api import StoredFile
from hanaper.foundation.processes import automation
from hanaper.foundation.processes.api import advance
from hanaper.foundation.processes.errors import AutomationFailed
from hanaper.ledger.payments.api import PaymentInstruction, payments_due
from tests.databases import CommittedDatabase
from tests.world import SETUP


@pytest.fixture
def office(request: pytest.FixtureRequest) -> Office:
    request.getfixturevalue("db")
    return build_office()


@pytest.fixture
def committed(committed_db: CommittedDatabase) -> Office:
    return build_office()


def due(office: Office, *quantities: str) -> list[int]:
    """Payments due, one for each quantity of one order."""
    order = office.ordered("100")
    office.arrive(
        *(office.bill(order, quantity=each, number=f"{place}-TEST") for place, each in enumerate(quantities, 1))
    )
    office.run()
    with act(SETUP, None, office.alpha):
        return [payment.pk for payment in payments_due()]


def released(office: Office) -> PaymentRun:
    (run,) = office.build()
    with office.act(office.releaser, "payment-run.release"):
        assert payment_runs_release(ids=[run.pk])[0].moved
    return run


# ---- what a run takes ---------------------------------------------------------------------------------------------


def test_a_run_holds_each_payment_with_the_account_and_reference_it_goes_by(office: Office) -> None:
    due(office, "10", "20", "30")

    (run,) = office.build()

    assert (run.count, run.total_minor, run.service, run.currency) == (3, 1800_00, "bacs", "GBP")
    with act(SETUP, None, office.alpha):
        rows = list(run_payments(run.pk))
        assert [(row.amount_minor, row.reference) for row in rows] == [
            (300_00, "1-TEST"), (600_00, "2-TEST"), (900_00, "3-TEST"),
        ]  # fmt: skip
        assert {row.payment.state for row in rows} == {"in-run"}


def test_a_payment_is_in_one_run_only(office: Office) -> None:
    ids = due(office, "10")
    office.build()

    with office.act(office.builder, "payment-run.build"), pytest.raises(PaymentNotDue):
        payment_run_build(payment_ids=ids, pay_on=pay_day_after(office.today))


def test_a_cancelled_run_gives_its_payments_back(office: Office) -> None:
    ids = due(office, "10")
    (run,) = office.build()

    with office.act(office.builder, "payment-run.build"):
        assert payment_runs_cancel(ids=[run.pk])[0].moved
        again = payment_run_build(payment_ids=ids, pay_on=pay_day_after(office.today))

    assert again.pk != run.pk


def test_a_payee_without_an_approved_account_is_left_out_and_named(office: Office) -> None:
    ids = due(office, "10")
    with act(SETUP, None, office.alpha):
        PaymentInstruction.objects.filter(pk__in=ids).update(payee_site_id=999_999, payee_name="Nobody Ltd")

    with office.act(office.builder, "payment-run.build"):
        built = payment_runs_build(by=office.today.replace(year=2099), pay_on=pay_day_after(office.today))
        assert built.runs == ()
        (left,) = built.left_out
        assert isinstance(left.reason, AccountMissing)
        assert left.reason.values == {"whose": "Nobody Ltd", "currency": "GBP"}
        with pytest.raises(AccountMissing):
            payment_run_build(payment_ids=ids, pay_on=pay_day_after(office.today))


@pytest.mark.parametrize("name", ["Żółć Ltd", "山田商店"])
def test_a_payee_whose_name_no_bank_carries_is_left_out_before_the_release(office: Office, name: str) -> None:
    with act(SETUP, None, office.alpha):
        site = office.shop.sites[office.alpha.pk].site
    from datetime import UTC, datetime, time, timedelta

    tomorrow = datetime.combine(office.today + timedelta(days=1), time(12), tzinfo=UTC)
    office.shop.trade.account(site, an_account(name), at=tomorrow)
    due(office, "10")

    with act(office.builder, "payment-run.build", office.alpha, at=tomorrow):
        built = payment_runs_build(by=office.today.replace(year=2099), pay_on=pay_day_after(tomorrow.date()))

    assert [each.reason.code for each in built.left_out] == ([] if name.startswith("Ż") else ["cash.character-refused"])


def test_a_run_is_for_a_day_on_which_banks_pay(office: Office) -> None:
    ids = due(office, "10")
    from datetime import date

    for day in (date(2020, 1, 6), date(2030, 1, 5), date(2030, 12, 25)):
        with office.act(office.builder, "payment-run.build"), pytest.raises(PayDayWrong):
            payment_run_build(payment_ids=ids, pay_on=day)
    with office.act(office.builder, "payment-run.build"), pytest.raises(RunEmpty):
        payment_run_build(payment_ids=[], pay_on=pay_day_after(office.today))


# ---- the file is made once ----------------------------------------------------------------------------------------


@pytest.mark.promise("P33")
def test_a_file_carries_what_the_run_holds_and_is_made_once(office: Office) -> None:
    due(office, "10", "20")
    run = released(office)

    assert automation.run(PAYMENT_RUN, office.alpha) == 1
    assert automation.run(PAYMENT_RUN, office.alpha) == 0

    with act(SETUP, None, office.alpha):
        file = payment_file_of(run.pk)
        assert file is not None
        totals = read_totals(bytes(file.file.content))
        assert (totals.counted, totals.summed, totals.agree) == (2, 900, True)
        assert file.message_id == f"ALPHA-{PaymentRun.objects.get(pk=run.pk).number}"
        assert bytes(file.sha256) == bytes(file.file.sha256)
        (outcome,) = advance(PAYMENT_RUN, "write", [run.pk])
        assert (outcome.moved, outcome.code) == (False, "processes.wrong-state")


@pytest.mark.promise("P31", "P33")
@pytest.mark.parametrize("place", ["before the bytes", "after the bytes", "after the file", "before the commit"])
def test_killed_anywhere_while_writing_the_next_try_makes_the_one_file(
    committed: Office, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    due(committed, "10")
    run = released(committed)

    class Killed(Exception):
        """As if the process had ended there: nothing after it happens."""

    def killed(*_: Any, **__: Any) -> Any:
        raise Killed

    with monkeypatch.context() as patch:
        if place == "before the bytes":
            patch.setattr(pain001, "write", killed)
        elif place == "after the bytes":
            patch.setattr(services, "files_keep", killed)
        elif place == "after the file":
            patch.setattr(PaymentFile.objects, "bulk_create", killed)
        else:
            from hanaper.foundation.processes import advance as moving

            patch.setattr(moving, "_move", killed)
        with pytest.raises(AutomationFailed):
            automation.run(PAYMENT_RUN, committed.alpha)
    with act(SETUP, None, committed.alpha):
        assert (list(payment_files()), StoredFile.objects.filter(name__startswith="ALPHA-").count()) == ([], 0)
        expected = pain001.write(_content(run.pk))

    automation.run(PAYMENT_RUN, committed.alpha)

    with act(SETUP, None, committed.alpha):
        by_form = {file.form: file for file in payment_files()}
        assert bytes(by_form["pain.001"].file.content) == expected
        assert bacs18.read_totals(bytes(by_form["bacs18"].file.content)) == (1, by_form["pain.001"].total_minor)
        assert StoredFile.objects.filter(name__startswith="ALPHA-").count() == 2


def _content(run_id: int) -> Any:
    from hanaper.commercial.suppliers.api import accounts_in_full
    from hanaper.finance.cash.files import run_file

    run = PaymentRun.objects.select_related("bank_account", "body").get(pk=run_id)
    rows = list(run_payments(run_id))
    return run_file(run, rows, accounts_in_full(row.bank_detail_id for row in rows))


@pytest.mark.promise("P33")
def test_the_database_refuses_a_second_file_of_a_run_and_a_second_use_of_an_id(office: Office) -> None:
    due(office, "10")
    run = released(office)
    automation.run(PAYMENT_RUN, office.alpha)

    with act(SETUP, None, office.alpha):
        file = payment_file_of(run.pk)
        assert file is not None
        for message_id in (file.message_id, "ANOTHER"):
            file.pk, file.message_id = None, message_id
            with pytest.raises(IntegrityError), transaction.atomic():
                file.save(force_insert=True)


@pytest.mark.promise("P33")
def test_a_run_released_twice_at_once_is_released_once(office: Office) -> None:
    due(office, "10")
    run = released(office)

    with office.act(office.releaser, "payment-run.release"):
        (outcome,) = payment_runs_release(ids=[run.pk])

    assert (outcome.moved, outcome.code) == (False, "processes.wrong-state")
