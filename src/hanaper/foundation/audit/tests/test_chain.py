"""P37 and P38: every change leaves an entry, and whoever changes what was sealed is found out, superuser or not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from hanaper.foundation.acts.api import act
from hanaper.foundation.audit.api import (
    bodies_unsealed,
    details_dispose,
    heads_now,
    keep_heads,
    seal,
    seal_round,
    verify,
)
from hanaper.foundation.audit.models import AuditDetail, AuditEntry, ChainHead, Seal
from hanaper.foundation.jobs.tasks import automation_run
from hanaper.foundation.tenancy.api import CostCentre
from hanaper.ledger.models import PostedJournal, Programme
from tests.world import SETUP, World, build_world, seal_everything

Sql = Callable[[str], None]


@pytest.fixture
def kept_in(tmp_path: Path, settings: Any) -> Path:
    """Signed heads of this test go to a directory of its own."""
    settings.HANAPER_HEADS_DIRECTORY = tmp_path / "heads"
    return tmp_path / "heads"


@pytest.fixture
def world(committed_db: Any, kept_in: Path) -> World:
    """Three journals, posted; everything sealed."""
    world = build_world()
    journals = [world.enter(world.alpha, pence) for pence in (100, 200, 300)]
    world.approve(world.alpha, [journal.pk for journal in journals])
    automation_run(process_code="manual-journal", body_id=world.alpha.pk)
    while bodies_unsealed():
        seal_round()
    return world


@pytest.fixture
def superuser(connection_factory: Any) -> Sql:
    """Run SQL as the superuser, with every trigger off: what somebody with the server in their hands can do."""
    raw = connection_factory("login", autocommit=True)
    raw.execute("SET session_replication_role = replica")
    return raw.execute  # type: ignore[no-any-return]


def problems(world: World) -> list[tuple[str, int | None, str | None]]:
    (body,) = verify([world.alpha.pk]).bodies
    return [(p.code, p.position, p.stream) for p in body.problems]


@pytest.mark.promise("P38")
def test_what_nobody_touched_verifies(world: World) -> None:
    report = verify()
    assert report.is_whole
    assert {body.body_id for body in report.bodies} == {0, world.alpha.pk, world.beta.pk, world.real.pk}
    assert report.links > 40


@pytest.mark.promise("P38")
def test_journals_get_gapless_numbers_with_their_seal(world: World) -> None:
    with act(world.enterer, "journal.enter", world.alpha):
        assert sorted(PostedJournal.objects.values_list("number", flat=True)) == [1, 2, 3]


FIRST_ENTRY = "(SELECT min(id) FROM audit_entry WHERE body_id = 1)"
#: What somebody does with the server in their hands, and what the verifier then says: (code, stream, its row).
TAMPERING = {
    "an altered line of a journal": (
        "UPDATE ledger_line SET amount_pence = amount_pence * 10 WHERE journal_id = 2",
        ("altered", "journal", 3, 2),
    ),
    "a deleted line of a journal": (
        "DELETE FROM ledger_line WHERE journal_id = 2 AND line_no = 1",
        ("altered", "journal", 3, 2),
    ),
    "an altered head of a journal": (
        "UPDATE ledger_journal SET at = at - interval '1 day' WHERE id = 2",
        ("altered", "journal", 3, 2),
    ),
    "a deleted journal": ("DELETE FROM ledger_journal WHERE id = 2", ("missing", "journal", 3, 2)),
    "evidence of another actor": (
        "UPDATE processes_evidence SET actor_id = 999 WHERE step = 'approve' AND document_id = 2",
        ("altered", "evidence", 2, None),
    ),
    "a deleted step": (
        "DELETE FROM processes_evidence WHERE step = 'approve' AND document_id = 2",
        ("missing", "evidence", 2, None),
    ),
    "an altered audit entry": (
        f"UPDATE audit_entry SET columns = '{{name}}' WHERE id = {FIRST_ENTRY}",
        ("altered", "audit", 1, None),
    ),
    "a deleted audit entry": (f"DELETE FROM audit_entry WHERE id = {FIRST_ENTRY}", ("missing", "audit", 1, None)),
}


@pytest.mark.promise("P38")
@pytest.mark.parametrize("what", TAMPERING)
def test_the_verifier_names_the_first_bad_link(world: World, superuser: Sql, what: str) -> None:
    statement, (code, stream, stream_code, row_id) = TAMPERING[what]
    with act(world.enterer, "journal.enter", world.alpha):
        before = {(s.stream, s.row_id): s.position for s in Seal.objects.all()}
    superuser(statement)
    found = problems(world)
    first = found[0]
    assert (first[0], first[2]) == (code, stream)
    if row_id is not None:
        assert first[1] == before[stream_code, row_id]
    assert len([p for p in found if p[0] != "detail-missing"]) == 1, (
        "one row altered is one link named, not all after it"
    )


@pytest.mark.promise("P38")
def test_a_row_that_was_slipped_in_stands_outside_the_chain(world: World, superuser: Sql) -> None:
    superuser(
        "INSERT INTO processes_evidence (body_id, fiscal_year, process, version, document_id, step, from_state,"
        " to_state, actor_id, reason, at, run, xid) SELECT body_id, fiscal_year, process, version, document_id,"
        " 'approve', from_state, to_state, 7, reason, at, run, xid FROM processes_evidence"
        " WHERE body_id = 1 ORDER BY id LIMIT 1"
    )
    assert [(code, stream) for code, _, stream in problems(world)] == [("unsealed", "evidence")]


@pytest.mark.promise("P38")
def test_a_link_that_was_taken_out_leaves_a_gap(world: World, superuser: Sql) -> None:
    superuser("DELETE FROM audit_seal WHERE body_id = 1 AND position = 5")
    found = problems(world)
    assert ("gap", 6) in [(code, position) for code, position, _ in found]
    assert found[0][1] == 6


@pytest.mark.promise("P38")
def test_a_tail_cut_off_with_its_head_left_is_seen_inside(world: World, superuser: Sql) -> None:
    superuser("DELETE FROM audit_seal WHERE body_id = 1 AND position > 10")
    assert "head" in {code for code, _, _ in problems(world)}


@pytest.mark.promise("P38")
def test_control_without_heads_outside_a_tail_cut_off_cleanly_is_not_seen(world: World, superuser: Sql) -> None:
    _cut_the_tail(superuser)
    assert verify([world.alpha.pk]).is_whole


@pytest.mark.promise("P38")
def test_a_tail_cut_off_cleanly_is_seen_by_the_signed_head_outside(world: World, superuser: Sql) -> None:
    keep_heads(now=True)
    head = {h.body_id: h.position for h in heads_now()}[world.alpha.pk]
    assert verify().is_whole
    _cut_the_tail(superuser)
    assert problems(world) == [("tail-lost", head, _stream(world))]


def _cut_the_tail(superuser: Sql) -> None:
    """Undo the last journal without a trace inside the database: rows, seals, details and head."""
    superuser(
        "CREATE TEMP TABLE cut AS SELECT * FROM audit_seal WHERE body_id = 1 AND position >"
        " (SELECT max(position) - 4 FROM audit_seal WHERE body_id = 1);"
        "DELETE FROM ledger_line WHERE body_id = 1 AND journal_id IN (SELECT row_id FROM cut WHERE stream = 3);"
        "DELETE FROM ledger_journal WHERE body_id = 1 AND id IN (SELECT row_id FROM cut WHERE stream = 3);"
        "DELETE FROM processes_evidence WHERE body_id = 1 AND id IN (SELECT row_id FROM cut WHERE stream = 2);"
        "DELETE FROM audit_entry WHERE body_id = 1 AND id IN (SELECT row_id FROM cut WHERE stream = 1);"
        "DELETE FROM audit_detail WHERE body_id = 1 AND entry_id IN (SELECT row_id FROM cut WHERE stream = 1);"
        "DELETE FROM audit_seal WHERE body_id = 1 AND position IN (SELECT position FROM cut);"
        "UPDATE audit_head SET (position, link) = (SELECT position, link FROM audit_seal WHERE body_id = 1"
        " ORDER BY position DESC LIMIT 1) WHERE body_id = 1"
    )


@pytest.mark.promise("P38")
def test_history_written_anew_differs_from_the_signed_head(world: World, superuser: Sql) -> None:
    """Someone alters a line, throws the chain away and seals everything again: whole inside, another link outside."""
    keep_heads(now=True)
    superuser("UPDATE ledger_line SET amount_pence = amount_pence * 10 WHERE journal_id = 2")
    superuser("DELETE FROM audit_seal WHERE body_id = 1; DELETE FROM audit_head WHERE body_id = 1")
    superuser("DELETE FROM ledger_folded WHERE body_id = 1")
    seal(world.alpha.pk)
    assert [code for code, _, _ in problems(world)] == ["head-differs"]


@pytest.mark.promise("P38")
def test_a_heads_file_that_was_changed_is_not_believed(world: World, kept_in: Path) -> None:
    keep_heads(now=True)
    (file,) = kept_in.glob(f"{world.alpha.pk}-*.jsonl")
    file.write_text(file.read_text().replace('"position":', '"position":9'))
    assert [code for code, _, _ in problems(world)] == ["signature-wrong"]
    file.write_text("not a line of ours\n")
    assert [code for code, _, _ in problems(world)] == ["signature-wrong"]


def test_heads_are_kept_once_a_minute_by_the_sealer_and_whenever_asked(world: World, kept_in: Path) -> None:
    assert keep_heads([world.alpha.pk]) == 1
    assert keep_heads([world.alpha.pk]) == 0
    assert keep_heads(now=True) == 4
    (file,) = kept_in.glob(f"{world.alpha.pk}-*.jsonl")
    assert len(file.read_text().splitlines()) == 2
    assert file.stat().st_mode & 0o077 == 0


def _stream(world: World) -> str:
    with act(world.enterer, "journal.enter", world.alpha):
        return f"head of {ChainHead.objects.get().sealed_at:%Y-%m-%d %H:%M}"


@pytest.mark.promise("P37")
def test_every_change_that_is_no_step_leaves_an_entry_with_before_and_after(world: World) -> None:
    with act(world.enterer, "journal.enter", world.alpha) as opened:
        Programme.objects.filter(code="P1").update(name="Another")
    with act(world.enterer, "journal.enter", world.alpha):
        entry = AuditEntry.objects.filter(table_name="ledger_programme").order_by("-id").first()
        detail = AuditDetail.objects.get(entry_id=entry.id)
    assert (entry.operation, entry.columns, entry.run) == ("update", ["name"], opened.run)
    assert (entry.actor_id, entry.duty) == (world.enterer.person_id, "journal.enter")
    assert (detail.before, detail.after) == ({"name": "One"}, {"name": "Another"})


@pytest.mark.promise("P37")
def test_a_column_that_is_named_like_a_documents_own_is_audited_elsewhere(world: World) -> None:
    """A document's number is given by a step; a number in another table is a value like any other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname::text, tgargs FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid"
            " WHERE tgname = 'audit_update'"
        )
        documents = {name for name, arguments in cursor.fetchall() if bytes(arguments)}
    assert "ledger_manualjournal" in documents
    assert "ledger_programme" not in documents


