"""How each kind of deed is done: a call of the service that people use, inside the deed's open act.

A doer gets the month and the deed, and returns the ids of what it made, by the plan's refs. What the plan holds for
right and a service refuses ends the run: the demonstration never looks away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.db.models import QuerySet

from hanaper.centre.costs.api import DutyCostRow, duty_costs_load
from hanaper.commercial.orders.api import (
    LineDraft,
    Order,
    OrderDraft,
    ReceiptDraft,
    orders_approve,
    orders_raise,
    receipts_record,
)
from hanaper.commercial.suppliers.api import (
    BankAccount,
    BankChange,
    BankChangeDraft,
    Identifier,
    SupplierDraft,
    bank_changes_approve,
    bank_changes_propose,
    bank_changes_refuse,
    identifier,
    sites_use,
    suppliers_register,
)
from hanaper.demo.einvoices import File
from hanaper.demo.errors import WorkRefused
from hanaper.demo.market import Supplier
from hanaper.demo.paying import PAY_DOERS
from hanaper.demo.plan.deviations import DEVIATIONS
from hanaper.demo.plan.documents import Deed, Fault, Plan, PlannedJournal
from hanaper.demo.progress import Kept
from hanaper.demo.world import SOURCE, World
from hanaper.finance.cash.api import pay_day_after, payment_run_build, payment_runs_release
from hanaper.finance.payables.api import (
    ReceivedFile,
    Report,
    invoices_approve,
    invoices_receive,
    invoices_reject,
    invoices_rematch,
    invoices_resolve,
)
from hanaper.foundation.processes.api import Outcome
from hanaper.kernel.dates import show_date
from hanaper.kernel.periods import FiscalPeriod
from hanaper.ledger.api import (
    EnteredLine,
    account_ids,
    journal_approve,
    journal_correct,
    journal_enter,
    journal_get_for,
    journal_reverse,
    journal_send_back,
    period_close,
    period_open,
)
from hanaper.ledger.payments.api import PaymentInstruction, payments_due
from hanaper.strategy.convergence.api import DeviationAsked, deviation_approve, deviation_propose

Ids = dict[str, int]
Doer = Callable[["Month", Deed], Ids]


@dataclass
class Month:
    """The month as it is being done. files, reports: of the invoices that come next, by ref and by SHA-256.
    order_numbers: as issued, by ref."""

    plan: Plan
    kept: Kept
    world: World
    files: dict[str, File] = field(default_factory=dict)
    reports: dict[bytes, Report] = field(default_factory=dict)
    order_numbers: dict[str, str] = field(default_factory=dict)

    def ids(self, refs: Sequence[str]) -> list[int]:
        return [self.kept.id(ref) for ref in refs]

    def key(self, body: str, code: str) -> int:
        """Id of a body's cost centre or programme."""
        return self.kept.id(f"{body}/{code}")


def moved(deed: Deed, month: Month, outcomes: Sequence[Outcome]) -> Ids:
    """All of them moved, as the plan holds. Raises WorkRefused for the first that did not."""
    for outcome in outcomes:
        if not outcome.moved:
            raise WorkRefused(
                what=deed.what,
                body=deed.body,
                day=show_date(month.plan.days.date(deed.day)),
                found=f"document {outcome.document_id} in {outcome.state}: {outcome.code} {outcome.values}",
            )
    return {}


def _suppliers_register(month: Month, deed: Deed) -> Ids:
    drafts = [_supplier(month.plan.suppliers[ref]) for ref in deed.items]
    sites = suppliers_register(drafts=drafts)
    return {ref: site.pk for ref, site in zip(deed.items, sites, strict=True)}


def _supplier(supplier: Supplier) -> SupplierDraft:
    identifiers: list[Identifier] = [identifier("0088", supplier.gln)]
    if supplier.vat:
        identifiers.append(identifier("VAT", supplier.vat))
    return SupplierDraft(
        name=supplier.name,
        country=supplier.trade.country,
        identifiers=identifiers,
        site=supplier.town,
        group=supplier.group,
        synthetic=True,
    )


def _sites_use(month: Month, deed: Deed) -> Ids:
    used = sites_use(site_ids=month.ids(deed.items))
    return {f"{deed.body}/{ref}": row.pk for ref, row in zip(deed.items, used, strict=True)}


def _bank_propose(month: Month, deed: Deed) -> Ids:
    """The account at registration, or another one: the next number at the same bank, as if it had moved branch."""
    first = deed.how == "first"
    check = BankChange.Verification.ONBOARDING if first else BankChange.Verification.CALL_BACK
    drafts = []
    for ref in deed.items:
        supplier = month.plan.suppliers[ref]
        account = supplier.account
        if not first:
            account = replace(account, account_number=f"{int(account.account_number) + 1}")
        full = BankAccount(
            supplier.name[:140], account.currency, account.sort_code, account.account_number, account.iban, account.bic
        )
        drafts.append(BankChangeDraft(month.kept.id(ref), full, check))
    changes = bank_changes_propose(drafts=drafts)
    return {f"{ref}/account/{deed.how}": change.pk for ref, change in zip(deed.items, changes, strict=True)}


