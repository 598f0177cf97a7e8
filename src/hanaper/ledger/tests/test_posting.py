"""Posting: refused in whole, with the rule named; the same source once; balances exact whatever is sealed."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from hanaper.foundation.acts.api import Actor, Automation, act, reading
from hanaper.foundation.audit.api import seal
from hanaper.foundation.duties.api import role_create, role_grant
from hanaper.foundation.identity.api import person_create
from hanaper.foundation.processes import automation
from hanaper.foundation.processes.api import advance
from hanaper.foundation.tenancy.api import Body
from hanaper.kernel.errors import HanaperError
from hanaper.kernel.periods import FiscalPeriod
from hanaper.ledger import posting, selectors, services
from hanaper.ledger.api import COMMITMENT, Journal, Line, Posted, post
from hanaper.ledger.errors import KeyNotThere, OutOfBalance, PeriodNotOpen, SourceReused
from hanaper.ledger.models import ManualJournal, ManualLine, Period
from hanaper.ledger.process import JOURNAL, PERIOD
from hanaper.ledger.services import period_close
from tests.databases import CommittedDatabase
from tests.world import World, build_world, seal_everything

BOOK = Automation("test.post")


@pytest.fixture
def world(committed_db: CommittedDatabase) -> World:
    return build_world()


def _line(world: World, body: Body, account: str, pence: int, **more: Any) -> Line:
    ids = selectors.account_ids([account])
    return Line(ids[account], world.cost_centres[body.pk], world.programmes[body.pk], pence, **more)


def _journal(world: World, body: Body, source_id: int = 1, pence: int = 100, **more: Any) -> Journal:
    lines = [_line(world, body, "5700", pence), _line(world, body, "2000", -pence)]
    return replace(Journal("test", source_id, "post", world.period, lines), **more)


def _post(world: World, body: Body, *journals: Journal) -> list[Posted]:
    with act(BOOK, None, body):
        return post(journals)


def _refused(world: World, journal: Journal, error: type[HanaperError]) -> None:
    good = _journal(world, world.alpha, source_id=7)
    with pytest.raises(error):
        _post(world, world.alpha, good, journal)
    with connection.cursor() as cursor, act(BOOK, None, world.alpha):
        cursor.execute("SELECT count(*) FROM ledger_journal")
        assert cursor.fetchone() == (0,), "nothing half done: the good journal of the batch did not stay"


@pytest.mark.promise("P01")
def test_a_journal_that_does_not_balance_is_refused_with_its_whole_batch(world: World) -> None:
    lines = [_line(world, world.alpha, "5700", 100), _line(world, world.alpha, "2000", -99)]
    _refused(world, _journal(world, world.alpha, lines=lines), OutOfBalance)


@pytest.mark.promise("P01")
def test_each_kind_balances_by_itself(world: World) -> None:
    lines = [_line(world, world.alpha, "5700", 100), _line(world, world.alpha, "9100", -100, kind=COMMITMENT)]
    _refused(world, _journal(world, world.alpha, lines=lines), OutOfBalance)


@pytest.mark.promise("P06")
def test_a_period_that_is_not_open_is_refused(world: World) -> None:
    unopened = FiscalPeriod(world.period.year - 1, 3)
    _refused(world, _journal(world, world.alpha, period=unopened), PeriodNotOpen)


@pytest.mark.promise("P12")
def test_keys_of_another_body_are_refused(world: World) -> None:
    foreign = [_line(world, world.beta, "5700", 100), _line(world, world.beta, "2000", -100)]
    _refused(world, _journal(world, world.alpha, lines=foreign), KeyNotThere)
    unknown = [replace(line, account_id=999_999) for line in _journal(world, world.alpha).lines]
    _refused(world, _journal(world, world.alpha, lines=unknown), KeyNotThere)
    itself = [replace(line, counterparty_id=world.alpha.pk) for line in _journal(world, world.alpha).lines]
    _refused(world, _journal(world, world.alpha, lines=itself), KeyNotThere)


def test_the_same_source_is_posted_once_and_answered_again(world: World) -> None:
    (first,) = _post(world, world.alpha, _journal(world, world.alpha))
    (again,) = _post(world, world.alpha, _journal(world, world.alpha))
    assert again == Posted(first.journal_id, repeated=True)
    with pytest.raises(SourceReused):
        _post(world, world.alpha, _journal(world, world.alpha, pence=101))
    with pytest.raises(SourceReused):
        _post(world, world.alpha, _journal(world, world.alpha, reverses_id=first.journal_id))
    (other_event,) = _post(
        world, world.alpha, _journal(world, world.alpha, event="reverse", reverses_id=first.journal_id)
    )
    assert not other_event.repeated
    (other_body,) = _post(world, world.beta, _journal(world, world.beta))
    assert not other_body.repeated


def test_a_reversal_undoes_what_was_posted_whatever_the_document_says_since(world: World) -> None:
    entered = world.enter(world.alpha, 100)
    world.approve(world.alpha, [entered.pk])
    automation.run(JOURNAL, world.alpha)
    with act(world.enterer, "journal.enter", world.alpha):
        for line in ManualLine.objects.filter(journal_id=entered.pk):
            ManualLine.objects.filter(pk=line.pk).update(amount_pence=7 * line.amount_pence)
        posted = ManualJournal.objects.get(pk=entered.pk)
        reversal = services.journal_reverse(journal=posted, period=world.period, description="Undo")
        assert sorted(reversal.lines.values_list("amount_pence", flat=True)) == [-100, 100]


def test_many_lines_go_the_same_way_as_few(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "SLICE_LINES", 100)  # 24 calls of the database
    many = [_journal(world, world.alpha, source_id=n, pence=n) for n in range(1, 1201)]
    posted = _post(world, world.alpha, *many)
    assert len({p.journal_id for p in posted}) == 1200
    assert _post(world, world.alpha, *many[:2]) == [replace(p, repeated=True) for p in posted[:2]]
    bad = replace(many[5], source_id=5000, lines=[replace(many[5].lines[0], amount_pence=3), *many[5].lines[1:]])
    with pytest.raises(OutOfBalance):
        _post(world, world.alpha, *[replace(j, source_id=j.source_id + 6000) for j in many], bad)
    with reading(world.enterer, "ledger.read", [world.alpha]):
        rows = selectors.trial_balance(body_ids=[world.alpha.pk], fiscal_year=world.period.year)
    assert [(r.code, r.closing_pence) for r in rows] == [("2000", -720_600), ("5700", 720_600)]


def test_texts_are_kept_as_they_are_and_what_is_not_there_stays_so(world: World) -> None:
    odd = "a \"b\", \\{c}\\ NULL 'd' é"
    lines = [
        _line(world, world.alpha, "5700", 100, project=odd, foreign_minor=120, currency="USD"),
        _line(world, world.alpha, "2000", -100, project="NULL"),
    ]
    _post(world, world.alpha, _journal(world, world.alpha, source=odd, lines=lines))
    with connection.cursor() as cursor, act(BOOK, None, world.alpha):
        cursor.execute("SELECT project, foreign_minor, currency FROM ledger_line ORDER BY line_no")
        assert cursor.fetchall() == [(odd, 120, "USD"), ("NULL", None, None)]
        cursor.execute("SELECT source FROM ledger_journal")
        assert cursor.fetchall() == [(odd,)]


def test_a_journal_without_lines_and_a_line_without_a_journal_are_refused(world: World) -> None:
    _refused(world, _journal(world, world.alpha, lines=[]), KeyNotThere)
    journal = _journal(world, world.alpha)
    with pytest.raises(KeyNotThere), act(BOOK, None, world.alpha), connection.cursor() as cursor:
        (a, b) = journal.lines
        cursor.execute(
            "SELECT hanaper.post('{x}', '{1}', '{post}', %s, %s, '{NULL}', '{1,1,2,2}', '{1,1,1,1}', %s, %s, %s,"
            " '{\"\",\"\",\"\",\"\"}', '{NULL,NULL,NULL,NULL}', '{5,-5,5,-5}', '{NULL,NULL,NULL,NULL}',"
            " '{NULL,NULL,NULL,NULL}')",
            [
                [journal.period.year],
                [journal.period.number],
                [a.account_id, b.account_id] * 2,
                [a.cost_centre_id] * 4,
                [a.programme_id] * 4,
            ],
        )


@pytest.mark.promise("P03")
def test_a_balance_is_exact_before_and_after_sealing_and_costs_accounts_not_lines(world: World) -> None:
    def balances() -> list[tuple[str, int, int]]:
        with reading(world.enterer, "ledger.read"):
            rows = selectors.trial_balance(body_ids=[world.alpha.pk], fiscal_year=world.period.year)
        return [(row.code, row.debit_pence, row.credit_pence) for row in rows]

    _post(world, world.alpha, *[_journal(world, world.alpha, source_id=n) for n in range(10)])
    before = balances()
    assert before == [("2000", 0, 1000), ("5700", 1000, 0)]
    seal_everything()
    assert balances() == before
    _post(world, world.alpha, _journal(world, world.alpha, source_id=11))
    assert balances() == [("2000", 0, 1100), ("5700", 1100, 0)]
    with act(BOOK, None, world.alpha), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM hanaper.balance_differences(%s)", [world.alpha.pk])
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM ledger_folded")
        assert cursor.fetchone() == (2,)


@pytest.mark.promise("P06")
def test_closing_waits_for_a_posting_under_way_and_stops_those_to_come(world: World) -> None:
    """The race of close and post: the posting that began first goes in before the close; the next is refused."""
    with act(world.opener, "period.open", world.alpha):
        period = Period.objects.get(fiscal_year=world.period.year, period=world.period.number)
    posted, closing, closed = threading.Event(), threading.Event(), threading.Event()

    def close() -> None:
        posted.wait(10)
        with act(_closer(world), "period.close", world.alpha):
            closing.set()
            period_close(ids=[period.pk])
        closed.set()
        connections["default"].close()

    closer = threading.Thread(target=close)
    closer.start()
    with act(BOOK, None, world.alpha):
        post([_journal(world, world.alpha)])
        posted.set()
        closing.wait(10)
        assert not closed.wait(0.3), "the close waits while a posting is under way"
    assert closed.wait(10)
    closer.join()
    with pytest.raises(PeriodNotOpen):
        _post(world, world.alpha, _journal(world, world.alpha, source_id=2))


def _closer(world: World) -> Actor:
    """Somebody who may close periods of alpha."""
    with act(BOOK, None, None):
        people = [person_create(name=f"Closer {n}", synthetic=True).pk for n in range(3)]
        role = role_create(code="close", name="close", duties=["period.close"])
        both = {"granted_by": people[1], "approved_by": people[2]}
        role_grant(person_id=people[0], role=role, body=world.alpha, valid=(date(2020, 4, 1), None), **both)
    return Actor(people[0])


@pytest.mark.promise("P06")
def test_without_the_periods_lock_a_posting_slips_into_a_closed_period(world: World) -> None:
    """The control: a close that does not take the lock commits while a posting that found it open is under way."""
    with act(BOOK, None, world.alpha):
        post([_journal(world, world.alpha)])
        closer = threading.Thread(target=_close_without_lock, args=[world])
        closer.start()
        closer.join(10)
        assert not closer.is_alive(), "nothing made the close wait"
    with act(BOOK, None, world.alpha):
        assert Period.objects.get(fiscal_year=world.period.year, period=world.period.number).state == "closed"


def _close_without_lock(world: World) -> None:
    """Moves the period to closed by its process, on another connection, but without the lock that `_close` takes."""
    effect = PERIOD._effects.pop("close")
    try:
        with act(_closer(world), "period.close", world.alpha):
            period = Period.objects.get(fiscal_year=world.period.year, period=world.period.number)
            advance(PERIOD, "close", [period.pk])
    finally:
        PERIOD._effects["close"] = effect
        connections["default"].close()


@pytest.mark.promise("P01", "P02", "P03")
def test_books_agree_with_a_simpler_model_whatever_is_posted_sealed_and_reversed(  # noqa: C901 (one machine)
    committed_db: CommittedDatabase,
) -> None:
    world = build_world()

    class Books(RuleBasedStateMachine):
        """Posts, reverses, repeats and seals at random; a dictionary keeps the balances beside the books."""

        @initialize()
        def begin(self) -> None:
            self.kept: dict[str, int] = defaultdict(int)
            self.journals: list[tuple[int, Journal]] = []

        def _next(self) -> int:
            Books.counter += 1
            return Books.counter

        counter = 0

        @rule(pence=st.lists(st.integers(-10_000, 10_000).filter(bool), min_size=1, max_size=4))
        def post_one(self, pence: list[int]) -> None:
            total = sum(pence)
            lines = [_line(world, world.alpha, "5700", amount) for amount in pence]
            if total:
                lines.append(_line(world, world.alpha, "2000", -total))
            journal = Journal("test", self._next(), "post", world.period, lines)
            if not total and len(lines) < 2:
                return
            (posted,) = _post(world, world.alpha, journal)
            self.journals.append((posted.journal_id, journal))
            self._keep(journal, 1)

        @precondition(lambda self: self.journals)
        @rule(data=st.data())
        def reverse_one(self, data: st.DataObject) -> None:
            journal_id, journal = data.draw(st.sampled_from(self.journals))
            lines = [replace(line, amount_pence=-line.amount_pence) for line in journal.lines]
            reversal = replace(journal, event="reverse", lines=lines, reverses_id=journal_id)
            (posted,) = _post(world, world.alpha, reversal)
            if not posted.repeated:
                self._keep(reversal, 1)

        @precondition(lambda self: self.journals)
        @rule(data=st.data())
        def repeat_one(self, data: st.DataObject) -> None:
            journal_id, journal = data.draw(st.sampled_from(self.journals))
            assert _post(world, world.alpha, journal) == [Posted(journal_id, repeated=True)]

        @rule()
        def seal_what_is_there(self) -> None:
            seal(world.alpha.pk)

        def _keep(self, journal: Journal, sign: int) -> None:
            for line in journal.lines:
                self.kept[str(line.account_id)] += sign * line.amount_pence

        @invariant()
        def the_books_say_the_same(self) -> None:
            with act(BOOK, None, world.alpha), connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM hanaper.balance_differences(%s)", [world.alpha.pk])
                assert cursor.fetchone() == (0,)
                cursor.execute("SELECT coalesce(sum(debit_pence - credit_pence), 0) FROM ledger_balance")
                assert cursor.fetchone() == (0,)
                cursor.execute(
                    "SELECT l.account_id::text, sum(l.amount_pence)::bigint FROM ledger_line l JOIN ledger_journal j"
                    " ON j.body_id = l.body_id AND j.id = l.journal_id WHERE j.source_id > %s GROUP BY 1",
                    [self._start()],
                )
                posted = {account: total for account, total in cursor.fetchall() if total}
            assert posted == {account: total for account, total in self.kept.items() if total}

        def _start(self) -> int:
            first = min((journal.source_id for _, journal in self.journals), default=Books.counter + 1)
            return first - 1

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Books,
        settings=settings(
            max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
