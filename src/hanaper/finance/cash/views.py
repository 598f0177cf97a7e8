"""Payments and payment runs: what is due, building, releasing with a fresh sign-in, the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db.models import Sum
from django.http import HttpResponse

from hanaper.commercial.suppliers.api import PayableTo, bank_detail_of, payable_to
from hanaper.finance.cash import building, selectors, services
from hanaper.finance.cash.errors import RunEmpty
from hanaper.finance.cash.forms import BuildForm
from hanaper.finance.cash.models import PaymentFile, PaymentRun, RunPayment
from hanaper.finance.cash.process import PAYMENT_RUN
from hanaper.finance.cash.rules.payment_file import Service
from hanaper.foundation.files.api import file_get_for, file_response
from hanaper.foundation.interface.api import (
    BulkAct,
    ChoiceFilter,
    Column,
    DateToFilter,
    Done,
    EditPage,
    Fact,
    FormRefused,
    Link,
    ListPage,
    ObjectPage,
    Press,
    QueryRows,
    Section,
    Table,
    TextFilter,
    Visit,
    chosen_ids,
    download,
    explain,
    page,
    press,
)
from hanaper.foundation.interface.steps import document_url, page_of, panel, state_tag, step_view
from hanaper.foundation.processes.api import process
from hanaper.kernel.identifiers import mask_account, show_sort_code
from hanaper.kernel.money import Money
from hanaper.ledger.payments.api import PAYMENT, PaymentInstruction, payment_get_for, payments

ITEM = "payment-run:{pk}"
DUE_WITHIN_DAYS = 5


@page_of(PAYMENT)
def payment_url(scope: str, pk: int) -> str:
    return f"/{scope}/payments/{pk}/"


@page_of(PAYMENT_RUN)
def run_url(scope: str, pk: int) -> str:
    return f"/{scope}/payment-runs/{pk}/"


def _payments_table(visit: Visit) -> Table:
    may_build = visit.scope != "all" and visit.holds("payment-run.build")
    build = BulkAct("build", "Build a run of these", visit.url("payments/build/"))
    return Table(
        "payments",
        columns=[
            Column("number", "Number", "code", link=lambda p: payment_url(p.body.code, p.pk), sort=True),
            Column("payee_name", "Payee", sort=True),
            Column("body__name", "Body", sort=True),
            Column("due_on", "Due", "date", sort=True),
            Column("amount", "Amount", value=_amount),
            Column("amount_pence", "In pounds", "money", sort=True),
            Column("reference", "Reference"),
            Column("state", "State", "tag", value=lambda p: state_tag(p.state)),
        ],
        rows=payments(),
        filters=[
            ChoiceFilter("state", "State", choices=[(s, state_tag(s).text) for s in PAYMENT.states]),
            TextFilter("payee", "Payee", field="payee_name"),
            DateToFilter("by", "Due by", field="due_on"),
        ],
        totals=lambda source: {"amount_pence": _total(source)},
        synthetic=lambda p: p.body.synthetic,
        bulk=[build] if may_build else [],
        row_label=lambda p: f"Payment {p} to {p.payee_name}",
        noun=("payment", "payments"),
        empty="No payments. An invoice that is posted asks for one.",
    )


@page("payment-run.read")
def payment_list(visit: Visit) -> ListPage:
    may_build = visit.scope != "all" and visit.holds("payment-run.build")
    every = Press("Build runs of everything due", visit.url("payment-runs/build/"), method="get")
    return ListPage(
        title="Payments",
        scope=visit.scope,
        table=_payments_table(visit).bind(visit.asked, visit.path),
        actions=[every] if may_build else [],
        help=["What is due is put into a run by one person; another releases it, and a rule writes its file once."],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("payment-run.read")
def payment_show(visit: Visit, pk: int) -> ObjectPage:
    payment = payment_get_for(pk)
    shown = panel(PAYMENT, payment, exclude=("include", "drop", "release"))
    source = process(payment.source_process)
    site = payment.payee_site_id
    detail = None if site is None else bank_detail_of([site], payment.currency, visit.today).get(site)
    missing = "Those of its payees" if payment.is_bulk else "No approved account: it cannot be paid"
    return ObjectPage(
        title=f"Payment {payment}",
        scope=visit.scope,
        caption=payment.payee_name,
        identity=[
            Fact("Payee", payment.payee_name),
            Fact("Amount", _amount(payment)),
            Fact("Due", payment.due_on, "date"),
        ],
        state=shown.state,
        waiting=shown.waiting,
        facts=[
            Fact("Body", payment.body.name),
            Fact("In the books", payment.amount_pence, "money"),
            Fact("Reference", payment.reference),
            Fact("For", source.title, href=document_url(payment.source_process, visit.scope, payment.source_id)),
            Fact("Payees", payment.payee_count, "number"),
            Fact("Account today", f"{detail.holder_name}, {detail.masked}" if detail else None, missing=missing),
            Fact("End-to-end id", payment.end_to_end_id, "code", hint="How the bank statement will name it"),
        ],
        timeline=shown.timeline,
        related=shown.related,
        back=Link("Payments", visit.url("payments/")),
        item=f"payment:{pk}",
        synthetic=payment.body.synthetic,
    )  # fmt: skip


@press("payment-run.build", shows=payment_list)
def payments_build(visit: Visit) -> Done:
    ids = chosen_ids(visit.request.POST, _payments_table(visit).bind(visit.asked, visit.path))
    run = building.payment_run_build(payment_ids=ids, pay_on=building.pay_day_after(visit.today))
    return Done(run_url(visit.scope, run.pk), "The run was built. Somebody else must release it.")


@page("payment-run.read")
def run_list(visit: Visit) -> ListPage:
    table = Table(
        "payment-runs",
        columns=[
            Column("number", "Number", "code", link=lambda r: run_url(r.body.code, r.pk), sort=True),
            Column("body__name", "Body", sort=True),
            Column("service", "Service", value=lambda r: Service(r.service).rules.label),
            Column("pay_on", "Pays on", "date", sort=True),
            Column("count", "Payments", "number", sort=True),
            Column("total", "Control total", value=_run_total),
            Column("total_pence", "In pounds", "money", sort=True),
            Column("state_since", "Since", "datetime", sort=True),
            Column("state", "State", "tag", value=lambda r: state_tag(r.state)),
        ],
        rows=selectors.payment_runs(),
        filters=[ChoiceFilter("state", "State", choices=[(s, state_tag(s).text) for s in PAYMENT_RUN.states])],
        synthetic=lambda r: r.body.synthetic,
        noun=("payment run", "payment runs"),
        empty="No payment run has been built.",
    )
    may_build = visit.scope != "all" and visit.holds("payment-run.build", visit.body)
    every = Press("Build runs of everything due", visit.url("payment-runs/build/"), method="get")
    return ListPage(
        title="Payment runs",
        scope=visit.scope,
        table=table.bind(visit.asked, visit.path),
        actions=[every] if may_build else [],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("payment-run.read")
def run_show(visit: Visit, pk: int) -> ObjectPage:
    run = selectors.payment_run_get_for(pk)
    files = list(selectors.payment_files().filter(run_id=pk).order_by("form"))
    shown = panel(PAYMENT_RUN, run)
    return ObjectPage(
        title=f"Payment run {run}",
        scope=visit.scope,
        caption=f"{Service(run.service).rules.label} in {run.currency}",
        identity=[
            Fact("Payments", run.count, "number"),
            Fact("Control total", _run_total(run)),
            Fact("Pays on", run.pay_on, "date"),
        ],
        state=shown.state,
        waiting=shown.waiting,
        facts=[Fact("Body", run.body.name), Fact("From account", _own_account(run)), *_file_facts(run, files)],
        sections=[Section("Payments", table=_run_table(run).bind(visit.asked, visit.path))],
        actions=[*_download(visit, run, files), *shown.actions],
        withheld=shown.withheld,
        timeline=shown.timeline,
        back=Link("Payment runs", visit.url("payment-runs/")),
        item=ITEM.format(pk=pk),
        synthetic=run.body.synthetic,
    )


@page("payment-run.build")
def build_form(visit: Visit) -> EditPage:
    days = {"by": visit.today + timedelta(days=DUE_WITHIN_DAYS), "pay_on": building.pay_day_after(visit.today)}
    return EditPage(
        title="Build payment runs",
        scope=visit.scope,
        form=visit.entered or BuildForm(initial=days),
        submit="Build the runs",
        intro=["One run for each currency and service. You build them; somebody else releases them."],
        cancel=Link("Cancel", visit.url("payment-runs/")),
        back=Link("Payment runs", visit.url("payment-runs/")),
        synthetic=visit.body.synthetic,
    )


@press("payment-run.build", shows=build_form)
def runs_build(visit: Visit) -> Done:
    form = BuildForm(visit.posted())
    if not form.is_valid():
        raise FormRefused(form)
    visit.entered = form
    built = building.payment_runs_build(by=form.cleaned_data["by"], pay_on=form.cleaned_data["pay_on"])
    if not built.runs:
        raise built.left_out[0].reason if built.left_out else RunEmpty()
    said = f"{len(built.runs)} built; somebody else must release each."
    if built.left_out:
        said += f" {len(built.left_out)} payments were left out. The first: {explain(built.left_out[0].reason).text}"
    target = run_url(visit.scope, built.runs[0].pk) if len(built.runs) == 1 else visit.url("payment-runs/")
    return Done(target, said)


run_release = step_view(
    PAYMENT_RUN, "release", load=selectors.payment_run_get_for, take=services.payment_runs_release,
    facts=lambda visit, run: _release_facts(run), fresh=True,
    consequence="The money leaves. The payments are posted, the invoices are paid, and the file is written once.",
    said="The run was released. A rule writes its file now.",
)  # fmt: skip

run_cancel = step_view(
    PAYMENT_RUN, "cancel", load=selectors.payment_run_get_for, take=services.payment_runs_cancel,
    facts=lambda visit, run: [Fact("Payments", run.count, "number"), Fact("Control total", _run_total(run))],
    consequence="Nothing is paid. Its payments are due again, for another run.",
    said="The run was cancelled.",
)  # fmt: skip


@download("payment-run.release")
def run_file(visit: Visit, pk: int, form: str) -> HttpResponse:
    """A file, which holds whole account numbers: for whoever may release runs."""
    run = selectors.payment_run_get_for(pk)
    return file_response(file_get_for(selectors.payment_file_get_for(run.pk, form).file_id))


def _amount(payment: PaymentInstruction) -> str:
    return str(Money(payment.amount_minor, payment.currency))


def _run_total(run: PaymentRun) -> str:
    return str(Money(run.total_minor, run.currency))


def _total(source: QueryRows) -> int:
    """Of all that match, not of the page: one sum in the database."""
    return int(source.queryset.aggregate(total=Sum("amount_pence"))["total"] or 0)


def _release_facts(run: PaymentRun) -> list[Fact]:
    """What a second person decides by: the totals, and the largest payments with whom they go to."""
    largest = selectors.run_payments(run.pk).order_by("-amount_minor")[:10]
    details = payable_to(row.bank_detail_id for row in largest if row.bank_detail_id is not None)
    return [
        Fact("Body", run.body.name),
        Fact("Payments", run.count, "number"),
        Fact("Control total", _run_total(run)),
        Fact("Service", Service(run.service).rules.label),
        Fact("Pays on", run.pay_on, "date"),
        Fact("From account", _own_account(run)),
        *(
            Fact(
                f"Largest: {holder}",
                f"{Money(row.amount_minor, run.currency)} to {account}",
            )
            for row in largest
            for holder, account in [_goes_to(row, details)]
        ),
    ]


def _goes_to(row: RunPayment, details: Mapping[int, PayableTo]) -> tuple[str, str]:
    """Holder and masked account of a payment; a bulk payment says how many it pays, and shows nobody."""
    if row.bank_detail_id is None:
        return row.payment.payee_name, f"{row.payment.payee_count:,} accounts"
    return details[row.bank_detail_id].holder_name, details[row.bank_detail_id].masked


def _own_account(run: PaymentRun) -> str:
    own = run.bank_account
    number = f"{own.iban[:2]} {mask_account(own.iban)}" if own.iban else (
        f"{show_sort_code(own.sort_code)} {mask_account(own.account_number)}"
    )  # fmt: skip
    return f"{own.holder_name}, {number}"


def _file_facts(run: PaymentRun, files: Sequence[PaymentFile]) -> list[Fact]:
    if not files:
        return [Fact("File", None, missing="Not written yet")]
    facts = [
        Fact("File", files[0].message_id, "code", hint="The id by which the bank knows a repeated file"),
        Fact("File written", files[0].written_at, "datetime"),
    ]
    for file in files:
        form, total = file.get_form_display(), Money(file.total_minor, run.currency)
        facts += [
            Fact(form, f"{file.count:,} payments, {total}", hint="Counted from the file itself"),
            Fact(f"{form}, SHA-256", bytes(file.sha256).hex(), "code"),
        ]
    return facts


def _download(visit: Visit, run: PaymentRun, files: Sequence[PaymentFile]) -> list[Press]:
    if not visit.holds("payment-run.release", run.body):
        return []
    at = run_url(run.body.code, run.pk)
    return [Press(f"Download {file.get_form_display()}", f"{at}file/{file.form}/", method="get") for file in files]


def _run_table(run: PaymentRun) -> Table:
    rows = list(selectors.run_payments(run.pk))
    details = payable_to(row.bank_detail_id for row in rows if row.bank_detail_id is not None)
    return Table(
        "run-payments",
        columns=[
            Column("payment", "Payment", "code", value=lambda row: row.payment.number,
                   link=lambda row: payment_url(run.body.code, row.payment_id)),
            Column("payee", "Account holder", value=lambda row: _goes_to(row, details)[0]),
            Column("account", "Account", value=lambda row: _goes_to(row, details)[1]),
            Column("reference", "Reference"),
            Column("due", "Due", "date", value=lambda row: row.payment.due_on),
            Column("amount", "Amount", value=lambda row: str(Money(row.amount_minor, run.currency))),
            Column("pence", "In pounds", "money", value=lambda row: row.payment.amount_pence),
        ],
        rows=rows,
        totals=lambda source: {"pence": run.total_pence},
        synthetic=lambda row: run.body.synthetic,
        page_size=200,
        noun=("payment", "payments"),
    )  # fmt: skip
