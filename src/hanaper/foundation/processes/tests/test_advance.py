"""Making and moving documents: who may, what is refused, and what the evidence says afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hanaper.foundation.acts.api import Actor, act
from hanaper.foundation.acts.errors import NoActOpen
from hanaper.foundation.duties.api import Role, role_grant
from hanaper.foundation.identity.api import person_create
from hanaper.foundation.processes import automation
from hanaper.foundation.processes.api import (
    Evidence,
    Process,
    Step,
    StepRefused,
    advance,
    advance_one,
    create,
    link,
    linked,
)
from hanaper.foundation.processes.errors import WrongDuty
from hanaper.ledger.models import ManualJournal, ManualLine
from hanaper.ledger.process import JOURNAL
from tests.world import LONG_AGO, SETUP, World, build_world


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def somebody_who_may(world: World, role: str, **terms: Any) -> Actor:
    """Another person with a role at alpha."""
    with act(SETUP, None, None):
        person = person_create(name="Another", synthetic=True)
        role_grant(
            person_id=person.pk,
            role=Role.objects.get(code=role),
            body=world.alpha,
            valid=(LONG_AGO, None),
            granted_by=world.opener.person_id,
            approved_by=world.stranger.person_id,
            **terms,
        )
    return Actor(person.pk)


def steps(world: World, document_id: int) -> list[Evidence]:
    with act(world.enterer, "journal.enter", world.alpha):
        return list(Evidence.objects.filter(process="manual-journal", document_id=document_id).order_by("id"))


def bare_journal(world: World) -> ManualJournal:
    """A journal without lines, to be made by `create`."""
    return ManualJournal(fiscal_year=world.period.year, period=world.period.number, description="x", amount_pence=100)


def state(world: World, document_id: int) -> str:
    with act(world.enterer, "journal.enter", world.alpha):
        return str(ManualJournal.objects.get(pk=document_id).state)


def change_step(monkeypatch: pytest.MonkeyPatch, code: str, **how: Any) -> None:
    """Another declaration of one step, for one test."""
    monkeypatch.setattr(JOURNAL, "steps", [replace(s, **how) if s.code == code else s for s in JOURNAL.steps])


def test_every_document_has_an_outcome_of_its_own(world: World) -> None:
    own = somebody_who_may(world, "enter")
    good = world.enter(world.alpha)
    moved = world.enter(world.alpha)
    world.approve(world.alpha, [moved.pk])
    elsewhere = world.enter(world.beta)
    by_other = world.enter(world.alpha, by=own)
    outcomes = world.approve(world.alpha, [by_other.pk, good.pk, moved.pk, elsewhere.pk, 999_999])
    told = {o.document_id: (o.moved, o.state, o.code) for o in outcomes}
    assert [o.document_id for o in outcomes] == sorted(told)
    assert told == {
        good.pk: (True, "approved", ""),
        by_other.pk: (True, "approved", ""),
        moved.pk: (False, "approved", "processes.wrong-state"),
        elsewhere.pk: (False, "", "not-there"),
        999_999: (False, "", "not-there"),
    }


@pytest.mark.promise("P21")
def test_maker_is_never_checker_and_the_others_go(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """One person with both duties (the matrix lets S13 pass at grant: it is per record)."""
    both = somebody_who_may(world, "enter")
    with act(SETUP, None, None):
        role_grant(
            person_id=both.person_id, role=Role.objects.get(code="approve"), body=world.alpha, valid=(LONG_AGO, None),
            granted_by=world.opener.person_id, approved_by=world.stranger.person_id,
        )  # fmt: skip
    own, other = world.enter(world.alpha, by=both), world.enter(world.alpha)
    outcomes = {o.document_id: o for o in world.approve(world.alpha, [own.pk, other.pk], by=both)}
    assert (outcomes[own.pk].moved, outcomes[own.pk].code) == (False, "processes.own-work")
    assert outcomes[other.pk].moved
    # The control: without the rule the same press goes through.
    change_step(monkeypatch, "approve", never_by=())
    assert world.approve(world.alpha, [own.pk], by=both)[0].moved


@pytest.mark.promise("P20", "P21")
def test_a_second_account_is_the_same_person(world: World) -> None:
    both = somebody_who_may(world, "enter")
    with act(SETUP, None, None):
        role_grant(
            person_id=both.person_id, role=Role.objects.get(code="approve"), body=world.alpha, valid=(LONG_AGO, None),
            granted_by=world.opener.person_id, approved_by=world.stranger.person_id,
        )  # fmt: skip
    journal = world.enter(world.alpha, by=Actor(both.person_id, account_id=1))
    (outcome,) = world.approve(world.alpha, [journal.pk], by=Actor(both.person_id, account_id=2))
    assert outcome.code == "processes.own-work"


@pytest.mark.promise("P21")
def test_acting_on_behalf_of_the_maker_is_the_makers_act(world: World) -> None:
    journal = world.enter(world.alpha)
    (outcome,) = world.approve(world.alpha, [journal.pk], on_behalf_of=world.enterer.person_id)
    assert outcome.code == "processes.own-work"
    other = world.enter(world.alpha, on_behalf_of=world.approver.person_id)
    (outcome,) = world.approve(world.alpha, [other.pk])
    assert outcome.code == "processes.own-work"


@pytest.mark.promise("P21")
@pytest.mark.parametrize("turned", [False, True], ids=["linked from here", "linked to here"])
def test_work_on_a_linked_document_excludes_too(world: World, monkeypatch: pytest.MonkeyPatch, turned: bool) -> None:
    change_step(monkeypatch, "approve", never_by=("manual-journal.enter",))
    approver_too = somebody_who_may(world, "approve")
    with act(SETUP, None, None):
        role_grant(
            person_id=approver_too.person_id, role=Role.objects.get(code="enter"), body=world.alpha,
            valid=(LONG_AGO, None), granted_by=world.opener.person_id, approved_by=world.stranger.person_id,
        )  # fmt: skip
    theirs, other = world.enter(world.alpha, by=approver_too), world.enter(world.alpha)
    free = world.enter(world.alpha)
    pair = (JOURNAL, theirs.pk, JOURNAL, other.pk)
    with act(world.enterer, "journal.enter", world.alpha):
        link([pair[2:] + pair[:2] if turned else pair], kind="test")
        assert linked(JOURNAL, other.pk) == [("manual-journal", theirs.pk, "test")]
    outcomes = {o.document_id: o for o in world.approve(world.alpha, [other.pk, free.pk], by=approver_too)}
    assert outcomes[other.pk].code == "processes.own-work"
    assert outcomes[free.pk].moved


@pytest.mark.promise("P23")
@pytest.mark.parametrize(("limit", "passes"), [(3000, True), (2000, False), (None, False)])
def test_an_amount_over_the_limit_is_refused_and_no_limit_is_a_refusal(
    world: World, monkeypatch: pytest.MonkeyPatch, limit: int | None, passes: bool
) -> None:
    """The fiscal year stands in for an amount: 20xx pence."""
    change_step(monkeypatch, "approve", limit="fiscal_year")
    who = somebody_who_may(world, "approve", limit_pence=limit)
    journal = world.enter(world.alpha)
    (outcome,) = world.approve(world.alpha, [journal.pk], by=who)
    assert outcome.moved is passes
    if not passes:
        assert (outcome.code, outcome.values["limit_pence"]) == ("processes.over-limit", limit)


def test_a_step_needs_an_act_of_its_own_duty(world: World) -> None:
    journal = world.enter(world.alpha)
    with pytest.raises(WrongDuty), act(world.enterer, "journal.enter", world.alpha):
        advance(JOURNAL, "approve", [journal.pk])
    with pytest.raises(NoActOpen):
        advance(JOURNAL, "approve", [journal.pk])


def test_a_person_cannot_take_the_step_of_a_rule(world: World) -> None:
    journal = world.enter(world.alpha)
    world.approve(world.alpha, [journal.pk])
    with pytest.raises(WrongDuty), act(world.approver, "journal.approve", world.alpha):
        advance(JOURNAL, "post", [journal.pk])


@pytest.mark.promise("P20")
def test_a_rule_cannot_take_the_decision_of_a_person(world: World) -> None:
    journal = world.enter(world.alpha)
    with pytest.raises(WrongDuty), act(SETUP, None, world.alpha):
        advance(JOURNAL, "approve", [journal.pk])
    with act(world.enterer, "journal.enter", world.alpha):
        sent_back = ManualJournal.objects.get(pk=journal.pk)
    with pytest.raises(WrongDuty), act(SETUP, None, world.alpha):
        advance(JOURNAL, "withdraw", [sent_back])
    assert state(world, journal.pk) == "entered"


def test_what_an_effect_refuses_is_not_made(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(JOURNAL._effects, "enter", lambda batch: batch.refuse(batch.ids[0], "no"))
    with pytest.raises(StepRefused), act(world.enterer, "journal.enter", world.alpha):
        create(JOURNAL, "enter", [bare_journal(world)])
    with act(world.enterer, "journal.enter", world.alpha):
        assert not ManualJournal.objects.exists()


@pytest.mark.parametrize("guard", [{"limit": "pence"}, {"approves": True}, {"checks": True}, {"otherwise": "b"}])
def test_a_guard_that_a_making_step_would_not_keep_cannot_be_declared(guard: dict[str, Any]) -> None:
    step = Step("make", None, "a", duty="x.make", **guard)
    with pytest.raises(ValueError, match=r"x\.make"):
        Process("x", title="X", area="x", document="x.X", steps=[step])


def test_one_document_raises_what_a_batch_reports(world: World) -> None:
    journal = world.enter(world.alpha)
    world.approve(world.alpha, [journal.pk])
    with pytest.raises(StepRefused) as refused, act(world.approver, "journal.approve", world.alpha):
        advance_one(JOURNAL, "approve", journal.pk)
    assert refused.value.values["reason"] == "processes.wrong-state"


CONTENT = {
    "description": lambda j: ManualJournal.objects.filter(pk=j).update(description="other"),
    "period": lambda j: ManualJournal.objects.filter(pk=j).update(period=1),
    "fiscal year": lambda j: ManualJournal.objects.filter(pk=j).update(fiscal_year=2019),
    "kind": lambda j: ManualJournal.objects.filter(pk=j).update(kind="opening"),
    "amount": lambda j: ManualJournal.objects.filter(pk=j).update(amount_pence=7),
    "amount of a line": lambda j: ManualLine.objects.filter(journal_id=j, line_no=1).update(amount_pence=7),
    "account of a line": lambda j: ManualLine.objects.filter(journal_id=j, line_no=1).update(
        account_id=_third_account()
    ),
    "narrative of a line": lambda j: ManualLine.objects.filter(journal_id=j, line_no=1).update(narrative="x"),
    "a line gone": lambda j: ManualLine.objects.filter(journal_id=j, line_no=1).delete(),
}


def _third_account() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM ledger_account ORDER BY code OFFSET 2 LIMIT 1")
        return int(cursor.fetchone()[0])


@pytest.mark.promise("P22")
@pytest.mark.parametrize("what", CONTENT)
def test_what_was_approved_is_what_runs(world: World, what: str) -> None:
    journal = world.enter(world.alpha)
    world.approve(world.alpha, [journal.pk])
    with act(world.enterer, "journal.enter", world.alpha):
        assert CONTENT[what](journal.pk)
    assert automation.run(JOURNAL, world.alpha) == 0
    assert state(world, journal.pk) == "approved"
    with act(world.approver, "journal.approve", world.alpha):
        assert advance(JOURNAL, "send-back", [journal.pk])[0].moved, "and it has a way out"


@pytest.mark.promise("P22")
def test_control_an_approved_journal_that_nobody_changed_is_posted(world: World) -> None:
    journal = world.enter(world.alpha)
    world.approve(world.alpha, [journal.pk])
    assert automation.run(JOURNAL, world.alpha) == 1
    assert state(world, journal.pk) == "posted"


def test_evidence_says_who_when_how_long_it_waited_and_in_which_run(world: World) -> None:
    began = datetime(world.period.year, 4, 6, 9, tzinfo=UTC)
    journal = world.enter(world.alpha, at=began)
    later = began + timedelta(hours=26, seconds=5)
    with act(world.approver, "journal.approve", world.alpha, at=later, on_behalf_of=world.opener.person_id) as opened:
        advance(JOURNAL, "approve", [journal.pk], reason="checked")
    entered, approved = steps(world, journal.pk)
    assert (entered.step, entered.from_state, entered.to_state, entered.waited_seconds) == (
        "enter",
        "",
        "entered",
        None,
    )
    assert (entered.actor_id, entered.duty, entered.at) == (world.enterer.person_id, "journal.enter", began)
    assert (approved.step, approved.from_state, approved.to_state) == ("approve", "entered", "approved")
    assert (approved.waited_seconds, approved.at) == (26 * 3600 + 5, later)
    assert (approved.actor_id, approved.on_behalf_of_id) == (world.approver.person_id, world.opener.person_id)
    assert (approved.reason, approved.run, approved.automation) == ("checked", opened.run, None)
    assert approved.recorded_at > approved.at


def test_a_rules_evidence_names_the_rule_and_nobody(world: World) -> None:
    journal = world.enter(world.alpha)
    world.approve(world.alpha, [journal.pk])
    automation.run(JOURNAL, world.alpha)
    posted = steps(world, journal.pk)[-1]
    assert (posted.step, posted.automation, posted.actor_id, posted.duty) == (
        "post", "manual-journal.post", None, None,
    )  # fmt: skip


def test_a_diverted_document_goes_elsewhere_with_its_reason(world: World) -> None:
    from hanaper.ledger import services
    from hanaper.ledger.models import Period

    with act(SETUP, None, None):
        from hanaper.foundation.duties.api import role_create

        role = role_create(code="close", name="close", duties=["period.close"])
    with act(SETUP, None, None):
        person = person_create(name="Closer", synthetic=True)
        role_grant(
            person_id=person.pk, role=role, body=world.alpha, valid=(LONG_AGO, None),
            granted_by=world.opener.person_id, approved_by=world.stranger.person_id,
        )  # fmt: skip
    journal = world.enter(world.alpha)
    world.approve(world.alpha, [journal.pk])
    with act(Actor(person.pk), "period.close", world.alpha):
        services.period_close(ids=[Period.objects.get(period=world.period.number).pk])
    assert automation.run(JOURNAL, world.alpha) == 1
    evidence = steps(world, journal.pk)[-1]
    assert (evidence.to_state, evidence.reason) == ("returned", "ledger.period-not-open")


@pytest.mark.promise("P31")
def test_an_error_in_an_effect_undoes_the_whole_act(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    journals = [world.enter(world.alpha) for _ in range(3)]

    def fails(batch: Any) -> None:
        raise RuntimeError("half way")

    monkeypatch.setitem(JOURNAL._effects, "approve", fails)
    with pytest.raises(RuntimeError):
        world.approve(world.alpha, [journal.pk for journal in journals])
    assert {state(world, journal.pk) for journal in journals} == {"entered"}
    assert all(len(steps(world, journal.pk)) == 1 for journal in journals)


def test_a_hundred_documents_cost_as_many_statements_as_one(world: World) -> None:
    counts = []
    for size in (1, 100):
        with act(world.enterer, "journal.enter", world.alpha):
            made = create(
                JOURNAL,
                "enter",
                [bare_journal(world) for _ in range(size)],
            )
        with CaptureQueriesContext(connection) as seen:
            assert all(o.moved for o in world.approve(world.alpha, [document.pk for document in made]))
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.promise("P37")
@pytest.mark.parametrize(
    "change",
    [
        "state = 'posted', state_since = hanaper.at()",
        "state_since = hanaper.at() - interval '1 day'",
        "state_reason = 'forged'",
        "approved_digest = sha256('x')",
        "process_version = 2",
        "number = 'MJ-1999-000001'",
        "id = id + 1000",
    ],
)
def test_what_belongs_to_a_step_changes_with_a_step_alone(world: World, change: str) -> None:
    journal = world.enter(world.alpha)
    with act(world.enterer, "journal.enter", world.alpha), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hanaper.step', 'forge', true)")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(f"UPDATE ledger_manualjournal SET {change} WHERE id = %s", [journal.pk])
        cursor.execute("UPDATE ledger_manualjournal SET description = 'an edit' WHERE id = %s", [journal.pk])


def test_a_document_is_never_deleted(world: World) -> None:
    journal = world.enter(world.alpha)
    with act(world.enterer, "journal.enter", world.alpha), pytest.raises(DatabaseError), transaction.atomic():
        ManualJournal.objects.filter(pk=journal.pk)._raw_delete("default")


def test_a_document_ends_under_the_version_that_it_began_with(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second version is declared that knows no such move; what began under the first still takes it."""
    journal = world.enter(world.alpha)
    monkeypatch.setattr(JOURNAL, "version", 2)
    assert world.approve(world.alpha, [journal.pk])[0].moved
    with pytest.raises(Exception, match="version 2"):
        world.enter(world.alpha)


