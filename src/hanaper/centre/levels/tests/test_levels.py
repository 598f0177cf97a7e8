"""Service levels of a month, counted from evidence that the database wrote."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanaper.centre.levels.api import (
    Figure,
    Question,
    as_it_stands,
    controls,
    documents,
    figures,
    holds,
    longest_waiting,
    measure,
    month_of,
    summaries,
    volumes,
    waits,
    weekday_holidays,
)
from hanaper.centre.levels.errors import MeasureUnknown, MonthUnreadable
from hanaper.centre.levels.measures import MEASURES
from hanaper.centre.levels.tests.factories import AS_OF, Lives, build_lives, instant
from hanaper.foundation.acts.api import Automation, act, reading
from hanaper.ledger.api import Account, Journal, Line, post
from hanaper.parameters import england_and_wales

LEVELS = Automation("levels")


def month_of_alpha_and_beta() -> Lives:
    """October 2026, as of 10 November: eight invoices of alpha and one of beta.

    untouched  5 Oct, paid in 3 days; 5 Oct, paid in 11 days; a credit that is settled; beta's, paid in 1 day
    control    passed to an approver, and untouched otherwise
    by hand    without an order, held and resolved; brought in by a person
    refused    a file that breaks the rules
    open       held for its price since 20 October
    """
    lives = build_lives()
    alpha = lives.alpha
    lives.pay(lives.rules(lives.arrive(alpha, "2026-10-05 09:00"), "2026-10-05 09:00"), "2026-10-08 11:00")
    lives.pay(lives.rules(lives.arrive(alpha, "2026-10-05 10:00"), "2026-10-05 10:00"), "2026-10-16 11:00")
    control = lives.arrive(alpha, "2026-10-05 11:00", pence=5_000_00)
    lives.rules(control, "2026-10-05 11:00", ("match", "matched"), ("pass", "to-approve"))
    lives.approve(control, "2026-10-07 15:00", seconds=40)
    lives.rules(control, "2026-10-07 15:00", ("post", "posted"))
    lives.pay(control, "2026-10-09 11:00")
    resolved = lives.arrive(alpha, "2026-10-06 09:00", order=False)
    lives.hold(resolved, "2026-10-06 09:00", "no-order")
    lives.resolve(resolved, "2026-10-08 09:00", seconds=100)
    lives.approve(resolved, "2026-10-08 16:00", seconds=20)
    lives.rules(resolved, "2026-10-08 16:00", ("post", "posted"))
    lives.pay(resolved, "2026-10-12 11:00")
    keyed = lives.arrive(alpha, "2026-10-07 09:00", step="upload")
    lives.pay(lives.rules(keyed, "2026-10-07 09:00"), "2026-10-12 11:00")
    lives.arrive(alpha, "2026-10-08 09:00", step="turn-away", reason="invalid-file", order=False, pence=None)
    lives.hold(lives.arrive(alpha, "2026-10-19 09:00"), "2026-10-20 09:00", "price-over")
    credit = lives.arrive(alpha, "2026-10-21 09:00", pence=-5_00)
    lives.rules(credit, "2026-10-21 09:00", ("match", "matched"), ("pass", "approved"), ("post", "settled"))
    lives.pay(
        lives.rules(lives.arrive(lives.beta, "2026-10-12 09:00", pence=50_00), "2026-10-12 09:00"), "2026-10-13 11:00"
    )
    # Another month's invoice counts in its own.
    lives.arrive(alpha, "2026-11-02 09:00")
    return lives


@pytest.fixture
def lives(db: None) -> Lives:
    return month_of_alpha_and_beta()


def ask(lives: Lives, **more: object) -> Question:
    return lives.asked(**more)


def figure(asked: Question, key: str, body_id: int | None = None) -> Figure:
    return next(f for f in figures(asked, summaries(asked)[body_id]) if f.key == key)


EXPECTED = """
key                        of        value   numerator  denominator
volume.received            together  9       9          none
volume.open                together  1       1          none
touchless.all              together  4444    4          9
touchless.eligible         together  5714    4          7
touchless.eligible-share   together  7778    7          9
touchless.by-value         together  459     25500      555500
touchless.control-only     together  1       1          none
touchless.by-hand          together  2       2          none
touchless.sampled-errors   together  none    none       none
holds.held                 together  2222    2          9
standard.met               together  7143    5          7
prompt-payment.target      together  5714    4          7
prompt-payment.limit       together  10000   6          6
prompt-payment.stopped     together  0       0          7
touchless.all              alpha     3750    3          8
touchless.all              beta      10000   1          1
prompt-payment.target      beta      10000   1          1
"""


@pytest.mark.parametrize("row", [line.split() for line in EXPECTED.strip().splitlines()[1:]], ids=" ".join)
def test_a_figure_of_the_month(lives: Lives, row: list[str]) -> None:
    key, of, *numbers = row
    expected = [None if number == "none" else int(number) for number in numbers]
    body_id = {"together": None, "alpha": lives.alpha.pk, "beta": lives.beta.pk}[of]
    with reading(LEVELS, "levels.read"):
        found = figure(ask(lives), key, body_id)
    assert [found.value, found.numerator, found.denominator] == expected


def test_every_figure_opens_to_exactly_the_documents_that_it_counts(lives: Lives) -> None:
    from hanaper.centre.levels.views import narrowing

    with reading(LEVELS, "levels.read"):
        asked = ask(lives)
        lines = documents(asked)
        for found in figures(asked, summaries(asked)[None]):
            if found.lines is None:
                continue
            listed = narrowing(asked, lines, found.lines)
            if found.key == "touchless.by-value":
                assert sum(row["value_pence"] or 0 for row in listed.stream()) == found.numerator
            elif found.numerator is not None:
                assert listed.count() == found.numerator, found.key


def test_touchless_is_read_as_three_rates_with_value_sample_and_controls(
    lives: Lives,
) -> None:
    with reading(LEVELS, "levels.read"):
        asked = ask(lives)
        keys = {f.key: f for f in figures(asked, summaries(asked)[None])}
    together = ["all", "eligible", "eligible-share", "by-value", "sampled-errors", "control-only"]
    assert {f"touchless.{name}" for name in together} <= keys.keys()
    assert keys["touchless.all"].is_provisional and keys["touchless.by-value"].is_provisional


def test_touchless_is_final_90_days_after_the_month(lives: Lives) -> None:
    with reading(LEVELS, "levels.read"):
        last = ask(lives, as_of=instant("2027-01-29 12:00"))
        after = ask(lives, as_of=instant("2027-01-30 12:00"))
        assert figure(last, "touchless.all").is_provisional
        assert not figure(after, "touchless.all").is_provisional


def test_the_error_rate_of_a_sample_is_not_known_and_not_nought(lives: Lives) -> None:
    with reading(LEVELS, "levels.read"):
        found = figure(ask(lives), "touchless.sampled-errors")
    assert found.value is None and "not nought" in found.note


def test_a_rate_over_nothing_is_not_known_and_not_nought(db: None) -> None:
    lives = build_lives()
    lives.arrive(lives.alpha, "2026-10-08 09:00", step="turn-away", reason="invalid-file", order=False)
    with reading(LEVELS, "levels.read"):
        found = figure(ask(lives), "touchless.eligible")
    assert (found.value, found.numerator, found.denominator) == (None, 0, 0)


def test_a_press_over_many_documents_touches_each_of_them(db: None) -> None:
    lives = build_lives()
    made = [lives.arrive(lives.alpha, f"2026-10-05 09:0{n}") for n in range(3)]
    for one in made:
        lives.hold(one, "2026-10-05 10:00", "price-over")
    for one in made:
        lives.resolve(one, "2026-10-05 11:00", seconds=10)
    with reading(LEVELS, "levels.read"):
        assert figure(ask(lives), "touchless.by-hand").value == 3


def test_one_that_leaves_the_states_in_which_it_was_ready_is_touchless_no_more(lives: Lives) -> None:
    with reading(LEVELS, "levels.read"):
        asked = ask(lives)
        touches = Counter(row["touch"] for row in documents(asked).stream())
    assert touches == {"untouched": 4, "by hand": 2, "control only": 1, "refused by rule": 1, "not ready yet": 1}


def test_volume_is_by_channel_and_state(lives: Lives) -> None:
    with reading(LEVELS, "levels.read"):
        found = {(v.channel, v.state): v.documents for v in volumes(ask(lives)) if v.body_id is None}
    assert found == {
        ("by hand", "paid"): 1, ("network", "held"): 1, ("network", "paid"): 5, ("network", "rejected"): 1,
        ("network", "settled"): 1,
    }  # fmt: skip


def test_what_still_waits_counts_with_the_time_it_has_waited_so_far(lives: Lives) -> None:
    with reading(LEVELS, "levels.read"):
        held = next(w for w in waits(ask(lives)) if w.body_id is None and w.state == "held")
    waited = AS_OF - instant("2026-10-20 09:00")
    resolved = timedelta(days=2)
    assert (held.documents, held.open_documents) == (2, 1)
    assert held.total_seconds == (waited + resolved).total_seconds()
    assert (held.median_seconds, held.longest_seconds) == (resolved.total_seconds(), waited.total_seconds())
    # 20 October to 10 November is 15 working days; 6 to 8 October two.
    assert (held.median_days, held.p90_days) == (2, 15)


def test_the_longest_waiting_says_which_duty_holds_it_and_never_which_person(lives: Lives) -> None:
    with reading(LEVELS, "levels.read"):
        found = longest_waiting(ask(lives))
    assert [(one.body_code, one.state, one.state_reason, one.working_days) for one in found] == [
        ("alpha", "held", "price-over", 15)
    ]
    assert (found[0].holder.duties, found[0].holder.side) == (("invoice.resolve",), "the centre")
    assert not {"actor_id", "person", "person_id"} & set(vars(found[0]))


def test_what_the_body_did_not_receive_waits_for_the_body_and_not_for_the_centre(db: None) -> None:
    lives = build_lives()
    lives.hold(lives.arrive(lives.alpha, "2026-10-19 09:00"), "2026-10-20 09:00", "quantity-short")
    with reading(LEVELS, "levels.read"):
        found = longest_waiting(ask(lives))
    assert [(one.holder.duties, one.holder.side) for one in found] == [(("receipt.record",), "the body")]


def test_holds_are_counted_by_reason(lives: Lives) -> None:
    with reading(LEVELS, "levels.read"):
        found = {h.reason: (h.documents, h.open_documents) for h in holds(ask(lives)) if h.body_id is None}
    assert found == {"no-order": (1, 0), "price-over": (1, 1)}


def test_required_approvals_are_listed_as_controls(lives: Lives) -> None:
    with reading(LEVELS, "levels.read"):
        found = {c.step: c.documents for c in controls(ask(lives)) if c.body_id is None}
    assert found == {"approve": 2, "pay": 6}


def test_an_invoice_whose_days_are_not_over_is_neither_in_time_nor_late(lives: Lives) -> None:
    with reading(LEVELS, "levels.read"):
        asked = ask(lives, as_of=instant("2026-10-23 12:00"))
        counts = summaries(asked)[None]
    assert (counts.target_met, counts.target_missed, counts.target_not_yet) == (4, 2, 1)
    assert (counts.left_out_refused, counts.left_out_nothing_owed) == (1, 1)


def test_prompt_payment_names_what_it_leaves_out(lives: Lives) -> None:
    with reading(LEVELS, "levels.read"):
        assert "1 refused and 1 that owe nothing" in figure(ask(lives), "prompt-payment.limit").note


def test_day_one_is_the_day_after_receipt(db: None) -> None:
    lives = build_lives()
    for paid in ("2026-10-10 11:00", "2026-10-11 11:00"):
        lives.pay(lives.rules(lives.arrive(lives.alpha, "2026-10-05 09:00"), "2026-10-05 09:00"), paid)
    with reading(LEVELS, "levels.read"):
        counts = summaries(ask(lives))[None]
    assert (counts.target_met, counts.target_missed) == (1, 1)


@pytest.mark.parametrize(("reversed_at", "touch"), [("2026-12-31 09:00", "undone"), ("2027-01-10 09:00", "untouched")])
def test_an_invoice_reversed_in_the_books_within_90_days_was_not_touchless(
    db: None, reversed_at: str, touch: str
) -> None:
    lives = build_lives()
    one = lives.rules(lives.arrive(lives.alpha, "2026-10-05 09:00"), "2026-10-05 09:00")
    journal = post_for(lives, "invoice", one.pk, "2026-10-05 09:01", 100_00)
    post_for(lives, "manual-journal", 1, reversed_at, -100_00, reverses_id=journal)
    with reading(LEVELS, "levels.read"):
        found = list(documents(lives.asked(as_of=instant("2027-02-01 09:00"))).stream())
    assert [row["touch"] for row in found] == [touch]


def post_for(lives: Lives, source: str, source_id: int, at: str, pence: int, **more: int) -> int:
    """Post two lines for a document of alpha, in whatever period is open."""
    world = lives.shop.trade.world
    keys = (world.cost_centres[lives.alpha.pk], world.programmes[lives.alpha.pk])
    accounts = [Account.objects.get(code=code).pk for code in ("5700", "2000")]
    lines = [Line(accounts[0], *keys, pence), Line(accounts[1], *keys, -pence)]
    with act(Automation("test.post"), None, lives.alpha, at=instant(at)):
        return post([Journal(source, source_id, "post", world.period, lines, **more)])[0].journal_id


def test_a_made_up_world_has_its_own_clock_and_a_real_one_the_clock_on_the_wall(lives: Lives) -> None:
    now = datetime(2027, 6, 1, 12, tzinfo=UTC)
    with reading(LEVELS, "levels.read", [lives.alpha, lives.beta]):
        assert as_it_stands(now=now) == instant("2026-11-03 00:00")
        assert as_it_stands(now=AS_OF - timedelta(days=30)) == AS_OF - timedelta(days=30)
    with reading(LEVELS, "levels.read"):
        assert as_it_stands(now=now) == now


def test_a_body_outside_the_scope_is_not_counted(lives: Lives) -> None:
    with reading(LEVELS, "levels.read", [lives.alpha]):
        asked = ask(lives, body_ids=[lives.alpha.pk, lives.beta.pk])
        assert summaries(asked)[None].documents == 8
        assert lives.beta.pk not in summaries(asked)


def test_a_figure_that_rests_on_made_up_rows_says_so(lives: Lives) -> None:
    with reading(LEVELS, "levels.read"):
        asked = ask(lives)
        assert all(f.synthetic for f in figures(asked, summaries(asked)[None]))
        assert all(row["synthetic"] for row in documents(asked).stream())


@pytest.mark.promise("P40")
def test_the_same_question_has_the_same_answer_after_the_world_moved_on(lives: Lives) -> None:
    with reading(LEVELS, "levels.read"):
        asked = ask(lives)
        before = summaries(asked)[None], waits(asked), volumes(asked)
    known = asked.known_at
    open_one = _open_of(lives)
    lives.resolve(open_one, "2026-11-09 09:00", seconds=30)  # happened before, and we learn of it only now
    with reading(LEVELS, "levels.read"):
        again = ask(lives, known_at=known)
        assert (summaries(again)[None], waits(again), volumes(again)) == before
        now = ask(lives)
        assert summaries(now)[None].by_hand == before[0].by_hand + 1


def _open_of(lives: Lives):  # type: ignore[no-untyped-def]
    from hanaper.finance.payables.api import Invoice

    with act(Automation("look"), None, lives.alpha):
        return Invoice.objects.select_related("body").get(state="held")


days = st.dates(date(2001, 1, 1), date(2039, 12, 31))


@given(st.lists(st.tuples(days, st.integers(-40, 400)), min_size=1, max_size=40))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_counts_working_days_as_the_calendar_does(db: None, pairs: list[tuple[date, int]]) -> None:
    calendar = england_and_wales()
    ends = [min(start + timedelta(days=days), date(2040, 12, 31)) for start, days in pairs]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hanaper.worked_through(e, %(h)s) - hanaper.worked_through(s, %(h)s)"
            " FROM unnest(%(s)s::date[], %(e)s::date[]) WITH ORDINALITY AS u(s, e, n) ORDER BY n",
            {"h": weekday_holidays(calendar), "s": [start for start, _ in pairs], "e": ends},
        )
        counted = [row[0] for row in cursor.fetchall()]
    assert counted == [calendar.working_days_between(start, end) for (start, _), end in zip(pairs, ends, strict=True)]


def test_every_measure_is_whole_and_its_versions_follow_each_other() -> None:
    for one in MEASURES:
        assert all([one.title, one.numerator, one.denominator, one.exclusions, one.source, one.owner, one.guard]), (
            one.code
        )
    for code in {one.code for one in MEASURES}:
        versions = [one.version for one in MEASURES if one.code == code]
        assert sorted(versions) == list(range(1, len(versions) + 1))
    with pytest.raises(MeasureUnknown):
        measure("speed")


@pytest.mark.parametrize("text", ["2026", "2026-13", "10-2026", "2026-1", ""])
def test_a_month_is_written_as_year_and_month(text: str) -> None:
    with pytest.raises(MonthUnreadable):
        month_of(text)
