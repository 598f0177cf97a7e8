"""Who is asked, what is counted, what is told, and that nobody can say who gave which answer."""

from __future__ import annotations

from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection
from procrastinate.contrib.django import app as procrastinate

from hanaper import parameters
from hanaper.centre.satisfaction.api import SURVEYED, Answers, QuestionNotOpen, question_answer, question_decline
from hanaper.centre.satisfaction.selectors import comments, customers
from hanaper.centre.satisfaction.tasks import ask_everywhere
from hanaper.centre.satisfaction.tests.factories import DUTIES, READER, Survey, build_survey
from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.foundation.acts.api import act, reading
from hanaper.foundation.processes.api import Evidence, link, process
from hanaper.foundation.tenancy.api import Body
from tests.databases import CommittedDatabase
from tests.world import SETUP

TABLES = ("satisfaction_ask", "satisfaction_quiet", "satisfaction_round", "satisfaction_comment")


@pytest.fixture
def survey(db: None) -> Survey:
    return build_survey(alpha=12, gamma=12)


def test_what_is_surveyed_names_states_and_steps_that_processes_have() -> None:
    for surveyed in SURVEYED.values():
        declared = process(surveyed.process_code)
        assert set(surveyed.done) <= set(declared.states)
        for step in surveyed.customers:
            code, _, other = step.rpartition(".")
            (process(code) if code else declared).step(other)


def test_nobody_can_be_asked_twice_about_the_same_work() -> None:
    names = ("asked_within_days", "quiet_days")
    looked_back, quiet = (
        parameters.get(f"hanaper/measures/satisfaction/{name}", on=date(2026, 4, 1)).whole_number for name in names
    )
    assert looked_back < quiet


def test_who_approved_is_asked_and_the_centre_is_not(survey: Survey) -> None:
    survey.paid(survey.alpha)
    assert survey.ask(survey.alpha, survey.day(5)) == 12
    for person in survey.people["alpha"]:
        assert len(survey.open_to(person, survey.alpha, survey.day(5))) == 1
    assert survey.ask(survey.alpha, survey.day(5, 10)) == 0, "once more on the same day"
    survey.paid(survey.alpha, day=8)
    assert survey.ask(survey.alpha, survey.day(9)) == 0, "asked lately"
    survey.paid(survey.alpha, day=35)
    assert survey.ask(survey.alpha, survey.day(36)) == 12


def test_who_cannot_sign_in_or_may_not_answer_is_not_asked(survey: Survey) -> None:
    unable = person_with(DUTIES, survey.alpha, limit_pence=10**9)
    survey.paid(survey.alpha, by=[unable, survey.centre.lives.approver])
    assert survey.ask(survey.alpha, survey.day(5)) == 0


def test_work_of_long_ago_is_not_asked_about(survey: Survey) -> None:
    survey.paid(survey.alpha, day=4)
    assert survey.ask(survey.alpha, survey.day(13)) == 0


def test_who_ordered_is_asked_when_the_invoice_is_paid(survey: Survey) -> None:
    lives = survey.centre.lives
    survey.paid(survey.alpha, by=[lives.approver])
    order = lives.shop.order(body=survey.alpha)
    with act(SETUP, None, survey.alpha), connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM payables_invoice")
        link([(process("invoice"), cursor.fetchone()[0], process("order"), order.pk)], kind="follows")
        raised = Evidence.objects.get(process="order", document_id=order.pk, step="raise")
        found = customers(SURVEYED["invoice"], since=survey.day(1), before=survey.now + timedelta(days=1))
    assert {person for _, person in found} == {lives.approver.person_id, raised.actor_id}


def test_a_score_is_counted_in_its_group_and_told_once_the_month_is_over(survey: Survey) -> None:
    survey.answered(survey.alpha, [10, 9, 9, 8, 7, 7, 6, 3, 0, 9])
    for at in (survey.day(6), survey.closed - timedelta(days=10)):
        row = survey.scores(at)["Alpha"]
        assert (row.answers, row.told.is_open) == (None, True)
    row = survey.scores()["Alpha"]
    assert row.answers == Answers(asked=12, promoters=4, passives=3, detractors=3)
    assert (row.score, row.answers.response, row.is_indicative, row.synthetic) == (1000, 8333, False, True)


