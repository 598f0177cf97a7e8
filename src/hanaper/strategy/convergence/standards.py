"""The standard versions of processes as data: which whole paths follow them, and where data keep to them.

A version never changes. To loosen or tighten a standard is to add the next version beside the last: figures name the
version that they are made under, and the earlier one can still be asked for, so that the old series stays.
A path is its steps in order, each with the state that it led to: `receive:received match:matched pass:approved ...`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hanaper.foundation.processes.api import Process
from hanaper.foundation.processes.api import process as declared
from hanaper.strategy.convergence.errors import ProcessWithoutStandard

FIRST: Final = date(2024, 4, 1)


@dataclass(frozen=True, slots=True)
class StandardVersion:
    """One version of one process's standard. process_version: of the declared process whose documents may follow it.

    data_faults: a SELECT of body_id, id and fault of documents whose data break the standard; "" where no rule over
        data is declared. Read views of other modules only.
    """

    process_code: str
    version: int
    since: date
    process_version: int
    paths: tuple[str, ...]
    data_faults: str = ""

    @property
    def process(self) -> Process:
        return declared(self.process_code)

    @property
    def label(self) -> str:
        return f"{self.process_code} standard, version {self.version}"

    @property
    def beginnings(self) -> tuple[str, ...]:
        """Every proper beginning of a standard path: where an open document may stand that has not left it."""
        found: dict[str, None] = {}
        for path in self.paths:
            steps = path.split(" ")
            found.update(dict.fromkeys(" ".join(steps[:count]) for count in range(1, len(steps))))
        return tuple(path for path in found if path not in self.paths)

    @property
    def value_column(self) -> str | None:
        """The document's amount in pence, which an approval is held against; None where no step has a limit."""
        return next((step.limit for step in self.process.steps if step.limit), None)


def _paths(*beginnings: str, ends: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{begin} {end}" if end else begin for begin in beginnings for end in ends)


STANDARDS: Final[tuple[StandardVersion, ...]] = (
    StandardVersion(
        "invoice", 1, FIRST, 1,
        _paths(
            "receive:received match:matched pass:approved",
            "receive:received match:matched pass:to-approve approve:approved",
            ends=("post:posted pay:paid", "post:settled"),
        ),
        data_faults="SELECT body_id, id, CASE WHEN NOT has_order THEN 'no-order' ELSE 'invalid-file' END AS fault"
                    " FROM payables_invoice_facts WHERE NOT (has_order AND has_valid_file)",
    ),
    StandardVersion("order", 1, FIRST, 1, _paths("raise:raised approve:approved", ends=("", "close:closed"))),
    StandardVersion("supplier-bank", 1, FIRST, 1, ("propose:proposed approve:approved",)),
    StandardVersion(
        "pay-run", 1, FIRST, 1,
        _paths("open:open gather:gathered calculate:calculated check:checked approve:approved commit:committed "
               "report:reported pay:paid", ends=("", "close:closed")),
    ),
    StandardVersion("manual-journal", 1, FIRST, 1, ("enter:entered approve:approved post:posted",)),
)  # fmt: skip


def standards(on: date) -> Mapping[str, StandardVersion]:
    """The version in force of each process that has a standard, on a day, by the process's code in order."""
    found: dict[str, StandardVersion] = {}
    for each in sorted(STANDARDS, key=lambda s: (s.process_code, s.version)):
        if each.since <= on:
            found[each.process_code] = each
    return found


def standard(process_code: str, *, on: date) -> StandardVersion:
    """The standard of a process on a day. Raises ProcessWithoutStandard."""
    found = standards(on)
    if process_code not in found:
        raise ProcessWithoutStandard(found=process_code, expected=", ".join(found))
    return found[process_code]


def series(on: date) -> list[Mapping[str, StandardVersion]]:
    """The standards in force, and after them, for every process whose standard was changed, each earlier version: its
    series goes on being shown."""
    now = standards(on)
    earlier = [s for s in STANDARDS if s.process_code in now and s.version < now[s.process_code].version]
    return [now, *({s.process_code: s} for s in earlier)]
