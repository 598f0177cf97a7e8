"""Which processes have service levels, and what the measures need to know of each.

The measures are the same for every process; this table says where a process starts and ends for them, which of its
steps are required controls, and by which channel a document came. A change here is a change of the measure: it opens
the measure's next version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from hanaper.centre.levels.errors import ProcessNotMeasured
from hanaper.finance.payables.api import HOLDS
from hanaper.foundation.processes.api import Process
from hanaper.foundation.processes.api import process as declared


@dataclass(frozen=True)
class Measured:
    """What the measures need to know of a process.

    facts: read view of its documents: body_id, id, number, supplier, received_on, payable_pence, has_order,
        has_valid_file.
    ready: states at which the touchless rate stops looking: the document is ready to be paid, or owes nothing.
    paid: the state in which it is paid. refused: states of documents that a rule or a person turned away.
    held: the state of documents that wait for somebody to answer a question.
    controls: steps that a rule requires a person to take.
    channels: from the step that makes a document to the channel by which it came.
    hold_owners: from the reason of a hold to the duty whose holder can remove it.
    """

    code: str
    facts: str
    ready: tuple[str, ...]
    paid: str
    refused: tuple[str, ...]
    held: str
    controls: tuple[str, ...]
    channels: Mapping[str, str] = field(default_factory=dict)
    hold_owners: Mapping[str, str] = field(default_factory=dict)

    @property
    def process(self) -> Process:
        return declared(self.code)

    @property
    def last_states(self) -> tuple[str, ...]:
        """States from which no step leads: what stands there waits for nobody."""
        process = self.process
        return tuple(state for state in process.states if not process.steps_from(state))


MEASURED: Final[Mapping[str, Measured]] = {
    "invoice": Measured(
        "invoice",
        facts="payables_invoice_facts",
        ready=("posted", "settled"),
        paid="paid",
        refused=("rejected",),
        held="held",
        controls=("approve", "pay"),
        channels={"receive": "network", "turn-away": "network", "upload": "by hand"},
        hold_owners={reason: hold.owner for reason, hold in HOLDS.items()},
    ),
}


def measured(code: str) -> Measured:
    """The measured process of this code. Raises ProcessNotMeasured."""
    if code not in MEASURED:
        raise ProcessNotMeasured(found=code, expected=", ".join(sorted(MEASURED)))
    return MEASURED[code]
