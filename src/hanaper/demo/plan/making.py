"""The whole plan from a cluster, a month, a scale and a seed."""

from __future__ import annotations

from collections.abc import Sequence

from hanaper.demo.cast import members
from hanaper.demo.chance import Chance
from hanaper.demo.market import Supplier, suppliers
from hanaper.demo.plan.books import plan_books, plan_centre
from hanaper.demo.plan.buying import Buyer, Purchase
from hanaper.demo.plan.costs import centre_journals, duty_costs
from hanaper.demo.plan.days import LEAD_IN, Days, days_of, month_of
from hanaper.demo.plan.deviations import plan_deviations
from hanaper.demo.plan.documents import Deed, Fault, Plan, PlannedJournal, PlannedOrder
from hanaper.demo.plan.effort import with_commands
from hanaper.demo.plan.staff import Employee, plan_pay, staff_of
from hanaper.demo.plan.working import CEILING_PENCE, Diary, plan_buying
from hanaper.demo.scale import invoices_of, shared
from hanaper.strategy.register.api import ModelBody, load_register, model_cluster

#: Of all invoices, in basis points, how many have each fault; of the rarest at least one.
FAULTS = (
    (Fault.MISSING_ORDER, 240),
    (Fault.PRICE_OVER, 300),
    (Fault.QUANTITY_SHORT, 300),
    (Fault.DUPLICATE_NUMBER, 150),
    (Fault.NEAR_NUMBER, 60),
    (Fault.INVALID_FILE, 150),
    (Fault.WRONG_SUPPLIER, 40),
)
#: Bodies from this size on pay twice a week, the others once.
PAYS_TWICE = 2000
#: Suppliers whose account changes during the month, by the working day on which that is proposed; the last waits.
ACCOUNT_CHANGES = (4, 9, 13)


def make_plan(*, like: str, seed: int, month: str, scale: str) -> Plan:
    """The plan of a model month. like: id of a real cluster, whose sizes it has. month: `2026-10`.

    Raises ScaleUnknown, MonthUnreadable, and NotThere for a cluster that the register does not know.
    """
    cluster = model_cluster(load_register().cluster(like), seed=seed)
    days = days_of(month_of(month))
    lead = next(group.bodies[0].code for group in cluster.groups if group.leads_cluster)
    bodies = sorted(cluster.bodies, key=lambda body: (body.code != lead,))
    total = invoices_of(scale, len(bodies))
    counts = shared(total, {body.code: body.people for body in bodies})
    market = suppliers(seed=seed, bodies=[body.code for body in bodies], invoices=total)
    faults = _faults(seed, counts)
    _give_some(faults, lead)
    numbers = {each.ref: [each.first_number] for each in market}
    diaries: list[Diary] = []
    purchases: list[Purchase] = []
    later: list[PlannedOrder] = []
    journals: list[PlannedJournal] = []
    staff: list[Employee] = []
    for place, body in enumerate(bodies):
        diary = Diary(seed=seed, body=body.code, days=days, leaves_work=place == 0)
        if place == 0:
            _plan_suppliers(diary, market)
        _plan_periods(diary)
        users = [each.ref for each in market if body.code in each.bodies]
        diary.note("supplier.use", -LEAD_IN, diary.centre("supplier-desk"), users)
        buyer = Buyer(seed=seed, body=body.code, count=counts[body.code], days=days, suppliers=market)
        bought = buyer.purchases(faults[body.code], numbers)
        if diary.leaves_work:
            buyer.leave_some(bought, CEILING_PENCE)
        coming = buyer.for_later()
        payable = plan_buying(diary, bought)
        _plan_later(diary, coming)
        _plan_payments(diary, body, payable, is_lead=place == 0)
        own_staff = staff_of(body.code, place, seed=seed, is_lead=place == 0, market=market)
        plan_pay(diary, own_staff, has_earlier=_has_earlier(days), is_lead=place == 0)
        staff += own_staff
        journals += plan_books(diary, seed=seed, people=body.people, place=place, has_earlier_period=_has_earlier(days))
        if place == 0:
            plan_centre(diary)
        plan_deviations(diary, place)
        diaries.append(diary)
        purchases += bought
        later += coming
    places = {body.code: place for place, body in enumerate(bodies)}
    planned = sorted((deed for diary in diaries for deed in diary.deeds), key=lambda deed: _when(deed, places))
    deeds = tuple(with_commands(planned))
    costs = duty_costs(deeds)
    journals += centre_journals(lead, costs, total)
    own = [each for each in purchases if each.invoice.copy_of is None]
    return Plan(
        seed=seed,
        like=like,
        scale=scale,
        cluster=cluster,
        lead=lead,
        days=days,
        members={member.ref: member for member in members(seed=seed, bodies=list(places))},
        suppliers={each.ref: each for each in market},
        orders={order.ref: order for order in [*(each.order for each in own), *later]},
        receipts={receipt.ref: receipt for each in own for _, receipt in each.receipts},
        invoices={each.invoice.ref: each.invoice for each in purchases},
        journals={each.ref: each for each in journals},
        duty_costs=costs,
        staff={each.ref: each for each in staff},
        deeds=deeds,
    )


