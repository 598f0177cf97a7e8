"""What cash registers with the site: sections, your work, search."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Min, Sum

from hanaper.finance.cash import selectors
from hanaper.finance.cash.models import PaymentRun
from hanaper.finance.cash.process import PAYMENT_RUN
from hanaper.finance.cash.wording import SENTENCES
from hanaper.foundation.interface import formats
from hanaper.foundation.interface.api import (
    Found,
    Hit,
    InboxProvider,
    NavigationSection,
    SearchProvider,
    WorkItem,
    register_inbox,
    register_search,
    register_section,
    register_sentences,
)
from hanaper.foundation.interface.process_work import register_work
from hanaper.foundation.tenancy.api import Body
from hanaper.kernel.money import Money
from hanaper.ledger.payments.api import payments, payments_due


def register() -> None:
    """Called once, at start."""
    seen = frozenset({"payment-run.read"})
    register_section(NavigationSection("Payments", "payments/", seen, order=50))
    register_section(NavigationSection("Payment runs", "payment-runs/", seen, order=51))
    register_work(
        PAYMENT_RUN,
        {"release": "Release"},
        label="Payment runs",
        title=lambda run: f"Payment run {run}",
        detail=_detail,
    )
    register_inbox(InboxProvider("payments-due", "Payments due", "payment-run.build", _due))
    register_search(SearchProvider("payments", "Payments", "payment-run.read", _payments))
    register_search(SearchProvider("payment-runs", "Payment runs", "payment-run.read", _runs))
    register_sentences(SENTENCES)


def _detail(run: PaymentRun) -> str:
    return f"{formats.count(run.count, 'payment')}, {Money(run.total_minor, run.currency)}"


def _due(limit: int) -> Found:
    """One item for each body: everything that waits for a run is built at once."""
    waiting = (
        payments_due()
        .order_by("body_id")
        .values("body_id")
        .annotate(count=Count("pk"), pence=Sum("amount_pence"), due=Min("due_on"), since=Min("state_since"))
    )
    rows = {row["body_id"]: row for row in waiting}
    items = [
        WorkItem(
            kind="Payments",
            title=f"{formats.count(rows[body.pk]['count'], 'payment')} due, {formats.money(rows[body.pk]['pence'])}",
            url=f"/{body.code}/payment-runs/build/",
            body=body.name,
            step="Build a run",
            since=rows[body.pk]["since"],
            due=rows[body.pk]["due"],
            synthetic=body.synthetic,
        )
        for body in Body.objects.filter(pk__in=rows)
    ]
    return Found(sorted(items, key=lambda item: (item.due, item.title))[:limit], len(items))


def _payments(text: str, most: int) -> Sequence[Hit]:
    return [
        Hit(
            kind="Payment",
            title=f"Payment {payment} to {payment.payee_name}",
            url=f"/{payment.body.code}/payments/{payment.pk}/",
            body=payment.body.name,
            detail=f"{Money(payment.amount_minor, payment.currency)}, {payment.state}",
            exact=True,
            synthetic=payment.body.synthetic,
        )
        for payment in payments().filter(number=text.upper())[:most]
    ]


def _runs(text: str, most: int) -> Sequence[Hit]:
    return [
        Hit(
            kind="Payment run",
            title=f"Payment run {run}",
            url=f"/{run.body.code}/payment-runs/{run.pk}/",
            body=run.body.name,
            detail=_detail(run),
            exact=True,
            synthetic=run.body.synthetic,
        )
        for run in selectors.payment_runs().filter(number=text.upper())[:most]
    ]
