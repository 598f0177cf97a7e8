"""A supplier's bank account: two people, nothing overwritten, no other way in."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hanaper.commercial.suppliers.api import (
    AccountIncomplete,
    BankAccount,
    BankChange,
    BankChangeDraft,
    BankDetailKept,
    ChangePending,
    NotTheLead,
    SiteNotThere,
    SupplierDraft,
    accounts_in_full,
    bank_changes_approve,
    bank_changes_propose,
    bank_changes_refuse,
    bank_changes_withdraw,
    bank_detail_of,
    suppliers_register,
)
from hanaper.commercial.suppliers.models import BankDetail
from hanaper.commercial.suppliers.selectors import same_account_elsewhere
from hanaper.commercial.suppliers.tests.factories import (
    CALL_BACK,
    Trade,
    an_account,
    build_trade,
    company,
    person_with,
)
from hanaper.foundation.acts.api import act
from hanaper.foundation.duties.api import DutyConflict, Grant, role_create, role_grant
from hanaper.foundation.processes.api import Evidence
from hanaper.kernel.dates import business_date
from hanaper.kernel.errors import WrongIdentifier
from tests.databases import CommittedDatabase
from tests.world import LONG_AGO, SETUP

NEW = an_account(number="87654321")


@pytest.fixture
def trade(db: None) -> Trade:
    return build_trade()


@pytest.mark.promise("P24")
def test_a_new_account_holds_from_its_approval_and_the_old_one_is_kept_with_its_dates(trade: Trade) -> None:
    site, now = trade.supplier(), timezone.now()
    trade.account(site, an_account(), at=now - timedelta(days=30))
    today, since = business_date(now), business_date(now - timedelta(days=30))
    change = trade.propose(site, NEW)
    with act(SETUP, None, trade.alpha):
        assert bank_detail_of([site.pk], "GBP", today)[site.pk].masked == "12-34-56 ••••5678"
    with act(trade.approver, "supplier-bank.approve", trade.alpha):
        bank_changes_approve(ids=[change.pk])
    with act(SETUP, None, trade.alpha):
        days = (since, today - timedelta(days=1), today, since - timedelta(days=1))
        found = [bank_detail_of([site.pk], "GBP", day) for day in days]
        in_full = accounts_in_full([found[0][site.pk].detail_id])
    assert [each[site.pk].masked[-4:] if each else None for each in found] == ["5678", "5678", "4321", None]
    assert [account.account_number for account in in_full.values()] == ["12345678"]


@pytest.mark.promise("P20", "P21")
def test_s03_the_duties_to_propose_and_to_approve_an_account_are_never_granted_together(trade: Trade) -> None:
    with pytest.raises(DutyConflict) as refusal, act(SETUP, None, None):
        role_create(code="both", name="Both", duties=["supplier-bank.propose", "supplier-bank.approve"])
    assert refusal.value.values["rule"] == "S03"
    with act(SETUP, None, None):
        role = role_create(code="approves", name="Approves", duties=["supplier-bank.approve"])
    proposer = trade.proposer.person_id
    with pytest.raises(DutyConflict), act(SETUP, None, None):
        role_grant(person_id=proposer, role=role, body=trade.alpha, valid=(LONG_AGO, None), granted_by=1, approved_by=2)


@pytest.mark.promise("P20", "P21")
def test_s03_whoever_proposed_an_account_cannot_approve_it_not_even_through_another(trade: Trade) -> None:
    """Who proposed, lost that duty and was given the other holds nothing in conflict: the record tells."""
    change = trade.propose(trade.supplier())
    with act(trade.approver, "supplier-bank.approve", trade.alpha, on_behalf_of=trade.proposer.person_id):
        outcomes = bank_changes_approve(ids=[change.pk])
    assert [(outcome.moved, outcome.code) for outcome in outcomes] == [(False, "processes.own-work")]
    with act(SETUP, None, None):
        Grant.objects.filter(person_id=trade.proposer.person_id).update(valid=DateRange(LONG_AGO, trade.today))
        role = role_create(code="approves", name="Approves", duties=["supplier-bank.approve"])
        role_grant(
            person_id=trade.proposer.person_id,
            role=role,
            body=trade.alpha,
            valid=(trade.today, None),
            granted_by=trade.maintainer.person_id,
            approved_by=trade.approver.person_id,
        )
    with act(trade.proposer, "supplier-bank.approve", trade.alpha):
        outcomes = bank_changes_approve(ids=[change.pk])
    assert [(outcome.moved, outcome.code) for outcome in outcomes] == [(False, "processes.own-work")]
    with act(SETUP, None, trade.alpha):
        assert BankDetail.objects.count() == 0


INSERT = (
    "INSERT INTO suppliers_bankdetail (cluster_id, site_id, holder_name, currency, sort_code, account_number, iban,"
    " bic, valid, change_id) SELECT cluster_id, id, 'Me', 'GBP', '111111', '11111111', '', '', '[2020-01-01,)', 1"
    " FROM suppliers_site"
)


@pytest.mark.promise("P24")
@pytest.mark.parametrize(
    ("attempt", "refusal"),
    [
        (INSERT, "42501"),
        ("UPDATE suppliers_bankdetail SET account_number = '11111111'", "42501"),
        ("DELETE FROM suppliers_bankdetail", "42501"),
        ("UPDATE suppliers_bankchange SET state = 'approved', state_since = hanaper.at()", "HN010"),
    ],
)
def test_no_path_but_an_approval_leads_to_a_bank_detail(trade: Trade, attempt: str, refusal: str) -> None:
    site = trade.supplier()
    trade.account(site)
    trade.propose(site, NEW)
    with act(SETUP, None, trade.alpha), connection.cursor() as cursor:
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            cursor.execute(attempt)
        assert refused.value.__cause__.sqlstate == refusal  # type: ignore[union-attr]


@pytest.mark.promise("P24")
def test_even_the_owner_of_the_table_cannot_overwrite_a_bank_detail(committed_db: CommittedDatabase) -> None:
    trade = build_trade()
    trade.account(trade.supplier())
    with committed_db.connect("owner", autocommit=True) as owner:
        for attempt in (
            "UPDATE suppliers_bankdetail SET account_number = '11111111'",
            "UPDATE suppliers_bankdetail SET valid = daterange('2019-01-01', NULL)",
            "DELETE FROM suppliers_bankdetail",
        ):
            with pytest.raises(psycopg.Error) as refused:
                owner.execute(attempt)
            assert refused.value.sqlstate == "HN040"
        # The control: where the guard is off, it works.
        owner.execute("SELECT set_config('hanaper.run', gen_random_uuid()::text, false)")
        owner.execute("SELECT set_config('hanaper.automation', 'test', false)")
        owner.execute("ALTER TABLE suppliers_bankdetail DISABLE TRIGGER stays")
        assert owner.execute("UPDATE suppliers_bankdetail SET account_number = '11111111'").rowcount == 1


@pytest.mark.promise("P22")
def test_what_was_proposed_is_what_is_approved(trade: Trade) -> None:
    change = trade.propose(trade.supplier())
    for field, value in (("account_number", "11111111"), ("holder_name", "Me"), ("site_id", change.site_id + 1)):
        with pytest.raises(BankDetailKept), act(trade.proposer, "supplier-bank.propose", trade.alpha):
            BankChange.objects.filter(pk=change.pk).update(**{field: value})


def test_a_refused_or_withdrawn_proposal_changes_nothing_and_makes_room_for_another(trade: Trade) -> None:
    site = trade.supplier()
    first = trade.propose(site)
    with act(trade.approver, "supplier-bank.approve", trade.alpha):
        bank_changes_refuse(ids=[first.pk], reason="suppliers.not-confirmed")
    second = trade.propose(site)
    with act(trade.proposer, "supplier-bank.propose", trade.alpha):
        bank_changes_withdraw(ids=[second.pk])
    trade.account(site)
    with act(SETUP, None, trade.alpha):
        steps = (
            Evidence.objects.filter(process="supplier-bank")
            .order_by("document_id", "id")
            .values_list("step", flat=True)
        )
        assert list(steps) == ["propose", "refuse", "propose", "withdraw", "propose", "approve"]
        assert BankDetail.objects.count() == 1


def test_two_changes_of_one_account_never_wait_at_once_nor_hold_on_one_day(trade: Trade) -> None:
    site = trade.supplier()
    trade.account(site)
    waiting = trade.propose(site, NEW)
    with pytest.raises(ChangePending):
        trade.propose(site)
    with act(trade.approver, "supplier-bank.approve", trade.alpha):
        assert bank_changes_approve(ids=[waiting.pk])[0].code == "suppliers.changed-today"
    # Another currency is another account.
    euros = trade.account(site, BankAccount("Acme", "EUR", iban="DE89 3704 0044 0532 0130 00", bic="DEUTDEFF"))
    with act(SETUP, None, trade.alpha):
        assert bank_detail_of([site.pk], "EUR", business_date(timezone.now()))[site.pk].masked == "DE ••••3000"
        assert BankDetail.objects.get(change_id=euros.pk).iban == "DE89370400440532013000"


@pytest.mark.parametrize(
    ("account", "error"),
    [
        (BankAccount("", sort_code="123456", account_number="12345678"), AccountIncomplete),
        (BankAccount("Acme", sort_code="123456"), AccountIncomplete),
        (
            BankAccount("Acme", sort_code="123456", account_number="12345678", iban="DE89370400440532013000"),
            AccountIncomplete,
        ),
        (BankAccount("Acme", iban="DE00370400440532013000"), WrongIdentifier),
        (BankAccount("Acme", sort_code="12345", account_number="12345678"), WrongIdentifier),
    ],
)
def test_an_account_that_cannot_be_paid_to_is_refused(
    trade: Trade, account: BankAccount, error: type[Exception]
) -> None:
    with pytest.raises(error):
        trade.propose(trade.supplier(), account)


@pytest.mark.promise("P12")
def test_accounts_are_proposed_only_for_the_lead_and_only_for_sites_of_its_cluster(trade: Trade) -> None:
    site = trade.supplier("Southern", body=trade.beta)
    with pytest.raises(SiteNotThere):
        trade.propose(site)
    real = trade.world.real
    someone = person_with(["supplier-bank.propose"], real)
    north = trade.supplier()
    with pytest.raises(NotTheLead) as refusal, act(someone, "supplier-bank.propose", real):
        bank_changes_propose(drafts=[BankChangeDraft(north.pk, an_account(), CALL_BACK)])
    assert refusal.value.values == {"found": "Real", "expected": "Alpha"}


def test_an_account_that_another_supplier_was_paid_to_is_shown_to_the_approver(trade: Trade) -> None:
    one, other = trade.supplier("One"), trade.supplier("Other")
    trade.account(one)
    change = trade.propose(other)
    with act(SETUP, None, trade.alpha):
        assert [str(entity) for entity in same_account_elsewhere(change)] == ["One"]
        assert same_account_elsewhere(BankChange.objects.get(site=one)) == []


def test_fifty_accounts_are_proposed_and_approved_in_as_many_statements_as_one(trade: Trade) -> None:
    def statements(number: int) -> int:
        with act(trade.maintainer, "supplier.maintain", trade.alpha):
            made = suppliers_register(drafts=[SupplierDraft(f"S {n}", "GB", [company()]) for n in range(number)])
        drafts = [BankChangeDraft(site.pk, an_account(), CALL_BACK) for site in made]
        with CaptureQueriesContext(connection) as queries:
            with act(trade.proposer, "supplier-bank.propose", trade.alpha):
                changes = bank_changes_propose(drafts=drafts)
            with act(trade.approver, "supplier-bank.approve", trade.alpha):
                assert all(outcome.moved for outcome in bank_changes_approve(ids=[c.pk for c in changes]))
        return len(queries)

    assert statements(1) == statements(50) <= 30