def _bank_approve(month: Month, deed: Deed) -> Ids:
    ids = month.ids([f"{ref}/account/{deed.how}" for ref in deed.items])
    return moved(deed, month, bank_changes_approve(ids=ids))


def _bank_refuse(month: Month, deed: Deed) -> Ids:
    ids = month.ids([f"{ref}/account/{deed.how}" for ref in deed.items])
    return moved(deed, month, bank_changes_refuse(ids=ids, reason="call-back-failed"))


def period_named(plan: Plan, name: str) -> FiscalPeriod:
    """`before`, `month` or `next`, as deeds name them."""
    period = plan.days.period
    if name == "before":
        return FiscalPeriod(period.year, period.number - 1)
    return period if name == "month" else FiscalPeriod.of_date(period.end)


def _period_open(month: Month, deed: Deed) -> Ids:
    opened = period_open(periods=[period_named(month.plan, name) for name in deed.items])
    return {f"{deed.body}/period/{name}": row.pk for name, row in zip(deed.items, opened, strict=True)}


def _period_close(month: Month, deed: Deed) -> Ids:
    ids = month.ids([f"{deed.body}/period/{name}" for name in deed.items])
    return moved(deed, month, period_close(ids=ids))


def _orders_raise(month: Month, deed: Deed) -> Ids:
    orders = orders_raise(drafts=[_order(month, ref) for ref in deed.items])
    return {ref: order.pk for ref, order in zip(deed.items, orders, strict=True)}


def _order(month: Month, ref: str) -> OrderDraft:
    order = month.plan.orders[ref]
    accounts = account_ids([line.account for line in order.lines])
    return OrderDraft(
        body_site_id=month.kept.id(f"{order.body}/{order.supplier}"),
        description=order.lines[0].name,
        currency=order.currency,
        lines=[
            LineDraft(
                description=line.name,
                quantity=line.quantity,
                unit=line.unit,
                price=line.price,
                account_id=accounts[line.account],
                cost_centre_id=month.key(order.body, line.cost_centre),
                programme_id=month.key(order.body, line.programme),
                tax_category=line.tax_category,
                tax_percent=line.tax_percent,
                seller_item_id=line.item,
                receipt_needed=line.receipt_needed,
                line_no=line.number,
            )
            for line in order.lines
        ],
    )


def _orders_approve(month: Month, deed: Deed) -> Ids:
    return moved(deed, month, orders_approve(ids=month.ids(deed.items)))


def _receipts_record(month: Month, deed: Deed) -> Ids:
    day = month.plan.days.date(deed.day)
    drafts = []
    for ref in deed.items:
        receipt = month.plan.receipts[ref]
        drafts.append(ReceiptDraft(month.kept.id(receipt.order), day, receipt.lines, delivery_note=f"DN {ref[-8:]}"))
    receipts = receipts_record(drafts=drafts)
    return {ref: row.pk for ref, row in zip(deed.items, receipts, strict=True)}


def _invoices_receive(month: Month, deed: Deed) -> Ids:
    files = [month.files[ref] for ref in deed.items]
    arrivals = invoices_receive(
        files=[ReceivedFile(file.name, file.content) for file in files], reports=month.reports
    )  # fmt: skip
    ids = {}
    for ref, arrival in zip(deed.items, arrivals, strict=True):
        if arrival.invoice_id is None:
            raise WorkRefused(what=deed.what, body=deed.body, day=deed.day, found=f"{ref}: {arrival.code}")
        ids[ref] = arrival.invoice_id
    return ids


def _invoices_resolve(month: Month, deed: Deed) -> Ids:
    return moved(deed, month, invoices_resolve(ids=month.ids(deed.items), reason=deed.how))


def _invoices_rematch(month: Month, deed: Deed) -> Ids:
    """Linked to the order that came late; where a receipt came late, only matched again."""
    missing = month.plan.invoices[deed.items[0]].fault == Fault.MISSING_ORDER
    number = Order.objects.get(pk=month.kept.id(deed.how)).number if missing else ""
    return moved(deed, month, invoices_rematch(ids=month.ids(deed.items), order_number=number))


def _invoices_reject(month: Month, deed: Deed) -> Ids:
    return moved(deed, month, invoices_reject(ids=month.ids(deed.items), reason=deed.how))


def _invoices_approve(month: Month, deed: Deed) -> Ids:
    return moved(deed, month, invoices_approve(ids=month.ids(deed.items)))


def _journal_enter(month: Month, deed: Deed) -> Ids:
    planned = month.plan.journals[deed.items[0]]
    journal = journal_enter(
        period=_period(month, planned),
        description=planned.description,
        lines=_lines(month, planned),
        kind=planned.kind,
    )
    return {planned.ref: journal.pk}


def _period(month: Month, planned: PlannedJournal) -> FiscalPeriod:
    return period_named(month.plan, "month" if planned.in_month else "before")


