"""Reads of the books, always of the bodies in scope and in a fixed order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import connection
from django.db.models import QuerySet

from hanaper.foundation.database.arrays import numbers
from hanaper.foundation.processes.api import Evidence
from hanaper.foundation.tenancy.api import current_scope
from hanaper.kernel.errors import NotThere
from hanaper.kernel.periods import FiscalPeriod
from hanaper.ledger.errors import AccountUnknown
from hanaper.ledger.models import Account, ManualJournal, Period, PostedJournal, PostedLine
from hanaper.ledger.rules.journal import ACTUAL


@dataclass(frozen=True)
class AccountBalance:
    """One row of a trial balance. debit, credit: turnover of the periods asked for; opening: what stood before them;
    closing: opening + debit - credit. All in pence; debit balances positive, credit balances negative."""

    account_id: int
    code: str
    name: str
    type: str
    opening_pence: int
    debit_pence: int
    credit_pence: int
    closing_pence: int


def trial_balance(
    *, body_ids: Sequence[int], fiscal_year: int, first: int = 1, last: int = 15, kind: int = ACTUAL
) -> list[AccountBalance]:
    """Every account that has moved in the year up to period `last`, by code. The closings sum to zero.

    Read from balances kept by account: it costs the number of bodies, accounts and periods, not of lines.
    """
    bodies = sorted(set(body_ids) & set(current_scope().bodies))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id, a.code, a.name, a.type, b.opening, b.debit, b.credit, b.opening + b.debit - b.credit FROM ("
            " SELECT account_id,"
            "  coalesce(sum(debit_pence - credit_pence) FILTER (WHERE period < %(first)s), 0)::bigint AS opening,"
            "  coalesce(sum(debit_pence) FILTER (WHERE period >= %(first)s), 0)::bigint AS debit,"
            "  coalesce(sum(credit_pence) FILTER (WHERE period >= %(first)s), 0)::bigint AS credit"
            " FROM ledger_account_movement WHERE body_id = ANY (%(bodies)s) AND fiscal_year = %(year)s"
            "  AND kind = %(kind)s AND period <= %(last)s GROUP BY account_id) b"
            " JOIN ledger_account a ON a.id = b.account_id ORDER BY a.code",
            {"bodies": bodies, "year": fiscal_year, "first": first, "last": last, "kind": kind},
        )
        return [AccountBalance(*row) for row in cursor.fetchall()]


def balance_pence(*, account: str, body_id: int, fiscal_year: int, kind: int = ACTUAL) -> int:
    """Balance of one account of one body for a year, in pence; debit positive."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(b.debit_pence - b.credit_pence), 0)::bigint FROM ledger_account_movement b"
            " JOIN ledger_account a ON a.id = b.account_id"
            " WHERE b.body_id = %s AND b.fiscal_year = %s AND b.kind = %s AND a.code = %s",
            [body_id, fiscal_year, kind, account],
        )
        return int(cursor.fetchone()[0])


def account_lines(
    *, body_ids: Sequence[int], account_code: str, fiscal_year: int, first: int = 1, last: int = 15
) -> QuerySet[PostedLine]:
    """Posted lines of one account, newest first, with account, cost centre, programme and body at hand."""
    return (
        PostedLine.objects.filter(
            body_id__in=list(body_ids),
            account__code=account_code,
            fiscal_year=fiscal_year,
            period__range=(first, last),
        )
        .select_related("account", "cost_centre", "programme", "body")
        .order_by("-journal_id", "line_no")
    )


def journal_get_for(journal_id: int) -> ManualJournal:
    """One manual journal in scope. Raises NotThere, alike for none and for not yours."""
    try:
        return journals().get(pk=journal_id)
    except ManualJournal.DoesNotExist:
        raise NotThere(what="journal", found=journal_id) from None


def journals() -> QuerySet[ManualJournal]:
    """Every manual journal in scope, newest first."""
    return ManualJournal.objects.select_related("body").order_by("-pk")


