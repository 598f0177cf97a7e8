"""Control totals of a run: the same figure wherever it stands, from payslips to the files that leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hanaper.hr.pay.models import PayRun, Submission
from hanaper.hr.pay.process import PAY_RUN, SUBMISSION
from hanaper.hr.pay.rules import journal
from hanaper.kernel.money import Money
from hanaper.ledger.api import source_balances
from hanaper.ledger.payments.api import PaymentInstruction, file_totals, payments_of

OWED: Final = {
    "Net pay": journal.NET_PAY,
    "Owed to HM Revenue and Customs": journal.TO_HMRC,
    "Owed to pension schemes": journal.TO_PENSIONS,
    "Owed for orders and to others": journal.TO_OTHERS,
}
"""What a run owes -> the account where it stands."""
PAID_AFTER: Final = {
    journal.TO_HMRC: Submission.Kind.EPS,
    journal.TO_PENSIONS: Submission.Kind.PENSION,
    journal.TO_OTHERS: Submission.Kind.ORDERS,
}
"""Account -> the telling that its payment follows; net pay follows the run itself."""
REPORTED: Final = {
    "Income tax": ("tax",),
    "Employees' National Insurance": ("ni",),
    "Employer's National Insurance": ("ni_employer",),
    "Members' pension contributions": ("pension", "added_pension"),
    "Student loans": ("student_loan",),
    "Postgraduate loans": ("postgraduate_loan",),
}
"""What HMRC is told in all -> the elements that it is the sum of."""


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """One figure in pence, wherever it stands; None where it does not stand (yet). files: of the bank, by form."""

    what: str
    payslips: int
    books: int | None = None
    instructed: int | None = None
    files: Mapping[str, int] | None = None
    reported: int | None = None

    @property
    def agrees(self) -> bool:
        """Whether it is the same wherever it stands."""
        there = (self.books, self.instructed, self.reported, *(self.files or {}).values())
        return all(pence in (None, self.payslips) for pence in there)

    @property
    def values(self) -> dict[str, Any]:
        """As `TotalsDiffer` says it."""
        there = (self.books, self.instructed, self.reported, *(self.files or {}).values())
        found = next(pence for pence in there if pence not in (None, self.payslips))
        return {"what": self.what, "expected": str(Money(self.payslips)), "found": str(Money(found or 0))}


def control_totals(run: PayRun) -> list[ControlTotal]:
    """Every control total of a run that was committed: what it owes, then what HMRC is told."""
    from hanaper.hr.pay.committing import summed

    told = list(Submission.objects.filter(run=run))
    payments = _payments(run, told)
    files = file_totals([each.pk for each in payments.values()])
    due = journal.owed(summed(run.pk), levy_pence=run.totals.get("levy", 0))
    books = source_balances(body_id=run.body_id, source=PAY_RUN.code, source_id=run.pk)
    found = []
    for what, account in OWED.items():
        paid = payments.get(account)
        found.append(
            ControlTotal(
                what, due.get(account, 0), -books.get(account, 0), paid.amount_pence if paid else None,
                files.get(paid.pk) if paid else None,
            )
        )  # fmt: skip
    fps = [each for each in told if each.kind == Submission.Kind.FPS]
    written: Counter[str] = Counter()
    for each in fps:
        written.update(each.totals)
    for what, codes in REPORTED.items():
        said = written[codes[0]] if all(each.totals for each in fps) else None
        found.append(ControlTotal(what, sum(run.totals.get(code, 0) for code in codes), reported=said))
    return found


def _payments(run: PayRun, told: list[Submission]) -> dict[str, PaymentInstruction]:
    """The payment of what stands at each account, where one was instructed."""
    after = payments_of(SUBMISSION.code, [each.pk for each in told])
    found = {
        account: after[each.pk]
        for account, kind in PAID_AFTER.items()
        for each in told
        if each.kind == kind and each.pk in after
    }
    net = payments_of(PAY_RUN.code, [run.pk])
    return found | ({journal.NET_PAY: net[run.pk]} if net else {})
