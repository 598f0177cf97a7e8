"""What people and rules do to invoices after they are matched. What happens at a step stands in the step's effect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from hanaper import parameters
from hanaper.commercial.orders.api import order_facts_by_number
from hanaper.commercial.suppliers.api import SiteFacts, body_sites_facts
from hanaper.finance.payables.errors import CodingInvalid, OrderNotFound, ReasonUnknown
from hanaper.finance.payables.matches import STANDARD
from hanaper.finance.payables.models import PAST_THE_MATCH, Invoice, InvoiceLine, VatRecovery
from hanaper.finance.payables.process import INVOICE
from hanaper.finance.payables.records import write_links
from hanaper.finance.payables.rules.holds import REJECTIONS, RESOLUTIONS, SENDING_BACK
from hanaper.finance.payables.rules.posting import CodedLine, PostingAccounts, posting_of
from hanaper.finance.payables.takings import takings_keep
from hanaper.foundation.acts.api import current_act
from hanaper.foundation.processes.api import Batch, Outcome, advance
from hanaper.foundation.tenancy.api import CostCentre
from hanaper.kernel.periods import FiscalPeriod
from hanaper.ledger.api import Account, Journal, Programme, account_ids, open_periods, post
from hanaper.ledger.payments.api import PaymentOrder, on_released, payments_instruct

PAYABLES: Final = "2000"
RECOVERABLE_VAT: Final = "1210"
PREPAYMENTS: Final = "1300"
ROUNDING: Final = "5860"


@dataclass(frozen=True, slots=True)
class Coding:
    """Where a line is charged that no order line codes. By ids, of the act's body."""

    account_id: int
    cost_centre_id: int
    programme_id: int


def invoices_rematch(*, ids: Iterable[int], order_number: str = "") -> list[Outcome]:
    """Have held invoices matched again, after an order, a receipt, a supplier or a rate was put right.

    order_number: link them to this order first, whatever number their files name. Raises OrderNotFound.
    """
    wanted = list(ids)
    if order_number:
        found = order_facts_by_number([order_number]).get(order_number.strip().upper())
        if found is None:
            raise OrderNotFound(found=order_number)
        Invoice.objects.filter(pk__in=wanted, state="held").update(order_id=found.id, order_is_linked=True)
    return advance(INVOICE, "rematch", wanted)


def invoices_resolve(*, ids: Iterable[int], reason: str, coding: Mapping[int, Coding] | None = None) -> list[Outcome]:
    """Accept held invoices as they are; an approver of the body must still agree.

    reason: a code of `RESOLUTIONS`. coding: by id of a line that no order line codes.
    Raises ReasonUnknown, CodingInvalid.
    """
    _check_reason(reason, RESOLUTIONS)
    wanted = list(ids)
    if coding:
        _code(wanted, coding)
    return advance(INVOICE, "resolve", wanted, reason=reason)


def invoices_reject(*, ids: Iterable[int], reason: str) -> list[Outcome]:
    """Turn held invoices away for good. reason: a code of `REJECTIONS`. Raises ReasonUnknown."""
    _check_reason(reason, REJECTIONS)
    return advance(INVOICE, "reject", ids, reason=reason)


def invoices_approve(*, ids: Iterable[int]) -> list[Outcome]:
    """Approve invoices: refused to whoever brought, resolved or received them, and beyond one's limit."""
    return advance(INVOICE, "approve", ids)


def invoices_send_back(*, ids: Iterable[int], reason: str) -> list[Outcome]:
    """Send invoices back to the centre to be put right. reason: a code of `SENDING_BACK`. Raises ReasonUnknown."""
    _check_reason(reason, SENDING_BACK)
    return advance(INVOICE, "send-back", ids, reason=reason)


def invoices_refuse(*, ids: Iterable[int], reason: str) -> list[Outcome]:
    """Refuse invoices for good instead of approving them. reason: a code of `REJECTIONS`. Raises ReasonUnknown."""
    _check_reason(reason, REJECTIONS)
    return advance(INVOICE, "refuse", ids, reason=reason)


def vat_recovery_set(
    *, account: str, heading: str, recoverable_basis_points: int, valid: tuple[date, date | None], source: str
) -> VatRecovery:
    """Say that the act's body recovers a share of the VAT on an account, under a heading, between two dates."""
    return VatRecovery.objects.create(
        body_id=current_act().body_id,
        account_id=account_ids([account])[account],
        heading=heading,
        recoverable_basis_points=recoverable_basis_points,
        valid=DateRange(*valid),
        source=source,
    )


_HEAD = (
    "kind", "supplier_number", "entity_id", "body_site_id", "order_id", "issue_date", "currency", "net_minor",
    "tax_minor", "payable_minor", "payable_pence", "units_per_pound", "payee_name", "is_collected",
    "remittance_reference", "sha256",
)  # fmt: skip
_LINE = (
    "line_no", "quantity", "unit", "net_minor", "cost_minor", "tax_minor", "prepaid_minor", "rounding_minor",
    "tax_code", "tax_percent", "order_line_id", "account_id", "cost_centre_id", "programme_id",
)  # fmt: skip


