"""Who does what on which day: purchases become deeds.

Within a day, deeds go by phases: what came by post is dealt with after it was matched, and what is approved in the
morning can be paid in the afternoon. People of the centre work for every body; a body's own people for it alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from hanaper.demo.cast import TEAMS, ref
from hanaper.demo.chance import Chance
from hanaper.demo.plan.buying import Purchase
from hanaper.demo.plan.days import Days
from hanaper.demo.plan.documents import Deed, Fault
from hanaper.demo.plan.effort import BULK_MAX, work_seconds

#: Phases of a day with the minute at which each begins.
PHASES = {
    "set-up": (0, 8 * 60),
    "receive": (1, 8 * 60 + 30),
    "order": (2, 9 * 60),
    "agree": (3, 9 * 60 + 45),
    "post": (4, 10 * 60 + 20),
    "answer": (5, 11 * 60),
    "approve": (6, 13 * 60 + 30),
    "build": (7, 15 * 60),
    "release": (8, 16 * 60),
    "close": (9, 17 * 60),
}
#: After a phase with any of these, rules must have done their part before the next begins.
RULES_AFTER = frozenset(
    {"invoice.arrive", "invoice.upload", "invoice.rematch", "invoice.approve", "journal.approve", "pay.gather",
     "pay.again", "pay.approve"}
)  # fmt: skip

PHASE_OF = {
    "supplier.register": "set-up", "supplier.use": "receive", "bank.propose": "order", "bank.approve": "set-up",
    "bank.refuse": "set-up", "period.open": "set-up", "period.close": "receive",
    "receipt.record": "receive", "order.raise": "order", "order.approve": "agree",
    "invoice.arrive": "post", "invoice.upload": "post",
    "invoice.resolve": "answer", "invoice.rematch": "answer", "invoice.reject": "answer",
    "invoice.approve": "approve", "journal.enter": "answer", "journal.reverse": "answer", "journal.correct": "answer",
    "journal.approve": "approve", "journal.send-back": "approve",
    "run.build": "build", "run.release": "release", "costs.load": "close",
    "deviation.propose": "order", "deviation.approve": "approve",
    "pay.scheme": "answer", "hr.start": "order", "pay.facts": "order", "hr.leave": "order", "pay.input": "order",
    "hr.absence": "order", "hr.terms": "order", "pay.open": "order", "pay.gather": "agree", "pay.look": "answer",
    "pay.again": "agree", "pay.accept": "answer", "pay.approve": "approve", "pay.build": "build",
    "pay.release": "release",
}  # fmt: skip
DUTY_OF = {
    "supplier.register": "supplier.maintain", "supplier.use": "supplier.maintain",
    "bank.propose": "supplier-bank.propose", "bank.approve": "supplier-bank.approve",
    "bank.refuse": "supplier-bank.approve", "receipt.record": "receipt.record", "order.raise": "order.raise",
    "order.approve": "order.approve", "invoice.upload": "invoice.receive", "invoice.resolve": "invoice.resolve",
    "invoice.rematch": "invoice.resolve", "invoice.reject": "invoice.resolve", "invoice.approve": "invoice.approve",
    "journal.enter": "journal.enter", "journal.correct": "journal.enter", "journal.reverse": "journal.enter",
    "journal.approve": "journal.approve", "journal.send-back": "journal.approve", "run.build": "payment-run.build",
    "run.release": "payment-run.release", "costs.load": "costs.maintain", "period.open": "period.open",
    "period.close": "period.close", "deviation.propose": "deviation.propose", "deviation.approve": "deviation.approve",
    "pay.scheme": "pay-scheme.maintain", "hr.start": "employee.create", "pay.facts": "pay-facts.set",
    "hr.leave": "employee.maintain", "pay.input": "pay-input.enter", "hr.absence": "absence.record",
    "hr.terms": "employee.maintain", "pay.open": "pay-run.calculate", "pay.gather": "pay-run.calculate",
    "pay.look": "pay-check.accept", "pay.again": "pay-run.calculate", "pay.accept": "pay-check.accept",
    "pay.approve": "pay-run.approve", "pay.build": "payment-run.build", "pay.release": "payment-run.release",
}  # fmt: skip


class Diary:
    """Deeds of one body as they are planned. slowness: working days that its own approvers take.

    leaves_work: what came by the last post is not answered any more, so that whoever looks at the month has some to do.
    """

    def __init__(self, *, seed: int, body: str, days: Days, leaves_work: bool = False) -> None:
        self.body, self.days, self.leaves_work = body, days, leaves_work
        self.chance = Chance(seed, "diary", body)
        self.slowness = self.chance.of((0, 0, 1, 1, 2, 3))
        self.deeds: list[Deed] = []

    def note(
        self, what: str, day: int, who: str | None, items: Sequence[str], *, how: str = "", offset: int | None = None
    ) -> None:
        """One act, unless it would come after the month: then the month ends before anybody does it."""
        if day > self.days.last or not items:
            return
        phase, begins = PHASES[PHASE_OF[what]]
        count = len(items) if what not in ("run.build", "run.release") else 1
        true, gap = work_seconds(what, count, self.chance) if who else (0.0, 0.0)
        minute = begins + (self.chance.between(0, 24) if offset is None else offset)
        key = f"{what} {self.body} {day} {len(self.deeds):04d}"
        self.deeds.append(
            Deed(key, day, phase, minute, self.body, what, DUTY_OF.get(what), who, tuple(items), how, true, gap or None)
        )

    def note_bulk(
        self, what: str, day: int, who: str | Callable[[], str], items: Iterable[str], *, how: str = ""
    ) -> None:
        """The same over many documents, a handful with each press. who: a person, or a choice anew for each."""
        wanted = list(items)
        for at in range(0, len(wanted), BULK_MAX):
            self.note(what, day, who if isinstance(who, str) else who(), wanted[at : at + BULK_MAX], how=how)

    def centre(self, team: str) -> str:
        """Somebody of a team of the centre."""
        return ref(team, None, self.chance.between(0, TEAMS[team].size - 1))

    def own(self, team: str) -> str:
        """Somebody of a team of the body."""
        return ref(team, self.body, self.chance.between(0, TEAMS[team].size - 1))

    def holder(self, pence: int) -> str:
        """The first of the body's budget holders whose limit reaches."""
        for place, limit in enumerate(TEAMS["budget-holders"].limits_pence):
            if limit is not None and abs(pence) <= limit:
                return ref("budget-holders", self.body, place)
        raise ValueError(f"nobody of {TEAMS['budget-holders'].name} of {self.body} may approve {pence} pence")