def test_few_answers_of_many_are_indicative(db: None) -> None:
    survey = build_survey(alpha=52)
    survey.answered(survey.alpha, [9] * 10)
    row = survey.scores()["Alpha"]
    assert row.answers is not None and (row.answers.response, row.is_indicative) == (1923, True)


def test_fewer_than_ten_answers_are_left_out(survey: Survey) -> None:
    survey.answered(survey.alpha, [9] * 9)
    found = survey.scores()
    assert [(name, row.answers, row.told.is_hidden) for name, row in found.items()] == [
        ("north", None, True), ("Alpha", None, True)
    ]  # fmt: skip


def test_a_body_that_alone_would_be_left_out_takes_another_with_it(survey: Survey) -> None:
    survey.answered(survey.alpha, [9] * 11)
    survey.answered(survey.gamma, [2, 9], day=6)
    found = survey.scores()
    assert found["north"].answers == Answers(24, 12, 0, 1)
    assert found["Gamma"].answers is None, "two answers"
    assert found["Alpha"].answers is None, "or the cluster's sum would give Gamma's two away"


def test_who_does_not_see_a_whole_cluster_is_told_of_no_cluster(survey: Survey) -> None:
    survey.answered(survey.alpha, [9] * 11)
    assert list(survey.scores(survey.closed, survey.alpha)) == ["Alpha"]
    assert list(survey.scores(survey.closed, survey.beta)) == []


def test_words_are_told_without_their_body_and_only_where_counts_are(survey: Survey) -> None:
    survey.answered(survey.alpha, [9] * 9, said="Quick")
    with reading(READER, "satisfaction.read", at=survey.closed):
        assert comments(survey.month) == []
    survey.answered(survey.gamma, [9], day=6, said="Slow")
    with reading(READER, "satisfaction.read", at=survey.closed - timedelta(days=12)):
        assert comments(survey.month) == [], "answers may still come"
    with reading(READER, "satisfaction.read", at=survey.closed):
        found = comments(survey.month)
    assert sorted(each.said for each in found) == ["Quick"] * 9 + ["Slow"]
    assert not hasattr(found[0], "body_id")


def test_a_question_is_open_to_the_person_asked_and_can_be_closed_once(survey: Survey) -> None:
    survey.paid(survey.alpha)
    survey.ask(survey.alpha, survey.day(5))
    one, other = survey.people["alpha"][:2]
    (question,) = survey.open_to(one, survey.alpha, survey.day(5))
    with act(other, "satisfaction.answer", survey.alpha, at=survey.day(5)), pytest.raises(QuestionNotOpen):
        question_answer(question_id=question, score=0)
    with act(one, "satisfaction.answer", survey.alpha, at=survey.day(30)), pytest.raises(QuestionNotOpen):
        question_answer(question_id=question, score=0)
    with act(one, "satisfaction.answer", survey.alpha, at=survey.day(6)):
        question_decline(question_id=question)
    with act(one, "satisfaction.answer", survey.alpha, at=survey.day(6)), pytest.raises(QuestionNotOpen):
        question_answer(question_id=question, score=10)
    assert survey.open_to(one, survey.alpha, survey.day(6)) == []


def test_workers_know_the_job() -> None:
    assert "satisfaction.ask" in procrastinate.tasks


def test_the_clock_forgets_what_is_over_and_asks_every_body(committed_db: CommittedDatabase) -> None:
    survey = build_survey(alpha=3)
    survey.answered(survey.alpha, [9], said="Long ago")
    count = "SELECT (SELECT count(*) FROM satisfaction_ask), (SELECT count(*) FROM satisfaction_comment)"
    with committed_db.connect("owner", autocommit=True) as owner:
        assert owner.execute(count).fetchone() == (2, 1)
        owner.execute("UPDATE satisfaction_comment SET month = month - interval '14 months'")
        owner.execute("UPDATE satisfaction_ask SET month = month - interval '3 months', until = until - 90")
        owner.execute("DELETE FROM satisfaction_quiet")
        survey.paid(survey.alpha, day=survey.days_until_now - 1)
        assert ask_everywhere() == 3
        assert owner.execute(count).fetchone() == (3, 0)


