"""Writes to the books: the chart, periods, and the life of a manual journal.

Each function is one business act, called inside an open act. What happens at a step stands in the step's effect.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.numbering.api import take
from hanaper.foundation.processes.api import Batch, Outcome, advance, advance_one, create, link
from hanaper.kernel.periods import FiscalPeriod
from hanaper.ledger.chart import CHART
from hanaper.ledger.errors import JournalEmpty, JournalUnbalanced, NotEditable, NotReversible
from hanaper.ledger.models import Account, AccountFact, ManualJournal, ManualLine, Period, PostedLine, Programme
from hanaper.ledger.posting import post
from hanaper.ledger.process import JOURNAL, PERIOD
from hanaper.ledger.rules.manual import EnteredLine, journal_of


def chart_load(*, since: date) -> int:
    """Load the standard chart of accounts, valid from a date; what is there already stays. Returns how many are new."""
    there = set(Account.objects.values_list("code", flat=True))
    new = [entry for entry in CHART if entry.code not in there]
    accounts = Account.objects.bulk_create(
        [
            Account(code=e.code, name=e.name, type=e.type, subledger=e.subledger, valid=DateRange(since, None))
            for e in new
        ]
    )
    AccountFact.objects.bulk_create(
        [
            AccountFact(
                account=account,
                valid=DateRange(since, None),
                boundary=e.boundary,
                economic_code=e.economic_code,
                is_cash=e.is_cash,
                control_total=e.control_total,
                source=e.source,
            )
            for account, e in zip(accounts, new, strict=True)
        ]
    )
    return len(new)


def programme_create(*, code: str, name: str, since: date) -> Programme:
    """A programme of the act's body, valid from a date."""
    return Programme.objects.create(body_id=current_act().body_id, code=code, name=name, valid=DateRange(since, None))


def period_open(*, periods: Sequence[FiscalPeriod]) -> list[Period]:
    """Open accounting periods of the act's body for the first time, and the year's partitions with them."""
    with connection.cursor() as cursor:
        for year in sorted({period.year for period in periods}):
            cursor.execute("SELECT hanaper.open_year(%s)", [year])
    return create(PERIOD, "open", [Period(fiscal_year=p.year, period=p.number) for p in periods])


def period_close(*, ids: Iterable[int]) -> list[Outcome]:
    """Close periods: postings under way finish first, and none begins after."""
    return advance(PERIOD, "close", ids)


def period_ask_reopening(*, ids: Iterable[int], reason: str) -> list[Outcome]:
    """Ask for closed periods to be reopened; someone else agrees. reason: a code that stands in the evidence."""
    return advance(PERIOD, "ask-reopening", ids, reason=reason)


def period_reopen(*, ids: Iterable[int]) -> list[Outcome]:
    """Agree to reopen periods."""
    return advance(PERIOD, "reopen", ids)


def period_keep_closed(*, ids: Iterable[int]) -> list[Outcome]:
    """Refuse the reopening of periods."""
    return advance(PERIOD, "keep-closed", ids)


def journal_enter(
    *,
    period: FiscalPeriod,
    description: str,
    lines: Sequence[EnteredLine],
    kind: str = ManualJournal.Kind.ORDINARY,
    reverses: ManualJournal | None = None,
) -> ManualJournal:
    """Enter a manual journal for approval by somebody else.

    Raises JournalEmpty for fewer than two lines, JournalUnbalanced where debits and credits differ.
    """
    _check_lines(lines)
    journal = create(
        JOURNAL,
        "enter",
        [
            ManualJournal(
                fiscal_year=period.year,
                period=period.number,
                description=description,
                amount_pence=_debits(lines),
                kind=kind,
                reverses=reverses,
            )
        ],
    )[0]
    _write_lines(journal, lines)
    take("manual-journal", ManualJournal, [journal.pk], prefix="MJ")
    if reverses is not None:
        link([(JOURNAL, journal.pk, JOURNAL, reverses.pk)], kind="reverses")
    return journal


def journal_correct(
    *, journal: ManualJournal, period: FiscalPeriod, description: str, lines: Sequence[EnteredLine]
) -> Outcome:
    """Change a journal that was sent back, and enter it again. Raises NotEditable in any other state."""
    _check_lines(lines)
    if journal.state != "returned":
        raise NotEditable(state=journal.state)
    ManualJournal.objects.filter(pk=journal.pk).update(
        fiscal_year=period.year, period=period.number, description=description, amount_pence=_debits(lines)
    )
    journal.lines.all().delete()
    _write_lines(journal, lines)
    return advance_one(JOURNAL, "correct", journal)


def journal_approve(*, ids: Iterable[int]) -> list[Outcome]:
    """Approve entered journals: refused to whoever entered or corrected them."""
    return advance(JOURNAL, "approve", ids)