def _lines(month: Month, planned: PlannedJournal, *, cost_centre: str = "") -> list[EnteredLine]:
    accounts = account_ids([line[0] for line in planned.lines])
    return [
        EnteredLine(
            accounts[account],
            month.key(planned.body, cost_centre or centre),
            month.key(planned.body, programme),
            pence,
            text,
        )
        for account, centre, programme, pence, text in planned.lines
    ]


def _journal_correct(month: Month, deed: Deed) -> Ids:
    """It was sent back for its cost centre: the same on another one."""
    planned = month.plan.journals[deed.items[0]]
    outcome = journal_correct(
        journal=journal_get_for(month.kept.id(planned.ref)),
        period=_period(month, planned),
        description=planned.description,
        lines=_lines(month, planned, cost_centre="CC-200"),
    )
    return moved(deed, month, [outcome])


def _journal_approve(month: Month, deed: Deed) -> Ids:
    return moved(deed, month, journal_approve(ids=month.ids(deed.items)))


def _journal_send_back(month: Month, deed: Deed) -> Ids:
    return moved(deed, month, journal_send_back(ids=month.ids(deed.items), reason=deed.how))


def _journal_reverse(month: Month, deed: Deed) -> Ids:
    planned = month.plan.journals[deed.items[0]]
    reversal = journal_reverse(
        journal=journal_get_for(month.kept.id(planned.ref)),
        period=_period(month, planned),
        description=f"Reversal: {planned.description}",
    )
    return {f"{planned.ref}-reversed": reversal.pk}


def _run_build(month: Month, deed: Deed) -> Ids:
    """Everything of one currency that is due; the plan knows that there is something."""
    currency = deed.items[0]
    due = list(_due(month, deed, currency).values_list("pk", flat=True))
    run = payment_run_build(payment_ids=due, pay_on=pay_day_after(month.plan.days.date(deed.day)))
    return {f"run {deed.body} {deed.day} {currency}": run.pk}


def _due(month: Month, deed: Deed, currency: str) -> QuerySet[PaymentInstruction]:
    """What is due in a currency, without net pay, which has a run of its own, and what is withheld before its day."""
    soon = month.plan.days.date(deed.day) + timedelta(days=5)
    due = payments_due(currency=currency).exclude(payee_site_id=None)
    return due.exclude(source_process="pay-submission", due_on__gt=soon)


def _run_release(month: Month, deed: Deed) -> Ids:
    run = month.kept.id(f"run {deed.body} {deed.day} {deed.items[0]}")
    return moved(deed, month, payment_runs_release(ids=[run]))


def _costs_load(month: Month, deed: Deed) -> Ids:
    """What each duty cost, as the plan has it: hours that only the plan knows, so that coverage can be judged."""
    rows = [
        DutyCostRow(cost.duty, month.plan.days.period.start, cost.pay_pence, cost.hours, SOURCE, is_assumption=True)
        for cost in month.plan.duty_costs
    ]
    duty_costs_load(rows=rows, synthetic=True)
    return {}


def _deviations_propose(month: Month, deed: Deed) -> Ids:
    first = month.plan.days.period.start
    found: Ids = {}
    for ref in deed.items:
        planned = DEVIATIONS[ref.rpartition("-")[2]]
        asked = DeviationAsked(
            process_code=planned.process,
            step=planned.step,
            aspect=planned.aspect,
            what=planned.what,
            why=planned.why,
            owner_duty=planned.owner,
            from_on=first,
            expires_on=first + timedelta(days=planned.days),
            cost_pence=planned.cost_pence,
            cost_source=planned.cost_source,
        )
        found[ref] = deviation_propose(asked=asked).pk
    return found


def _deviations_approve(month: Month, deed: Deed) -> Ids:
    return moved(deed, month, deviation_approve(ids=month.ids(deed.items)))


DOERS: dict[str, Doer] = {
    "deviation.propose": _deviations_propose,
    "deviation.approve": _deviations_approve,
    "costs.load": _costs_load,
    "supplier.register": _suppliers_register,
    "supplier.use": _sites_use,
    "bank.propose": _bank_propose,
    "bank.approve": _bank_approve,
    "bank.refuse": _bank_refuse,
    "period.open": _period_open,
    "period.close": _period_close,
    "order.raise": _orders_raise,
    "order.approve": _orders_approve,
    "receipt.record": _receipts_record,
    "invoice.arrive": _invoices_receive,
    "invoice.upload": _invoices_receive,
    "invoice.resolve": _invoices_resolve,
    "invoice.rematch": _invoices_rematch,
    "invoice.reject": _invoices_reject,
    "invoice.approve": _invoices_approve,
    "journal.enter": _journal_enter,
    "journal.correct": _journal_correct,
    "journal.approve": _journal_approve,
    "journal.send-back": _journal_send_back,
    "journal.reverse": _journal_reverse,
    "run.build": _run_build,
    "run.release": _run_release,
    **PAY_DOERS,
}