#: Days of post before the month's end whose questions wait for a visitor, in the body that leaves work.
LEFT_DAYS = 2
#: Up to this the standard lets a clean match pass without a person; the plan must know it to say who approves when.
CEILING_PENCE = 2_500_000


@dataclass
class _Agenda:
    """What falls on which day, before it is laid into handfuls."""

    ordered: defaultdict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    agreed: defaultdict[tuple[int, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    received: defaultdict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    arriving: defaultdict[tuple[int, bool], list[str]] = field(default_factory=lambda: defaultdict(list))
    approving: defaultdict[tuple[int, str], list[str]] = field(default_factory=lambda: defaultdict(list))


def plan_buying(diary: Diary, purchases: Sequence[Purchase]) -> list[tuple[int, str]]:
    """The deeds of a body's purchases, from its orders to the approval of its invoices.

    Returns, of each invoice that can be paid within the month, from which day on and in which currency.
    """
    agenda, payable = _Agenda(), []
    for each in purchases:
        agenda.arriving[each.invoice.day, each.invoice.by_person].append(each.invoice.ref)
        ready = _answer(diary, each, agenda.approving)
        if ready is not None and ready <= diary.days.last:
            payable.append((ready, each.order.currency))
        if each.invoice.copy_of is None:
            _order(diary, each, agenda)
    for day, refs in sorted(agenda.ordered.items()):
        diary.note_bulk("order.raise", day, lambda: diary.own("requesters"), refs)
    for (day, who), refs in sorted(agenda.agreed.items()):
        diary.note_bulk("order.approve", day, who, refs)
    for day, refs in sorted(agenda.received.items()):
        diary.note_bulk("receipt.record", day, lambda: diary.own("receivers"), refs)
    for (day, by_person), refs in sorted(agenda.arriving.items()):
        if by_person:
            diary.note_bulk("invoice.upload", day, lambda: diary.centre("invoice-desk"), refs)
        else:
            diary.note("invoice.arrive", day, None, refs, offset=0)
    for (day, who), refs in sorted(agenda.approving.items()):
        diary.note_bulk("invoice.approve", day, who, refs)
    return payable


def _order(diary: Diary, purchase: Purchase, agenda: _Agenda) -> None:
    """When it was ordered, agreed and received; an order that was missing comes after its invoice, or never."""
    raised, approved, receipts = purchase.raised, purchase.approved, purchase.receipts
    if purchase.invoice.fault == Fault.MISSING_ORDER:
        if _is_turned_away(purchase):
            return
        asked = purchase.invoice.day
        raised, approved = asked + 1, asked + 2
        receipts = [(asked + 3, receipt) for _, receipt in receipts]
    agenda.ordered[raised].append(purchase.order.ref)
    agenda.agreed[approved, diary.holder(purchase.order.total_pence)].append(purchase.order.ref)
    for day, receipt in receipts:
        agenda.received[day].append(receipt.ref)


def _is_turned_away(purchase: Purchase) -> bool:
    """Whether a question about an invoice ends with a no: decided by its ref, so that everybody agrees."""
    share = {Fault.MISSING_ORDER: 45, Fault.PRICE_OVER: 30, Fault.QUANTITY_SHORT: 10}
    fault = purchase.invoice.fault
    return fault is not None and Chance(0, "no", purchase.invoice.ref).happens(share.get(fault, 100) / 100)


def _answer(diary: Diary, purchase: Purchase, approving: defaultdict[tuple[int, str], list[str]]) -> int | None:
    """What becomes of one invoice after it was matched: who answers for it, and who approves it.

    Returns the day from which on it can be paid; None where it never can.
    """
    invoice, fault = purchase.invoice, purchase.invoice.fault
    desk = diary.centre("invoice-desk")
    asked = invoice.day + diary.chance.of((0, 1, 1, 2, 3))
    approver = diary.holder(invoice.payable_pence)
    decided = diary.slowness + diary.chance.of((0, 0, 1, 2))
    dear = invoice.payable_pence > CEILING_PENCE
    if fault in (Fault.DUPLICATE_NUMBER, Fault.INVALID_FILE):
        return None
    if diary.leaves_work and invoice.day >= diary.days.last - LEFT_DAYS and (fault is not None or dear):
        return None
    if fault == Fault.NEAR_NUMBER or (fault is not None and _is_turned_away(purchase)):
        reason = {Fault.NEAR_NUMBER: "duplicate", Fault.MISSING_ORDER: "not-ordered"}.get(fault, "not-as-agreed")
        diary.note("invoice.reject", asked, desk, [invoice.ref], how=reason)
        return None
    if fault is None:
        passes = invoice.day
    elif fault == Fault.PRICE_OVER:
        diary.note("invoice.resolve", asked, desk, [invoice.ref], how="price-agreed")
        passes, dear = asked, True
    else:  # an order or a receipt was missing, and comes: then it is matched again
        ready = invoice.day + 3 if fault == Fault.MISSING_ORDER else purchase.receipts[-1][0]
        passes = max(asked, ready + diary.chance.of((0, 0, 1)))
        diary.note("invoice.rematch", passes, desk, [invoice.ref], how=purchase.order.ref)
    if dear:
        passes += decided
        approving[passes, approver].append(invoice.ref)
    return passes