def _when(deed: Deed, places: dict[str, int]) -> tuple[int, int, int, str]:
    return deed.day, deed.phase, places[deed.body], deed.key[-4:]


def _has_earlier(days: Days) -> bool:
    """Whether opening balances can stand in the period before: nothing carries a year's balances into the next yet."""
    return days.period.number > 1


def _faults(seed: int, counts: dict[str, int]) -> dict[str, list[Fault | None]]:
    """What goes wrong with each invoice of each body: known numbers of each fault, at places of chance."""
    slots = Chance(seed, "faults").shuffled([(body, place) for body, count in counts.items() for place in range(count)])
    found: dict[str, list[Fault | None]] = {body: [None] * count for body, count in counts.items()}
    total = len(slots)
    for fault, basis_points in FAULTS:
        for _ in range(max(1, total * basis_points // 10_000)):
            if slots:
                body, place = slots.pop()
                found[body][place] = fault
    return found


def _give_some(found: dict[str, list[Fault | None]], body: str) -> None:
    """A body to which chance gave none of the questions that people are asked most changes places with one that has."""
    for fault in (Fault.PRICE_OVER, Fault.MISSING_ORDER):
        giver = next((code for code, own in found.items() if fault in own), body)
        if fault not in found[body] and None in found[body]:
            found[giver][found[giver].index(fault)] = None
            found[body][found[body].index(None)] = fault


def _plan_suppliers(diary: Diary, market: Sequence[Supplier]) -> None:
    """The cluster's suppliers, in its lead body: registered by one, their accounts proposed, and approved by others."""
    refs = [each.ref for each in market]
    diary.note("supplier.register", -LEAD_IN, diary.centre("supplier-desk"), refs)
    diary.note_bulk("bank.propose", -LEAD_IN, lambda: diary.centre("supplier-desk"), refs, how="first")
    diary.note_bulk("bank.approve", 1 - LEAD_IN, lambda: diary.centre("supplier-check"), refs, how="first")
    changing = diary.chance.some(
        [each.ref for each in market if each.trade.currency == "GBP"], len(ACCOUNT_CHANGES) + 1
    )
    for day, ref in zip(ACCOUNT_CHANGES, changing, strict=False):
        diary.note("bank.propose", day, diary.centre("supplier-desk"), [ref], how="change")
        what = "bank.refuse" if day == ACCOUNT_CHANGES[1] else "bank.approve"
        diary.note(what, day + 2, diary.centre("supplier-check"), [ref], how="change")
    diary.note("bank.propose", diary.days.last, diary.centre("supplier-desk"), [changing[-1]], how="change")


def _plan_periods(diary: Diary) -> None:
    opened = ["before", "month"] if _has_earlier(diary.days) else ["month"]
    diary.note("period.open", -LEAD_IN, diary.centre("books-control"), opened)
    if _has_earlier(diary.days):
        diary.note("period.close", 2, diary.centre("books-control"), ["before"])
    diary.note("period.open", diary.days.last, diary.centre("books-control"), ["next"])


def _plan_later(diary: Diary, coming: Sequence[PlannedOrder]) -> None:
    """Orders of the month's end: raised, some approved, and nothing has come of them yet."""
    refs = [order.ref for order in coming]
    diary.note_bulk("order.raise", diary.days.last - 1, lambda: diary.own("requesters"), refs)
    for order in coming[::2]:
        diary.note("order.approve", diary.days.last, diary.holder(order.total_pence), [order.ref])


def _plan_payments(diary: Diary, body: ModelBody, payable: Sequence[tuple[int, str]], *, is_lead: bool) -> None:
    """Runs of what is due: built by one person, released by another the same afternoon. The lead body's last waits."""
    first, last = diary.chance.between(0, 4), diary.days.last
    weekdays = {first, (first + 2) % 5} if body.people >= PAYS_TWICE else {first}
    pay_days = [day for day in range(1, last + 1) if diary.days.date(day).weekday() in weekdays]
    if is_lead:
        pay_days = [*(day for day in pay_days if day < last - 4), last]
    before = -1
    for day in pay_days:
        for currency in sorted({currency for ready, currency in payable if before < ready <= day}):
            diary.note("run.build", day, diary.centre("payments"), [currency])
            if not (is_lead and day == last):
                diary.note("run.release", day, diary.centre("payments-release"), [currency])
        before = day
