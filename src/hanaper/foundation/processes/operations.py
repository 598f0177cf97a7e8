"""The migration operation that writes a process's declared moves into the database."""

from __future__ import annotations

from collections.abc import Sequence

from hanaper.foundation.database.operations import SqlOperation


class DeclareProcess(SqlOperation):
    """Declare one version of a process: `moves` is what `Process.moves()` said when the migration was made.

    A test compares every declared process with the rows that its migrations leave.
    """

    def __init__(self, process: str, version: int, moves: Sequence[tuple[str, str, str]]) -> None:
        self.process, self.version, self.moves = process, version, [tuple(move) for move in moves]

    def forward_sql(self) -> str:
        rows = ", ".join(f"('{self.process}', {self.version}, '{s}', '{f}', '{t}')" for s, f, t in self.moves)
        return f"INSERT INTO processes_move VALUES {rows};"

    def backward_sql(self) -> str:
        return f"DELETE FROM processes_move WHERE process = '{self.process}' AND version = {self.version};"

    def describe(self) -> str:
        return f"Declare process {self.process} version {self.version}"