def entered_by(*, person_id: int, state: str) -> list[int]:
    """Ids of the journals in a state that the person entered or corrected: theirs are for others to approve."""
    worked = Evidence.objects.filter(process="manual-journal", step__in=("enter", "correct"), actor_id=person_id)
    return list(
        ManualJournal.objects.filter(state=state, pk__in=worked.values("document_id")).values_list("pk", flat=True)
    )


def posted_get_for(journal_id: int) -> PostedJournal:
    """One posted journal in scope. Raises NotThere."""
    try:
        return PostedJournal.objects.select_related("body").get(id=journal_id)
    except PostedJournal.DoesNotExist:
        raise NotThere(what="posted journal", found=journal_id) from None


def source_balances(*, body_id: int, source: str, source_id: int) -> dict[str, int]:
    """Pence by account code of all that was posted for one source document; an account of nought is not there."""
    made = PostedJournal.objects.filter(body_id=body_id, source=source, source_id=source_id)
    found: Counter[str] = Counter()
    for journal in made:
        for line in posted_lines(journal):
            found[line.account.code] += line.amount_pence
    return {code: pence for code, pence in found.items() if pence}


def charged(*, source: str, source_ids: Sequence[int]) -> dict[int, int]:
    """Pence of expense that was posted for source documents of the bodies in scope, by body."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.body_id, sum(l.amount_pence)::bigint FROM ledger_journal j"
            " JOIN ledger_line l ON l.body_id = j.body_id AND l.fiscal_year = j.fiscal_year AND l.journal_id = j.id"
            " JOIN ledger_account a ON a.id = l.account_id"
            " WHERE j.source = %s AND j.source_id = ANY (%s::bigint[]) AND a.type = 'expense' GROUP BY 1 ORDER BY 1",
            [source, numbers(source_ids)],
        )
        return dict(cursor.fetchall())


def charged_lines(*, source: str, source_ids: Sequence[int]) -> QuerySet[PostedLine]:
    """The lines that `charged` sums, by body, account and cost centre."""
    made = PostedJournal.objects.filter(source=source, source_id__in=list(source_ids))
    return (
        PostedLine.objects.filter(journal_id__in=made.values("id"), account__type="expense")
        .select_related("account", "cost_centre", "programme", "body")
        .order_by("body__name", "account__code", "cost_centre__code", "journal_id", "line_no")
    )


def accounts_on(day: date) -> QuerySet[Account]:
    """The chart on a day, by code."""
    return Account.objects.filter(valid__contains=day).order_by("code")


@lru_cache(maxsize=512)
def _account_id(code: str) -> int:
    found = Account.objects.filter(code=code).values_list("pk", flat=True).first()
    if found is None:
        raise AccountUnknown(found=code)
    return found


def account_ids(codes: Iterable[str]) -> dict[str, int]:
    """Ids of accounts by code. An account's id never changes, so they are remembered. Raises AccountUnknown."""
    return {code: _account_id(code) for code in codes}


def open_periods(*, body_id: int) -> list[FiscalPeriod]:
    """The open periods of a body, in order."""
    rows = Period.objects.filter(body_id=body_id, state="open").order_by("fiscal_year", "period")
    return [FiscalPeriod(p.fiscal_year, p.period) for p in rows]


def period_find(*, body_id: int, period: FiscalPeriod) -> Period | None:
    """A body's accounting period, in whatever state; None where it was never opened."""
    return Period.objects.filter(body_id=body_id, fiscal_year=period.year, period=period.number).first()


def periods() -> QuerySet[Period]:
    """Every period in scope, by body, newest first."""
    return Period.objects.select_related("body").order_by("body__name", "-fiscal_year", "-period")


def period_get_for(period_id: int) -> Period:
    """One period in scope. Raises NotThere."""
    try:
        return Period.objects.select_related("body").get(pk=period_id)
    except Period.DoesNotExist:
        raise NotThere(what="period", found=period_id) from None


def posted_lines(journal: PostedJournal) -> QuerySet[PostedLine]:
    """The lines of one posted journal, in order."""
    return (
        PostedLine.objects.filter(body_id=journal.body_id, fiscal_year=journal.fiscal_year, journal_id=journal.id)
        .select_related("account", "cost_centre", "programme", "body")
        .order_by("line_no")
    )