class TestEffort:
    """Effort is kept apart: by document, step and duty, to the month, never with the worker."""

    def seconds(self, world: World, **act_terms: Any) -> list[tuple[Any, ...]]:
        with act(world.enterer, "journal.enter", world.alpha):
            made = create(
                JOURNAL,
                "enter",
                [bare_journal(world) for _ in range(4)],
            )
        world.approve(world.alpha, [document.pk for document in made], **act_terms)
        with act(world.enterer, "journal.enter", world.alpha), connection.cursor() as cursor:
            cursor.execute(
                "SELECT step, duty, acts, seen, seconds FROM hanaper.effort_sums('2000-01-01', '2100-01-01')"
                " WHERE step = 'approve'"
            )
            return list(cursor.fetchall())

    def test_a_bulk_act_divides_its_time_among_its_documents(self, world: World) -> None:
        assert self.seconds(world, worked_seconds=100.0) == [("approve", "journal.approve", 4, 4, 100.0)]

    def test_time_that_nobody_saw_is_not_nought(self, world: World) -> None:
        assert self.seconds(world) == [("approve", "journal.approve", 4, 0, 0.0)]

    def test_a_gap_over_the_idle_cut_counts_as_the_cut(self, world: World) -> None:
        ((_, _, _, seen, seconds),) = self.seconds(world, worked_seconds=9e9)
        assert (seen, seconds < 9e9) == (4, True)

    def test_a_rule_leaves_no_effort(self, world: World) -> None:
        journal = world.enter(world.alpha)
        world.approve(world.alpha, [journal.pk])
        automation.run(JOURNAL, world.alpha)
        with act(world.enterer, "journal.enter", world.alpha), connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT step FROM hanaper.effort_sums('2000-01-01', '2100-01-01') ORDER BY 1")
            assert cursor.fetchall() == [("approve",), ("enter",)]

    def test_it_is_kept_for_thirteen_months_then_as_sums(self, world: World) -> None:
        with pytest.raises(DatabaseError, match="13 months"), connection.cursor() as cursor, transaction.atomic():
            cursor.execute("SELECT hanaper.effort_expire(current_date)")
