"""What PostgreSQL itself says of every table, function and view: nothing that was made forgot to be guarded.

The tests walk the catalogue of the migrated database, so that a table, function or view of a later part is held to the
same rules on the day it appears.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from hanaper.foundation.database.operations import BODIES, BODY, CLUSTER, CLUSTERS, IN_ACT

Rows = Callable[..., list[tuple[Any, ...]]]

#: Tables that migrate itself needs before anything can be declared, each with its reason.
UNDECLARED = {"django_migrations": "Django's own record of what has been migrated: read by `hanaper doctor`"}
#: Written by definer functions with rules of their own, or by Django and allauth before anybody is known.
READ_RULES = {"tenant": BODIES, "cluster": CLUSTERS, "person": IN_ACT}
WRITE_RULES = {"tenant": BODY, "cluster": CLUSTER, "person": IN_ACT}


@pytest.fixture(scope="module")
def catalogue(django_db_setup: None, django_db_blocker: Any) -> Iterator[Rows]:
    """Ask the catalogue of the session's database, as its owner."""
    from django.db import connections

    from tests.databases import ways

    name = connections.settings["default"]["NAME"]
    with psycopg.connect(**ways().parameters("owner", database=name), autocommit=True) as connection:
        connection.execute("SELECT hanaper.open_year(2026)")  # so that there are partitions to look at
        yield lambda sql, *parameters: connection.execute(sql, parameters or None).fetchall()


@pytest.fixture(scope="module")
def declared(catalogue: Rows) -> dict[str, dict[str, Any]]:
    """Every declared table by name."""
    columns = ["kind", "controller", "lawful_basis", "retention", "writes", "audited", "checked_set_wise"]
    return {name: dict(zip(columns, rest, strict=True)) for name, *rest in catalogue(
        f"SELECT name, {', '.join(columns)} FROM hanaper.declared_table")}  # fmt: skip


