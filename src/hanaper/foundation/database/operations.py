"""Migration operations that make a table what it is declared to be.

A model says which columns a table has. `DeclareTable` says what kind of table it is, and makes it so in the database:
row security and its policies, grants, the keys that carry the tenant, the audit trigger. The catalogue test
(`tests/test_catalogue.py`) walks PostgreSQL and refuses a table that no operation has declared.

Kinds: *tenant* rows belong to one body; *cluster* rows to one cluster; *person* rows are seen only inside an act;
*reference* rows are public facts; *platform* rows run the machine (jobs, sign-in sessions, grants).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from django.conf import settings
from django.db.migrations.operations.base import Operation

BODIES = "body_id = ANY ((SELECT hanaper.bodies())::bigint[])"
BODY = "body_id = (SELECT hanaper.body())"
CLUSTERS = "cluster_id = ANY ((SELECT hanaper.clusters())::bigint[])"
CLUSTER = "cluster_id = (SELECT hanaper.cluster())"
IN_ACT = "(SELECT hanaper.run()) IS NOT NULL"

#: kind -> (which rows are read, which rows are written, the column that a foreign key carries)
KINDS: Mapping[str, tuple[str, str, str] | None] = {
    "tenant": (BODIES, BODY, "body_id"),
    "cluster": (CLUSTERS, CLUSTER, "cluster_id"),
    "person": (IN_ACT, IN_ACT, ""),
    "reference": None,
    "platform": None,
}
#: Bits of a cell's own block of identifiers (DESIGN section 8): rows then move between cells as they are.
CELL_BITS = 48


@dataclass(frozen=True)
class Reference:
    """A foreign key that carries the tenant: `column` points at `table`, both rows having the same `by`."""

    column: str
    table: str
    by: str = "body_id"

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        return f"{self.__class__.__module__}.{self.__class__.__qualname__}", (self.column, self.table, self.by), {}


class SqlOperation(Operation):
    """A reversible operation that is only SQL."""

    reversible = True
    reduces_to_sql = True

    def forward_sql(self) -> str:
        raise NotImplementedError

    def backward_sql(self) -> str:
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: Any) -> None:
        return None

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        schema_editor.execute(self.forward_sql(), params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        schema_editor.execute(self.backward_sql(), params=None)


class Mechanism(SqlOperation):
    """Run `sql/<name>.sql` of a package: one file per mechanism, read whole, and `undo` to take it back."""

    def __init__(self, package: str, name: str, undo: str) -> None:
        self.package, self.name, self.undo = package, name, undo

    def forward_sql(self) -> str:
        return resources.files(self.package).joinpath("sql", f"{self.name}.sql").read_text(encoding="utf-8")

    def backward_sql(self) -> str:
        return self.undo

    def describe(self) -> str:
        return f"Install the mechanism {self.name} of {self.package}"


class DeclareTable(SqlOperation):
    """Make `table` a table of `kind`, with its policies, grants, tenant keys and audit.

    table: name in the database.
    kind: tenant, cluster, person, reference or platform.
    controller, basis, retention: who answers for the rows, on what lawful basis, and how long they are kept.
    writes: what the application's role may do besides reading: any of "insert, update, delete", or "" where only
        definer functions write.
    references: foreign keys of this table that carry the tenant; its ORM fields say `db_constraint=False`.
    checked_set_wise: columns whose reference a definer function checks for the whole batch instead of a key.
    audited: the changes that leave an audit entry: "insert, update, delete", "update, delete" for the lines of a
        document, or "" where rows are append-only or are the machine's own (jobs, sessions).
    process: for a document's table, the process whose moves the evidence trigger witnesses.
    lines_of: for the lines of a document, its process and the column that points at it: a line that was not made with
        its document then leaves an audit entry.
    reads: False where not even reading is granted (effort).
    partitioned: the table is partitioned by `fiscal_year`; its primary key then stands for the replica identity.
    """

    def __init__(
        self,
        table: str,
        kind: str,
        *,
        controller: str,
        basis: str,
        retention: str,
        writes: str = "",
        references: Sequence[Reference] = (),
        checked_set_wise: Sequence[str] = (),
        audited: str = "insert, update, delete",
        process: str = "",
        lines_of: tuple[str, str] | None = None,
        reads: bool = True,
        partitioned: bool = False,
    ) -> None:
        if kind not in KINDS:
            raise ValueError(f"{table}: {kind!r} is no kind of table; expected one of {', '.join(KINDS)}")
        self.table, self.kind = table, kind
        self.controller, self.basis, self.retention = controller, basis, retention
        self.writes = writes
        self.references = tuple(references)
        self.checked_set_wise = tuple(checked_set_wise)
        self.audited, self.process, self.lines_of = audited, process, lines_of
        self.reads, self.partitioned = reads, partitioned

    @property
    def privileges(self) -> list[str]:
        return [word.strip().upper() for word in self.writes.split(",") if word.strip()]

    def describe(self) -> str:
        return f"Declare {self.table} a {self.kind} table"

    def forward_sql(self) -> str:
        parts = [*self._row_security(), *self._grants(), *self._keys(), *self._triggers(), self._declaration()]
        return "\n".join(parts)

    def backward_sql(self) -> str:
        table = self.table
        policies = [
            f'DROP POLICY IF EXISTS "{name}" ON {table};' for name in ("read", "insert", "update", "delete", "owner")
        ]
        triggers = [
            f"DROP TRIGGER IF EXISTS {name} ON {table};"
            for name in (
                "audit_insert", "audit_update", "audit_delete",
                "witness_insert", "witness_update", "witness_delete",
            )
        ]  # fmt: skip
        keys = [f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {self._key_name(ref)};" for ref in self.references]
        return "\n".join(
            [
                *policies, *triggers, *keys,
                f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
                f"REVOKE ALL ON {table} FROM hanaper_app, hanaper_backup;",
                f"DELETE FROM hanaper.declared_table WHERE name = '{table}';",
            ]
        )  # fmt: skip

    def _row_security(self) -> list[str]:
        rule = KINDS[self.kind]
        if rule is None:
            return []
        read, write, _ = rule
        table = self.table
        sql = [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"]
        sql.append(f"CREATE POLICY read ON {table} FOR SELECT TO hanaper_app USING ({read});")
        by_cluster = any(ref.by == "cluster_id" for ref in self.references) and self.kind == "tenant"
        check = f"{write} AND {CLUSTER}" if by_cluster else write
        for privilege in self.privileges:
            clauses = {
                "INSERT": f"WITH CHECK ({check})",
                "UPDATE": f"USING ({write}) WITH CHECK ({check})",
                "DELETE": f"USING ({write})",
            }[privilege]
            sql.append(f'CREATE POLICY "{privilege.lower()}" ON {table} FOR {privilege} TO hanaper_app {clauses};')
        sql.append(f"CREATE POLICY owner ON {table} TO hanaper_owner USING (true) WITH CHECK (true);")
        return sql

    def _grants(self) -> list[str]:
        privileges = (["SELECT"] if self.reads else []) + self.privileges
        sql = [f"GRANT SELECT ON {self.table} TO hanaper_backup;"]
        if privileges:
            sql.append(f"GRANT {', '.join(privileges)} ON {self.table} TO hanaper_app;")
        return sql

    def _keys(self) -> list[str]:
        rule = KINDS[self.kind]
        table, sql = self.table, []
        if rule and rule[2] and not self.partitioned:
            index = f"{table}_{rule[2].removesuffix('_id')}_key"
            sql.append(f"CREATE UNIQUE INDEX {index} ON {table} ({rule[2]}, id);")
            if self.kind == "tenant":
                sql.append(f"ALTER TABLE {table} REPLICA IDENTITY USING INDEX {index};")
        sql += [
            f"ALTER TABLE {table} ADD CONSTRAINT {self._key_name(ref)} FOREIGN KEY ({ref.by}, {ref.column})"
            f" REFERENCES {ref.table} ({ref.by}, id) DEFERRABLE INITIALLY IMMEDIATE;"
            for ref in self.references
        ]
        cell = getattr(settings, "HANAPER_CELL", 0)
        if cell and rule and not self.partitioned:
            sql.append(f"ALTER TABLE {table} ALTER COLUMN id RESTART WITH {(cell << CELL_BITS) + 1};")
        return sql

    def _key_name(self, ref: Reference) -> str:
        return f"{self.table}_{ref.column}_tenant_fk"[:63]

    def _triggers(self) -> list[str]:
        table, sql = self.table, []
        if self.process:
            for event, transition in (
                ("insert", "REFERENCING NEW TABLE AS new_rows"),
                ("update", "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows"),
                ("delete", ""),
            ):
                sql.append(
                    f"CREATE TRIGGER witness_{event} AFTER {event.upper()} ON {table} {transition}"
                    f" FOR EACH STATEMENT EXECUTE FUNCTION hanaper.witness_{event}('{self.process}');"
                )
        if self.lines_of:
            sql.append(
                f"CREATE TRIGGER audit_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows"
                f" FOR EACH STATEMENT EXECUTE FUNCTION hanaper.audit_added('{self.lines_of[0]}', '{self.lines_of[1]}');"
            )
        if self.audited:
            document = "'document'" if self.process else ""
            for event, transition in (
                ("insert", "REFERENCING NEW TABLE AS new_rows"),
                ("update", "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows"),
                ("delete", "REFERENCING OLD TABLE AS old_rows"),
            ):
                if event not in self.audited or (self.process and event == "insert"):
                    continue  # a document's making is a step: its evidence says so
                sql.append(
                    f"CREATE TRIGGER audit_{event} AFTER {event.upper()} ON {table} {transition}"
                    f" FOR EACH STATEMENT EXECUTE FUNCTION hanaper.audit_{event}({document});"
                )
        return sql

    def _declaration(self) -> str:
        def quote(text: str) -> str:
            return "'" + text.replace("'", "''") + "'"

        columns = "ARRAY[" + ", ".join(quote(c) for c in self.checked_set_wise) + "]::text[]"
        return (
            "INSERT INTO hanaper.declared_table VALUES ("
            f"{quote(self.table)}, {quote(self.kind)}, {quote(self.controller)}, {quote(self.basis)},"
            f" {quote(self.retention)}, {quote(self.writes)}, {quote(self.audited)}, {columns});"
        )