@INVOICE.content
def _content(ids: Sequence[int]) -> dict[int, Any]:
    """What an approval of an invoice stands for: who is paid what, for what, charged where."""
    content: dict[int, Any] = {}
    for pk, *head, sha256 in Invoice.objects.filter(pk__in=ids).values_list("pk", *_HEAD):
        content[pk] = [*head, bytes(sha256), []]
    lines = InvoiceLine.objects.filter(invoice_id__in=ids).order_by("invoice_id", "line_no")
    for pk, *line in lines.values_list("invoice_id", *_LINE):
        content[pk][-1].append(line)
    return content


@INVOICE.effect("resolve")
def _resolve(batch: Batch) -> None:
    """What cannot be posted or paid is not accepted; what is accepted takes its part of the order."""
    invoices = {each.pk: each for each in Invoice.objects.filter(pk__in=batch.ids)}
    lines = _lines(batch.ids)
    twins = _twins(list(invoices.values()))
    for pk in batch.ids:
        invoice = invoices[pk]
        if invoice.body_site_id is None:
            batch.refuse(pk, "payables.supplier-unknown", supplier=invoice.supplier_name)
        elif invoice.payable_pence is None:
            batch.refuse(pk, "ledger.no-rate", currency=invoice.currency, day=invoice.issue_date)
        elif any(line.account_id is None for line in lines[pk]):
            batch.refuse(pk, "payables.not-coded", lines=[x.line_id for x in lines[pk] if x.account_id is None])
        elif pk in twins:
            batch.refuse(pk, "payables.duplicate", found=twins[pk])
    batch.settle()
    takings_keep([line for pk in batch.ids for line in lines[pk]], step="resolve")
    # Receipts recorded since the match: who recorded them does not approve.
    write_links({pk: order_id for pk in batch.ids if (order_id := invoices[pk].order_id) is not None})


@INVOICE.effect("send-back", "refuse")
def _give_back(batch: Batch) -> None:
    lines = _lines(batch.ids)
    takings_keep([line for pk in batch.ids for line in lines[pk]], step=batch.step.code, back=True)


@INVOICE.effect("pass")
def _pass(batch: Batch) -> None:
    """A clean match passes up to the standard's ceiling; above it, an approver of the body decides."""
    for pk, pence, received_on in Invoice.objects.filter(pk__in=batch.ids).values_list(
        "pk", "payable_pence", "received_on"
    ):
        ceiling = parameters.get(f"{STANDARD}/pass_ceiling_pence", on=received_on).whole_number
        if pence is None or abs(pence) > ceiling:
            batch.divert(pk, "over-ceiling")


@INVOICE.effect("post")
def _post(batch: Batch) -> None:
    """Post what was approved on the day it happens, and ask for it to be paid. What comes to nothing is settled so.

    A credit stands on the supplier's account until it is set off; what a supplier collects by direct debit, until the
    bank statement shows it.
    """
    period = FiscalPeriod.of_date(batch.act.today)
    if period not in open_periods(body_id=batch.act.body_id):
        for pk in batch.ids:
            batch.refuse(pk, "ledger.period-not-open", detail=str(period))
        return
    invoices = list(Invoice.objects.filter(pk__in=batch.ids).order_by("pk"))
    lines = _lines(batch.ids)
    coded = _coded(lines, batch.act.today)
    ids = account_ids([PAYABLES, RECOVERABLE_VAT, PREPAYMENTS, ROUNDING])
    accounts = PostingAccounts(ids[PAYABLES], ids[RECOVERABLE_VAT], ids[PREPAYMENTS], ids[ROUNDING])
    journals = {
        each.pk: Journal(
            source=INVOICE.code,
            source_id=each.pk,
            event="post",
            period=period,
            lines=posting_of(
                coded[each.pk], accounts=accounts, currency=each.currency, units_per_pound=each.units_per_pound
            ),
        )
        for each in invoices
    }
    going = [journal for journal in journals.values() if journal.lines]
    posted = post(going)
    _keep_journals({j.source_id: p.journal_id for j, p in zip(going, posted, strict=True)}, batch.act.body_id)
    sites = body_sites_facts({each.body_site_id for each in invoices if each.body_site_id is not None})
    payments_instruct(
        [
            _payment(each, sites[each.body_site_id or 0], lines[each.pk][0], accounts.payables)
            for each in invoices
            if each.payable_minor > 0 and not each.is_collected
        ]
    )
    for each in invoices:
        if each.payable_minor == 0:
            batch.divert(each.pk, "nothing-to-pay")