@pytest.mark.promise("P37")
def test_an_update_that_changes_nothing_leaves_no_entry(world: World) -> None:
    with act(world.enterer, "journal.enter", world.alpha):
        before = AuditEntry.objects.count()
        Programme.objects.filter(code="P1").update(name="One")
        assert AuditEntry.objects.count() == before


@pytest.mark.promise("P37")
def test_no_change_without_an_act(world: World) -> None:
    from django.db import DatabaseError, transaction

    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="no act is open"), transaction.atomic():
        cursor.execute("SELECT set_config('hanaper.bodies', '{1}', true), set_config('hanaper.body', '1', true)")
        cursor.execute("UPDATE ledger_programme SET name = 'x' WHERE body_id = 1")


@pytest.mark.promise("P37")
def test_the_application_cannot_write_the_trail(world: World, connection_factory: Any) -> None:
    import psycopg

    raw = connection_factory("app", autocommit=True)
    for table in ("audit_entry", "audit_detail", "audit_seal", "audit_head", "processes_evidence"):
        for statement in (
            "INSERT INTO {} DEFAULT VALUES",
            "UPDATE {} SET body_id = 1",
            "DELETE FROM {}",
            "TRUNCATE {}",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                raw.execute(statement.format(table))


@pytest.mark.promise("P02", "P38")
def test_not_even_the_owner_changes_what_only_grows(world: World, connection_factory: Any) -> None:
    raw = connection_factory("owner", autocommit=True)
    for table in ("audit_entry", "audit_seal", "processes_evidence", "ledger_journal", "ledger_line"):
        for statement in ("UPDATE {} SET body_id = body_id", "DELETE FROM {}", "TRUNCATE {}"):
            with pytest.raises(Exception, match="append-only"):
                raw.execute(statement.format(table))


@pytest.mark.promise("P50")
def test_details_that_an_act_disposed_of_leave_a_chain_that_verifies_and_says_so(world: World) -> None:
    with act(world.enterer, "journal.enter", world.alpha):
        centre = CostCentre.objects.get(code="C1")
    with act(SETUP, None, world.alpha):
        assert details_dispose("tenancy_costcentre", [centre.pk]) == 1
        assert details_dispose("tenancy_costcentre", [centre.pk]) == 0
    while bodies_unsealed():
        seal_round()
    (body,) = verify([world.alpha.pk]).bodies
    assert (body.problems, body.disposed) == ([], 1)


@pytest.mark.promise("P50")
def test_details_that_went_without_an_act_are_missing_and_altered_ones_altered(world: World, superuser: Sql) -> None:
    superuser(f"DELETE FROM audit_detail WHERE body_id = 1 AND entry_id = {FIRST_ENTRY}")
    superuser("UPDATE audit_detail SET after = '{}' WHERE body_id = 1 AND entry_id = (SELECT max(id) FROM audit_entry"
              " WHERE body_id = 1)")  # fmt: skip
    assert [code for code, _, _ in problems(world)] == ["detail-missing", "detail-altered"]


@pytest.mark.promise("P50")
def test_a_person_who_is_disposed_of_leaves_chains_and_totals_as_they_were(world: World) -> None:
    from hanaper.foundation.identity.api import dispose
    from hanaper.ledger.api import trial_balance

    def totals() -> list[tuple[str, int]]:
        with act(world.enterer, "journal.enter", world.alpha):
            rows = trial_balance(body_ids=[world.alpha.pk], fiscal_year=world.period.year)
            return [(row.code, row.closing_pence) for row in rows]

    before = totals()
    with act(SETUP, None, None):
        dispose(world.stranger.person_id)
        dispose(world.approver.person_id)
    while bodies_unsealed():
        seal_round()
    assert verify().is_whole
    assert totals() == before != []


def test_nothing_is_sealed_before_every_older_transaction_has_ended(world: World, connection_factory: Any) -> None:
    """The order of the chain is the order of transactions; one still running holds back what came after it."""
    older = connection_factory("app")
    older.execute("SELECT pg_current_xact_id()")
    world.enter(world.beta)
    assert bodies_unsealed(ready=True) == []
    assert bodies_unsealed() == [world.beta.pk]
    seal(world.beta.pk)
    assert bodies_unsealed() == [world.beta.pk]
    older.commit()
    seal_everything()
    assert verify().is_whole


def test_two_sealers_at_once_do_not_wait_for_each_other(world: World, connection_factory: Any) -> None:
    first = connection_factory("app")
    first.execute("SELECT hanaper.seal(%s)", [world.alpha.pk])
    assert seal(world.alpha.pk) is None
    first.commit()
    assert seal(world.alpha.pk) == 0


def test_after_a_restore_on_another_server_the_mark_begins_anew_and_nothing_is_sealed_twice(
    world: World, superuser: Sql
) -> None:
    superuser("UPDATE audit_head SET origin = 42, mark = '18446744073709551000'::xid8")
    before = {h.body_id: h.position for h in heads_now()}
    world.enter(world.alpha)
    seal_everything()
    after = {h.body_id: h.position for h in heads_now()}
    assert verify().is_whole
    assert before[world.alpha.pk] < after[world.alpha.pk] <= before[world.alpha.pk] + 8


@pytest.mark.promise("P41")
def test_what_a_restored_server_had_not_sealed_is_sealed_on_the_other(world: World, superuser: Sql) -> None:
    """A dump brings the old server's transaction numbers, which the new one will not reach for years."""
    journal = world.enter(world.alpha)
    world.approve(world.alpha, [journal.pk])
    automation_run(process_code="manual-journal", body_id=world.alpha.pk)
    superuser("UPDATE audit_head SET origin = 42")
    for table in ("audit_entry", "processes_evidence", "ledger_journal"):
        superuser(f"UPDATE {table} SET xid = (1000000000000 + xid::text::bigint)::text::xid8")
    seal_round()
    assert bodies_unsealed() == []
    assert verify().is_whole
    with act(world.enterer, "journal.enter", world.alpha):
        assert sorted(PostedJournal.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
