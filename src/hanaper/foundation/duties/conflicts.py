"""Which duties exclude each other: the matrix of segregation of duties, as data.

Level H is never allowed; M would need a dated waiver, and
as there are no waivers yet it is refused alike. A conflict *per grant* means that nobody holds both duties where
their bodies overlap; *per record* that nobody does both to the same document (steps say so with `never_by`), *own* that nobody does any of it to
the record that is about themself (the services of people and pay see to it). Rows
whose duties come with later parts stand here already, so that the module that declares them is guarded from its first
day. Codes may end in `.*`. S38, the centre's people never hold a retained duty of a body they serve, follows from the
side of each duty and needs no list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

from hanaper.foundation.duties.registry import CENTRE, RETAINED, duty

Level = Literal["H", "M"]
Per = Literal["grant", "record", "own"]


@dataclass(frozen=True)
class Conflict:
    """id: as in PROMISES section 3. a, b: duty codes or patterns; any of `a` excludes any of `b`."""

    id: str
    a: tuple[str, ...]
    b: tuple[str, ...]
    risk: str
    level: Level = "H"
    per: Per = "grant"

    def holds_between(self, one: str, other: str) -> bool:
        return (_any(self.a, one) and _any(self.b, other)) or (_any(self.a, other) and _any(self.b, one))


def _any(patterns: Iterable[str], code: str) -> bool:
    return any(fnmatchcase(code, pattern) for pattern in patterns)


MATRIX: tuple[Conflict, ...] = (
    Conflict("S01", ("supplier.maintain",), ("invoice.receive", "invoice.resolve", "invoice.approve"), "fictitious supplier"),
    Conflict("S02", ("supplier.maintain", "supplier-bank.*"), ("payment-run.build", "payment-run.release"), "pay oneself"),
    Conflict("S03", ("supplier-bank.propose",), ("supplier-bank.approve",), "mandate fraud"),
    Conflict("S04", ("requisition.raise",), ("requisition.approve",), "unneeded spend", per="record"),
    Conflict("S05", ("requisition.*", "order.raise", "order.approve"), ("receipt.record",), "false receipt", per="record"),
    Conflict("S06", ("receipt.record",), ("invoice.approve",), "false match", level="M"),
    Conflict("S07", ("invoice.receive",), ("invoice.approve",), "paying what one entered"),
    Conflict("S08", ("invoice.approve",), ("payment-run.release",), "paying what one approved"),
    Conflict("S09", ("payment-run.build",), ("payment-run.release",), "paying what one built"),
    Conflict("S10", ("payment-run.release",), ("bank.reconcile",), "concealment"),
    Conflict("S11", ("tender.evaluate",), ("award.approve", "supplier.maintain"), "bias", per="record"),
    Conflict("S12", ("contract.maintain",), ("invoice.approve",), "paying more on a contract one changed", level="M"),
    Conflict("S13", ("journal.enter",), ("journal.approve",), "misstatement", per="record"),
    Conflict("S14", ("chart.maintain", "period.open", "period.close"), ("journal.enter",), "booking where one set the books", level="M"),
    Conflict("S15", ("budget.set", "budget.vire"), ("requisition.approve", "order.approve"), "spending what one granted", level="M"),
    Conflict("S16", ("employee.create",), ("pay-facts.set", "employee-bank.*"), "ghost employee"),
    Conflict("S17", ("pay-rules.maintain",), ("pay-run.calculate",), "paying by one's own rules"),
    Conflict("S18", ("pay-run.calculate",), ("pay-run.approve", "pay-run.release", "pay-check.accept"), "paying what one calculated"),
    Conflict("S19", ("pay-run.release",), ("payroll.reconcile",), "concealment"),
    Conflict("S20", ("time.enter",), ("time.approve",), "paid for time not worked", per="record"),
    Conflict("S21", ("expense.submit",), ("expense.approve",), "self-payment", per="record"),
    Conflict("S22", ("employee.*", "pay-facts.*"), ("employee.*", "pay-facts.*"), "changing one's own record", per="own"),
    Conflict("S23", ("entitlement.maintain",), ("claim.approve",), "granting by one's own rule", level="M"),
    Conflict("S24", ("overpayment.write-off",), ("overpayment.manage",), "forgiving a debt one manages"),
    Conflict("S25", ("case.decide",), ("appeal.hear",), "unfair hearing"),
    Conflict("S26", ("role.maintain", "role.grant", "role.approve"),
             ("journal.enter", "journal.approve", "order.*", "receipt.record", "invoice.receive", "invoice.resolve", "invoice.approve",
              "payment-run.*", "supplier.maintain", "supplier-bank.*", "pay-*.*"), "granting oneself"),
    Conflict("S27", ("role.grant",), ("role.approve",), "granting oneself", per="record"),
    Conflict("S28", ("parameter.propose",), ("parameter.approve",), "bending a rule", per="record"),
    Conflict("S29", ("operations.run",), ("*.approve", "*.release"), "approving behind the screen"),
    Conflict("S30", ("migration.run",), ("migration.sign-off",), "hiding what was lost", level="M"),
    Conflict("S31", ("limit.maintain",), ("invoice.approve", "order.approve", "requisition.approve"), "raising one's own limit"),
    Conflict("S32", ("audit.read",), ("*.enter", "*.approve", "*.release"), "auditing oneself", level="M"),
    Conflict("S33", ("baseline.set", "baseline.sign", "measure.define"), ("benefit.report",), "marking one's own work"),
    Conflict("S34", ("tolerance.set",), ("invoice.resolve", "invoice.approve", "payment-run.*"), "passing by one's own rule"),
    Conflict("S35", ("clock.stop",), ("prompt-payment.return",), "late payment that does not show", level="M"),
    Conflict("S36", ("claim.enter",), ("claim.approve",), "self-payment"),
    Conflict("S37", ("charge.propose",), ("charge.accept",), "charging oneself in"),
)  # fmt: skip


def between(one: str, other: str, *, per: Per | None = "grant") -> Iterator[Conflict]:
    """The conflicts of two duties. per: only those of this kind, or all where None.

    Two duties of opposite sides conflict as S38, per grant: the processor never decides for the client.
    """
    for conflict in MATRIX:
        if one != other and (per is None or conflict.per == per) and conflict.holds_between(one, other):
            yield conflict
    if per != "record" and {duty(one).side, duty(other).side} == {CENTRE, RETAINED}:
        yield Conflict("S38", (one,), (other,), "the processor decides for the client")