@on_released(INVOICE.code)
def _paid(ids: list[int]) -> None:
    """The payments of these invoices were released: they are paid. One that cannot be undoes the release."""
    stuck = [outcome for outcome in advance(INVOICE, "pay", ids) if not outcome.moved]
    if stuck:
        raise RuntimeError(f"invoices {[each.document_id for each in stuck]} have payments, and are not posted")


def _payment(invoice: Invoice, site: SiteFacts, first: InvoiceLine, account_id: int) -> PaymentOrder:
    target = parameters.get("uk/cabinet_office/prompt_payment/days_target", on=invoice.received_on).whole_number
    return PaymentOrder(
        source=(INVOICE, invoice.pk),
        payee_name=site.name[:140],
        payee_site_id=site.site_id,
        amount_minor=invoice.payable_minor,
        currency=invoice.currency,
        amount_pence=invoice.payable_pence or 0,
        due_on=invoice.received_on + timedelta(days=target),
        reference=(invoice.remittance_reference or invoice.supplier_number)[:140],
        account_id=account_id,
        cost_centre_id=first.cost_centre_id or 0,
        programme_id=first.programme_id or 0,
    )


def _lines(ids: Iterable[int]) -> defaultdict[int, list[InvoiceLine]]:
    found: defaultdict[int, list[InvoiceLine]] = defaultdict(list)
    for line in InvoiceLine.objects.filter(invoice_id__in=list(ids)).order_by("invoice_id", "line_no"):
        found[line.invoice_id].append(line)
    return found


def _coded(lines: Mapping[int, Sequence[InvoiceLine]], on: date) -> dict[int, list[CodedLine]]:
    """The lines as the posting rule takes them, with the share of VAT that the body recovers on each account."""
    shares = dict(
        VatRecovery.objects.filter(body_id=current_act().body_id, valid__contains=on).values_list(
            "account_id", "recoverable_basis_points"
        )
    )
    return {
        pk: [
            CodedLine(
                account_id=line.account_id or 0,
                cost_centre_id=line.cost_centre_id or 0,
                programme_id=line.programme_id or 0,
                cost_minor=line.cost_minor,
                tax_minor=line.tax_minor,
                prepaid_minor=line.prepaid_minor,
                rounding_minor=line.rounding_minor,
                recoverable_basis_points=shares.get(line.account_id or 0, 0),
            )
            for line in each
        ]
        for pk, each in lines.items()
    }


def _keep_journals(journals: Mapping[int, int], body_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE payables_invoice d SET journal_id = g.journal_id FROM unnest(%s::bigint[], %s::bigint[])"
            " AS g(id, journal_id) WHERE d.body_id = %s AND d.id = g.id",
            [list(journals), list(journals.values()), body_id],
        )


def _twins(invoices: Sequence[Invoice]) -> dict[int, str]:
    """Numbers of invoices past the match that are exactly these: supplier, number, currency and amount (P26)."""
    others = Invoice.objects.filter(
        number_key__in={each.number_key for each in invoices}, state__in=PAST_THE_MATCH
    ).values_list("entity_id", "number_key", "currency", "payable_minor", "number")
    known = {tuple(key): number for *key, number in others}
    keys = {each.pk: (each.entity_id, each.number_key, each.currency, each.payable_minor) for each in invoices}
    return {pk: known[key] for pk, key in keys.items() if key in known}


def _code(ids: Sequence[int], coding: Mapping[int, Coding]) -> None:
    """Code lines of held invoices that no order line codes; what an order line codes stays."""
    act = current_act()
    for model, field in ((Account, "account_id"), (CostCentre, "cost_centre_id"), (Programme, "programme_id")):
        wanted = {getattr(each, field) for each in coding.values()}
        own = {} if model is Account else {"body_id": act.body_id}
        there = model._default_manager.filter(pk__in=wanted, valid__contains=act.today, **own)
        missing = wanted - set(there.values_list("pk", flat=True))
        if missing:
            raise CodingInvalid(what=field.removesuffix("_id").replace("_", " "), found=min(missing))
    lines = InvoiceLine.objects.filter(
        pk__in=list(coding), invoice_id__in=ids, invoice__state="held", body_id=act.body_id, order_line__isnull=True
    )
    changed = []
    for line in lines:
        to = coding[line.pk]
        line.account_id, line.cost_centre_id, line.programme_id = to.account_id, to.cost_centre_id, to.programme_id
        changed.append(line)
    if len(changed) < len(coding):
        raise CodingInvalid(what="line", found=min(set(coding) - {line.pk for line in changed}))
    InvoiceLine.objects.bulk_update(changed, ["account", "cost_centre", "programme"])


def _check_reason(reason: str, reasons: Mapping[str, str]) -> None:
    if reason not in reasons:
        raise ReasonUnknown(found=reason, expected=", ".join(sorted(reasons)))