@pytest.mark.promise("P16")
def test_the_applications_role_reads_and_writes_no_row_of_it(committed_db: CommittedDatabase) -> None:
    rights = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
    with committed_db.connect("owner", autocommit=True) as owner:
        ask = "SELECT has_table_privilege('hanaper_app', %s, %s)"
        held = [
            (table, right) for table in TABLES for right in rights if owner.execute(ask, [table, right]).fetchone()[0]
        ]
        assert held == []
        assert owner.execute(ask, ["processes_evidence", "SELECT"]).fetchone() == (True,), "the control"
    with committed_db.connect("app", autocommit=True) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("SELECT * FROM satisfaction_round")


@pytest.mark.promise("P16")
def test_no_caller_chooses_the_guards_away(committed_db: CommittedDatabase) -> None:
    """Raw SQL of the application's role that asks for counts of one, or says that it is next year."""
    survey = build_survey(alpha=12)
    survey.answered(survey.alpha, [9] * 3)
    counts = (
        "SELECT is_open, is_hidden, asked, promoters FROM hanaper.satisfaction_counts('2000-01-01', '2100-01-01', %s)"
    )
    words = "SELECT said FROM hanaper.satisfaction_comments('2000-01-01', '2100-01-01', 1)"

    def asked(least: int, at: str) -> list[tuple[object, ...]]:
        with committed_db.connect("app") as app:
            bodies = f"{{{survey.alpha.pk}}}"
            app.execute(
                "SELECT set_config('hanaper.bodies', %s, false), set_config('hanaper.at', %s, false)", [bodies, at]
            )
            assert app.execute(words).fetchall() == []
            return app.execute(counts, [least]).fetchall()

    assert asked(1, "2099-01-01T00:00:00Z") == [(False, True, None, None)]
    with committed_db.connect("owner", autocommit=True) as owner:
        owner.execute("UPDATE satisfaction_round SET promoters = 12, closes_on = current_date + 5")
        assert asked(1, "2099-01-01T00:00:00Z")[0][0] is False, "a made-up body's clock is its own"
        with act(SETUP, None, None):
            Body.objects.filter(pk=survey.alpha.pk).update(synthetic=False)
        assert asked(1, "2099-01-01T00:00:00Z") == [(True, False, None, None)], "a real one's is the server's"


@pytest.mark.promise("P16")
def test_even_the_owner_of_the_database_cannot_join_an_answer_to_a_person(committed_db: CommittedDatabase) -> None:
    """By the rows' own transactions: the one that counted an answer wrote the count and the words, and nothing else."""
    survey = build_survey(alpha=3)
    survey.answered(survey.alpha, [9, 9, 2], said="A word")
    with committed_db.connect("owner", autocommit=True) as owner:
        (xid,) = owner.execute("SELECT xmin::text FROM satisfaction_round").fetchone() or ("",)
        tables = [
            row[0]
            for row in owner.execute(
                "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            )
        ]
        wrote = [
            t for t in tables if owner.execute(f"SELECT 1 FROM {t} WHERE xmin::text = %s LIMIT 1", [xid]).fetchone()
        ]
        assert sorted(wrote) == ["satisfaction_comment", "satisfaction_round"], "the control: it sees what was written"
        columns = {
            row[0]
            for row in owner.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name IN"
                " ('satisfaction_round', 'satisfaction_comment')"
            )
        }
        assert columns == {"body_id", "process", "month", "closes_on", "asked", "promoters", "passives", "detractors",
                           "said"}  # fmt: skip
        assert owner.execute("SELECT count(*) FROM satisfaction_ask").fetchone() == (0,)