def journal_send_back(*, ids: Iterable[int], reason: str) -> list[Outcome]:
    """Send journals that are not posted back to be corrected: the way out, too, for one that was changed after its
    approval and so is never posted. reason: a code that stands in the evidence."""
    return advance(JOURNAL, "send-back", ids, reason=reason)


def journal_withdraw(*, ids: Iterable[int]) -> list[Outcome]:
    """Withdraw journals that are not approved."""
    return advance(JOURNAL, "withdraw", ids)


def journal_reverse(*, journal: ManualJournal, period: FiscalPeriod, description: str) -> ManualJournal:
    """Enter the reversal of a posted journal: what was posted with opposite signs, for approval by somebody else.

    Raises NotReversible for a journal that is not posted, or that has a reversal already.
    """
    if journal.state != "posted" or journal.journal_id is None:
        raise NotReversible(found=journal.state)
    if journal.has_reversal:
        raise NotReversible(found="reversed already")
    narratives = dict(journal.lines.values_list("line_no", "narrative"))
    posted = PostedLine.objects.filter(
        body_id=journal.body_id, fiscal_year=journal.fiscal_year, journal_id=journal.journal_id
    )
    lines = [
        EnteredLine(x.account_id, x.cost_centre_id, x.programme_id, -x.amount_pence, narratives.get(x.line_no, ""))
        for x in posted.order_by("line_no")
    ]
    return journal_enter(
        period=period, description=description, lines=lines, kind=ManualJournal.Kind.REVERSAL, reverses=journal
    )


@JOURNAL.content
def _content(ids: Sequence[int]) -> dict[int, Any]:
    """What an approval of a journal stands for."""
    heads = ManualJournal.objects.filter(pk__in=ids).values_list(
        "pk", "kind", "fiscal_year", "period", "description", "amount_pence", "reverses_id"
    )
    content: dict[int, Any] = {pk: [*rest, []] for pk, *rest in heads}
    lines = ManualLine.objects.filter(journal_id__in=ids).order_by("journal_id", "line_no")
    for pk, *line in lines.values_list(
        "journal_id", "line_no", "account_id", "cost_centre_id", "programme_id", "amount_pence", "narrative"
    ):
        content[pk][-1].append(line)
    return content


@JOURNAL.effect("post")
def _post(batch: Batch) -> None:
    """Post what was approved. A journal whose period has closed meanwhile goes back to be corrected."""
    found = ManualJournal.objects.filter(pk__in=batch.ids).select_related("reverses").prefetch_related("lines")
    journals = {journal.pk: journal for journal in found}
    open_periods = set(Period.objects.filter(state="open").values_list("fiscal_year", "period"))
    for pk, journal in journals.items():
        if (journal.fiscal_year, journal.period) not in open_periods:
            batch.divert(pk, "ledger.period-not-open")
    batch.settle()
    posted = post([journal_of(journals[pk], journals[pk].lines.all()) for pk in batch.ids])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_manualjournal m SET journal_id = p.journal_id FROM unnest(%s::bigint[], %s::bigint[])"
            " AS p(id, journal_id) WHERE m.body_id = %s AND m.id = p.id",
            [batch.ids, [p.journal_id for p in posted], batch.act.body_id],
        )


@PERIOD.effect("close")
def _close(batch: Batch) -> None:
    """Take each period's lock alone: postings under way finish first, and see it closed afterwards."""
    with connection.cursor() as cursor:
        for period in Period.objects.filter(pk__in=batch.ids).order_by("fiscal_year", "period"):
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hanaper.period_lock(%s, %s::smallint, %s::smallint))",
                [batch.act.body_id, period.fiscal_year, period.period],
            )


def _debits(lines: Sequence[EnteredLine]) -> int:
    return sum(line.amount_pence for line in lines if line.amount_pence > 0)


def _check_lines(lines: Sequence[EnteredLine]) -> None:
    if len(lines) < 2 or any(line.amount_pence == 0 for line in lines):
        raise JournalEmpty(lines=len(lines))
    difference = sum(line.amount_pence for line in lines)
    if difference:
        raise JournalUnbalanced(difference_pence=difference)


def _write_lines(journal: ManualJournal, lines: Sequence[EnteredLine]) -> None:
    ManualLine.objects.bulk_create(
        [
            ManualLine(
                body_id=journal.body_id,
                journal=journal,
                line_no=number,
                account_id=line.account_id,
                cost_centre_id=line.cost_centre_id,
                programme_id=line.programme_id,
                amount_pence=line.amount_pence,
                narrative=line.narrative,
            )
            for number, line in enumerate(lines, 1)
        ]
    )