def guarded(declared: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The declared tables that row security stands before."""
    return {name: said for name, said in declared.items() if said["kind"] in READ_RULES}


@pytest.mark.promise("P11")
def test_every_table_is_declared_and_every_declaration_has_its_table(catalogue: Rows, declared: dict[str, Any]) -> None:
    tables = {
        name
        for (name,) in catalogue(
            "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND NOT relispartition"
        )
    }
    assert tables - declared.keys() - UNDECLARED.keys() == set()
    assert declared.keys() - tables == set()


def test_a_declaration_says_who_answers_on_what_basis_and_for_how_long(declared: dict[str, dict[str, Any]]) -> None:
    for name, said in declared.items():
        assert all(len(said[key].strip()) > 3 for key in ("controller", "lawful_basis", "retention")), name


@pytest.mark.promise("P11")
def test_a_table_of_somebodys_rows_has_row_security_enabled_and_forced(
    catalogue: Rows, declared: dict[str, dict[str, Any]]
) -> None:
    stands = {
        name: (enabled, forced)
        for name, enabled, forced in catalogue(
            "SELECT relname::text, relrowsecurity, relforcerowsecurity FROM pg_class"
        )
    }
    assert {name for name in guarded(declared) if stands[name] != (True, True)} == set()


@pytest.mark.promise("P11")
def test_policies_are_those_of_the_kind_and_no_others(catalogue: Rows, declared: dict[str, dict[str, Any]]) -> None:
    policies: dict[str, dict[str, tuple[Any, ...]]] = defaultdict(dict)
    for table, name, permissive, roles, command, using, check in catalogue(
        "SELECT tablename, policyname, permissive, roles::text[], cmd, qual, with_check FROM pg_policies"
    ):
        if permissive == "RESTRICTIVE":  # takes away from what the kind gives, and never adds
            assert (table, name) in NARROWER
            continue
        policies[table][name] = (permissive, roles, command, _plain(using), _plain(check))
    wrong = {}
    for name, said in guarded(declared).items():
        read, write = _plain(READ_RULES[said["kind"]]), _plain(WRITE_RULES[said["kind"]])
        expected = {
            "read": ("PERMISSIVE", ["hanaper_app"], "SELECT", read, None),
            "owner": ("PERMISSIVE", ["hanaper_owner"], "ALL", "true", "true"),
        }
        checks = {write, _plain(f"{write} AND {CLUSTER}")}
        for privilege in _words(said["writes"]):
            found = policies[name].get(privilege)
            check = found[4] if found and found[4] in checks else write
            expected[privilege] = (
                "PERMISSIVE",
                ["hanaper_app"],
                privilege.upper(),
                None if privilege == "insert" else write,
                None if privilege == "delete" else check,
            )
        if policies[name] != expected:
            wrong[name] = (policies[name], expected)
    assert wrong == {}
    assert policies.keys() - guarded(declared).keys() == set(), "a table of another kind has policies"


@pytest.mark.promise("P11")
def test_every_write_policy_checks_the_new_row(catalogue: Rows) -> None:
    assert (
        catalogue(
            "SELECT tablename, policyname FROM pg_policies"
            " WHERE cmd IN ('INSERT', 'UPDATE', 'ALL') AND with_check IS NULL"
        )
        == []
    )


@pytest.mark.promise("P11")
def test_the_applications_role_owns_nothing_and_passes_no_guard(catalogue: Rows) -> None:
    assert catalogue(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles"
        " WHERE rolname = 'hanaper_app'"
    ) == [(False,) * 5]
    assert catalogue("SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = 'hanaper_app'") == []
    assert catalogue("SELECT proname FROM pg_proc WHERE pg_get_userbyid(proowner) = 'hanaper_app'") == []
    assert catalogue("SELECT nspname FROM pg_namespace WHERE pg_get_userbyid(nspowner) = 'hanaper_app'"
                     " AND nspname !~ '^pg_temp|^pg_toast_temp'") == []  # fmt: skip
    memberships = catalogue(
        "SELECT r.rolname::text FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid"
        " WHERE m.member = 'hanaper_app'::regrole"
    )
    assert memberships == []
    assert (
        catalogue(
            "SELECT n FROM unnest(ARRAY['public', 'hanaper']) n WHERE has_schema_privilege('hanaper_app', n, 'CREATE')"
        )
        == []
    )
    bypassing = catalogue("SELECT rolname::text FROM pg_roles WHERE rolbypassrls AND rolname LIKE 'hanaper%'")
    assert bypassing == [("hanaper_backup",)]


@pytest.mark.promise("P11")
def test_grants_are_what_the_declaration_says(catalogue: Rows, declared: dict[str, dict[str, Any]]) -> None:
    granted: dict[str, set[str]] = defaultdict(set)
    for table, privilege in catalogue(
        "SELECT c.relname::text, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a"
        " WHERE c.relnamespace IN ('public'::regnamespace, 'hanaper'::regnamespace) AND c.relkind IN ('r', 'p')"
        " AND a.grantee IN ('hanaper_app'::regrole, 0)"
    ):
        granted[table].add(privilege.lower())
    wrong = {
        name: (granted[name], said["writes"])
        for name, said in declared.items()
        if granted[name] - {"select"} != set(_words(said["writes"]))
    }
    assert wrong == {}
    assert granted.keys() - declared.keys() - UNDECLARED.keys() - {"declared_table"} == set(), (
        "granted without being declared"
    )
    columns = catalogue(
        "SELECT attrelid::regclass::text FROM pg_attribute WHERE attacl IS NOT NULL AND attrelid > 16384"
    )
    assert columns == [], "no grants by column: they would not show above"


@pytest.mark.promise("P12")
def test_partitions_carry_no_grants(catalogue: Rows) -> None:
    found = catalogue(
        "SELECT c.relname::text, r, p FROM pg_class c, unnest(ARRAY['hanaper_app', 'hanaper_figures', 'public']) r,"
        " unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p"
        " WHERE c.relispartition AND c.relkind = 'r' AND has_table_privilege(r, c.oid, p)"
    )
    assert found == []
    assert len(catalogue("SELECT FROM pg_class WHERE relispartition AND relkind = 'r'")) >= 4


@pytest.mark.promise("P13")
def test_a_function_with_its_owners_rights_has_a_fixed_search_path_and_the_right_owner(catalogue: Rows) -> None:
    wrong = [
        (name, owner, settings)
        for name, owner, settings in catalogue(
            "SELECT p.oid::regprocedure::text, pg_get_userbyid(p.proowner)::text, p.proconfig FROM pg_proc p"
            " WHERE p.prosecdef"
            " AND p.pronamespace IN ('public'::regnamespace, 'hanaper'::regnamespace)"
        )
        if owner != "hanaper_owner" or "search_path=pg_catalog, public, pg_temp" not in (settings or [])
    ]
    assert wrong == []


@pytest.mark.promise("P13")
def test_no_function_with_its_owners_rights_reads_what_its_caller_made(catalogue: Rows) -> None:
    """A view, policy or cast that the caller put behind a temporary table's name would run as the owner."""
    assert [
        name
        for name, source in catalogue("SELECT p.oid::regprocedure::text, p.prosrc FROM pg_proc p WHERE p.prosecdef")
        if re.search(r"pg_temp\s*\.", source)
    ] == []
    # A name that comes as an argument is looked for in `public`, never in the caller's temporary schema.
    assert [
        name
        for name, source, arguments in catalogue(
            "SELECT p.oid::regprocedure::text, p.prosrc, pg_get_function_arguments(p.oid) FROM pg_proc p"
            " WHERE p.prosecdef AND p.prosrc LIKE '%EXECUTE%'"
        )
        if "table" in arguments and re.search(r"(FROM|JOIN|INTO|UPDATE)\s+%I", source)
    ] == []


def test_a_function_that_only_triggers_call_cannot_be_called_by_anybody_else(catalogue: Rows) -> None:
    assert (
        catalogue(
            "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.prosecdef AND p.prorettype = 'trigger'::regtype"
            " AND p.pronamespace = 'hanaper'::regnamespace AND has_function_privilege('hanaper_app', p.oid, 'EXECUTE')"
        )
        == []
    )


@pytest.mark.promise("P13")
def test_every_view_runs_with_its_readers_rights(catalogue: Rows) -> None:
    assert (
        catalogue(
            "SELECT relname::text FROM pg_class WHERE relkind = 'v' AND relnamespace IN ('public'::regnamespace,"
            " 'hanaper'::regnamespace) AND NOT coalesce(reloptions @> ARRAY['security_invoker=true'], false)"
        )
        == []
    )
    assert catalogue("SELECT relname::text FROM pg_class WHERE relkind = 'm'") == [], (
        "row security has no materialised view"
    )


#: A table's own id, and ids that stand for the platform's own rows rather than for a tenant's.
@pytest.mark.promise("P12")
def test_a_foreign_key_between_tenants_tables_carries_the_tenant(
    catalogue: Rows, declared: dict[str, dict[str, Any]]
) -> None:
    carried = {"tenant": "body_id", "cluster": "cluster_id"}
    wrong = []
    for table, target, columns in catalogue(
        "SELECT c.conrelid::regclass::text, c.confrelid::regclass::text, ARRAY(SELECT attname::text FROM pg_attribute"
        " WHERE attrelid = c.conrelid AND attnum = ANY (c.conkey)) FROM pg_constraint c WHERE c.contype = 'f'"
        " AND c.conparentid = 0"
    ):
        kind = declared.get(target, {}).get("kind")
        if kind in carried and carried[kind] not in columns:
            wrong.append((table, columns, target))
    assert wrong == []


@pytest.mark.promise("P12")
def test_every_column_that_points_at_a_row_is_a_key_that_carries_the_tenant_or_named_as_checked_otherwise(
    catalogue: Rows, declared: dict[str, dict[str, Any]]
) -> None:
    """What Django knows as a reference from one tenant table to another has its key, or is checked set-wise."""
    from django.apps import apps

    keys = {
        (table, column)
        for table, columns in catalogue(
            "SELECT conrelid::regclass::text, ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = conrelid"
            " AND attnum = ANY (conkey)) FROM pg_constraint WHERE contype = 'f'"
        )
        for column in columns
        if {"body_id", "cluster_id"} & set(columns)
    }
    forgotten = []
    for model in apps.get_models():
        table = model._meta.db_table
        if declared.get(table, {}).get("kind") not in ("tenant", "cluster"):
            continue
        for field in model._meta.concrete_fields:
            target = field.related_model and field.related_model._meta.db_table
            if (
                target
                and declared.get(target, {}).get("kind") in ("tenant", "cluster")
                and (table, field.column) not in keys
                and field.column not in declared[table]["checked_set_wise"]
            ):
                forgotten.append((table, field.column, target))
    assert forgotten == []


def test_what_is_named_as_checked_otherwise_is_a_column(catalogue: Rows, declared: dict[str, dict[str, Any]]) -> None:
    columns = set(catalogue("SELECT attrelid::regclass::text, attname::text FROM pg_attribute WHERE attnum > 0"))
    assert {
        (table, column)
        for table, said in declared.items()
        for column in said["checked_set_wise"]
        if (table, column) not in columns
    } == set()


def test_a_tenants_table_can_be_moved_between_cells(catalogue: Rows, declared: dict[str, dict[str, Any]]) -> None:
    """Its replica identity begins with the body: the index of (body_id, id), or a primary key that does."""
    leads = {
        table: (identity, column)
        for table, identity, column in catalogue(
            "SELECT c.relname::text, c.relreplident::text, (SELECT attname::text FROM pg_index i JOIN pg_attribute a"
            " ON a.attrelid = c.oid AND a.attnum = i.indkey[0] WHERE i.indrelid = c.oid"
            " AND CASE c.relreplident WHEN 'i' THEN i.indisreplident ELSE i.indisprimary END) FROM pg_class c"
            " WHERE c.relkind IN ('r', 'p')"
        )
    }
    exempt = {
        "processes_effort",
        "satisfaction_comment",
    }  # no identity, on purpose: nobody can tell them apart, or join them
    assert {
        table: leads[table]
        for table, said in declared.items()
        if said["kind"] == "tenant" and table not in exempt and leads[table][1] != "body_id"
    } == {}


def test_effort_cannot_be_joined_to_a_person(catalogue: Rows) -> None:
    columns = {
        name: {column for (column,) in catalogue(
            "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", name
        )}
        for name in ("processes_effort", "processes_effort_month")
    }  # fmt: skip
    assert columns["processes_effort"] == {"body_id", "month", "process", "document_id", "step", "duty", "seconds"}
    assert columns["processes_effort_month"] == {
        "body_id", "month", "process", "step", "duty", "acts", "seen", "seconds"
    }  # fmt: skip
    for role in ("hanaper_app", "hanaper_figures", "public"):
        for table in columns:
            for privilege in ("SELECT", "INSERT", "UPDATE", "DELETE"):
                assert catalogue("SELECT has_table_privilege(%s, %s, %s)", role, table, privilege) == [(False,)]


def test_rows_that_only_grow_refuse_every_change(catalogue: Rows) -> None:
    """BEFORE UPDATE OR DELETE OR TRUNCATE for each statement, always on."""
    guarded_by_trigger = {
        (table, bits, enabled)
        for table, bits, enabled in catalogue(
            "SELECT tgrelid::regclass::text, tgtype::int, tgenabled::text FROM pg_trigger WHERE tgname = 'append_only'"
        )
    }
    before, delete, update, truncate = 2, 8, 16, 32
    expected = {"audit_entry", "audit_seal", "processes_evidence", "ledger_journal", "ledger_line", "files_storedfile"}
    assert expected <= {table for table, _, _ in guarded_by_trigger}
    assert {row for row in guarded_by_trigger if row[1:] != (before | delete | update | truncate, "O")} == set()


def test_every_document_is_witnessed_and_never_deleted(catalogue: Rows, declared: dict[str, dict[str, Any]]) -> None:
    from hanaper.foundation.processes.api import processes

    triggers: dict[str, dict[str, str]] = defaultdict(dict)
    for table, name, arguments, enabled in catalogue(
        "SELECT tgrelid::regclass::text, tgname::text, tgargs, tgenabled::text FROM pg_trigger"
        " WHERE tgname LIKE 'witness_%'"
    ):
        assert enabled == "O"
        triggers[table][name] = bytes(arguments).rstrip(b"\x00").decode()
    for process in processes():
        table = process.model._meta.db_table
        assert triggers[table] == {f"witness_{e}": process.code for e in ("insert", "update", "delete")}, process.code
        assert "delete" not in declared[table]["writes"]


@pytest.mark.promise("P37")
def test_every_table_that_the_application_may_write_is_audited_or_says_why_not(
    catalogue: Rows, declared: dict[str, dict[str, Any]]
) -> None:
    audited: dict[str, set[str]] = defaultdict(set)
    for table, name in catalogue(
        "SELECT tgrelid::regclass::text, tgname::text FROM pg_trigger WHERE tgname ~ '^(audit|witness)_'"
    ):
        audited[table].add(name.split("_")[1])
    documents = {
        table
        for (table,) in catalogue("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'witness_delete'")
    }
    parts = {
        table
        for table, target in catalogue(
            "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
        )
        if target in documents
    }
    unaudited = {}
    for table, said in declared.items():
        missing = set(_words(said["writes"])) - audited[table]
        if table in parts:
            missing -= {"insert"}  # the lines of a document are made with the step that makes it
        if missing and said["kind"] != "platform":
            unaudited[table] = missing
    assert {table: missing for table, missing in unaudited.items() if table not in KNOWN_UNAUDITED} == {}
    assert KNOWN_UNAUDITED.keys() - unaudited.keys() == set(), "no longer so: take it off the list"


#: Policies that narrow what a table's kind lets people read, and why.
NARROWER = {
    ("pay_payslip", "seen"): "drafts are the pay team's alone, and everybody else reads only their own payslips",
    **{
        (f"pay_{facts}", "seen"): "what pay is worked out from: those who set pay see it, and others their own"
        for facts in ("taxfact", "nifact", "loanfact", "pensionfact", "recurringelement", "attachmentorder",
                      "broughtforward", "payinput")
    },
    ("pay_paycheck", "seen"): "what stands out says what somebody is paid: the pay team's alone",
    ("pay_heldback", "seen"): "why somebody is not paid is the pay team's alone",
    ("pay_paydebt", "seen"): "what somebody owes their employer is the pay team's alone, and whoever pays it out",
    ("pay_notice", "seen"): "a notice says what somebody owes and to whom: the pay team's alone",
    ("pay_yearcorrection", "seen"): "what a year should have said of somebody is the pay team's alone",
    ("pay_certificate", "seen"): "a P45 or P60 says what somebody earned: the pay team, and everybody else their own",
    ("people_employment", "own"): "an act for one's own record or payslips sees nobody else's",
    ("people_terms", "own"): "terms say what somebody earns: HR and pay see them, and everybody else their own",
    ("people_bankchange", "own"): "an act for one's own record or payslips sees nobody else's",
    ("people_notice", "own"): "an act for one's own record or payslips sees nobody else's",
    ("files_storedfile", "own"): "messages to HMRC and files for banks are files: not for one's own record or payslips",
    ("audit_detail", "own"): "before and after of anybody's record: not for one's own record or payslips",
    ("absence_absence", "seen"): "sickness is health data: its duties and pay, and everybody else their own",
    ("parallel_legacypay", "seen"): "an earlier payroll's results are pay: only the duties of migration see them",
    ("parallel_difference", "seen"): "what differs is pay: only the duties of migration see it",
}  # fmt: skip

#: Why these leave no entry.
KNOWN_UNAUDITED = {
    "processes_link": "written with a step, never changed",
    "processes_claim": "a trail of who had taken what, beside effort, would measure the worker and not the work",
    "files_storedfile": "never changes, and names its writer and run itself",
    "orders_invoicedline": "written with a step of the document that it names, never changed",
    "pay_payslip": "never changes; who calculated it stands in the evidence of its run",
    "pay_heldback": "written with a calculation, and goes with it when the run is calculated again",
    "people_notice": "an outbox: written once, never changed",
    "identity_personkey": "a copy of a key in the trail would undo its removal",
}


def _words(text: str) -> list[str]:
    return [word.strip().lower() for word in text.split(",") if word.strip()]


def _plain(rule: str | None) -> str | None:
    """A policy's rule as PostgreSQL gives it back, without its brackets, casts, aliases and blanks."""
    if rule is None:
        return None
    text = re.sub(r"\s+AS\s+\w+", "", rule)
    return re.sub(r"[\s()]", "", text).lower()
