"""Advances and overpayments: what is owed, what is left, and the plan that was agreed."""

from __future__ import annotations

from hanaper.foundation.interface.api import (
    ChoiceFilter,
    Column,
    Done,
    EditPage,
    Fact,
    FormRefused,
    Link,
    ListPage,
    ObjectPage,
    Press,
    Table,
    Visit,
    page,
    press,
)
from hanaper.foundation.interface.steps import page_of, panel, state_tag, step_view
from hanaper.hr.pay import debts, selectors
from hanaper.hr.pay.forms import DebtForm
from hanaper.hr.pay.models import PayDebt
from hanaper.hr.pay.process import PAY_DEBT
from hanaper.hr.pay.views.who import Who
from hanaper.hr.pay.wording import STOPPED
from hanaper.hr.people.api import Employment


@page_of(PAY_DEBT)
def debt_url(scope: str, pk: int) -> str:
    return f"/{scope}/pay-debts/{pk}/"


@page("pay-run.read")
def debt_list(visit: Visit) -> ListPage:
    rows = selectors.pay_debts()
    who = Who(rows.values_list("employment_id", flat=True))
    left = debts.debts_left(list(rows.values_list("pk", flat=True)))
    table = Table(
        "debts",
        columns=[
            Column("number", "Number", "code", link=lambda d: debt_url(d.body.code, d.pk), sort=True),
            Column("kind", "Kind", value=lambda d: d.get_kind_display(), sort=True),
            Column("payroll_number", "Payroll number", "code", value=lambda d: who.number(d.employment_id)),
            Column("name", "Name", value=lambda d: who.name(d.employment_id)),
            Column("body__name", "Body", sort=True),
            Column("amount_pence", "Owed", "money", sort=True),
            Column("left", "Left", "money", value=lambda d: left[d.pk] if d.approved_at else None),
            Column("instalment_pence", "Instalment", "money"),
            Column("state", "State", "tag", value=lambda d: state_tag(d.state)),
        ],
        rows=rows,
        filters=[
            ChoiceFilter("state", "State", choices=[(s, state_tag(s).text) for s in PAY_DEBT.states]),
            ChoiceFilter("kind", "Kind", choices=PayDebt.Kind.choices),
        ],
        synthetic=lambda d: d.body.synthetic,
        noun=("debt", "debts"),
        empty="Nobody owes anything. Enter an advance, or an overpayment with the plan that was agreed.",
    )
    may = visit.scope != "all" and visit.holds("pay-input.enter", visit.body)
    return ListPage(
        title="Advances and overpayments",
        scope=visit.scope,
        table=table.bind(visit.asked, visit.path),
        actions=[Press("Enter one", visit.url("pay-debts/enter/"), method="get")] if may else [],
        help=["Instalments are taken from each main run until nothing is left. What is left stands in the books."],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("pay-run.read")
def debt_show(visit: Visit, pk: int) -> ObjectPage:
    debt = selectors.pay_debt_get_for(pk)
    shown = panel(PAY_DEBT, debt)
    return ObjectPage(
        title=f"{debt.get_kind_display()} {debt}",
        scope=visit.scope,
        caption=Who([debt.employment_id]).name(debt.employment_id),
        identity=[
            Fact("Owed", debt.amount_pence, "money"),
            Fact("Left", debts.debts_left([pk])[pk] if debt.approved_at else None, "money", missing="Not begun"),
            Fact("Each instalment", debt.instalment_pence, "money"),
        ],
        state=shown.state,
        waiting=shown.waiting,
        facts=_facts(debt),
        actions=shown.actions,
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=shown.related,
        back=Link("Advances and overpayments", visit.url("pay-debts/")),
        item=f"pay-debt:{pk}",
        synthetic=debt.body.synthetic,
    )


def _facts(debt: PayDebt) -> list[Fact]:
    return [
        Fact("Body", debt.body.name),
        Fact("Payroll number", Who([debt.employment_id]).number(debt.employment_id), "code"),
        Fact("Paid too much before tax", debt.gross_pence or None, "money", missing="Nothing to take back"),
        Fact("First taken on", debt.first_on, "date"),
        Fact("Agreed on", debt.agreed_on, "date"),
    ]


@page("pay-input.enter")
def debt_form(visit: Visit) -> EditPage:
    return EditPage(
        title="Enter an advance or overpayment",
        scope=visit.scope,
        form=visit.entered or DebtForm(),
        submit="Enter it",
        intro=["Agree the plan with the person first. Somebody else approves it."],
        cancel=Link("Cancel", visit.url("pay-debts/")),
        back=Link("Advances and overpayments", visit.url("pay-debts/")),
        synthetic=visit.body.synthetic,
    )


@press("pay-input.enter", shows=debt_form)
def debt_enter(visit: Visit) -> Done:
    form = DebtForm(visit.posted())
    if not form.is_valid():
        raise FormRefused(form)
    visit.entered = form
    given = form.cleaned_data
    found = Employment.objects.filter(body=visit.body, number=given["number"].strip().upper()).first()
    if found is None:
        form.add_error("number", "No employment of this body has this payroll number")
        raise FormRefused(form)
    made = debts.debt_enter(
        spec=debts.DebtSpec(
            kind=given["kind"], employment_id=found.pk, amount_pence=given["amount"], gross_pence=given["gross"] or 0,
            instalment_pence=given["instalment"], first_on=given["first_on"], agreed_on=given["agreed_on"],
        )
    )  # fmt: skip
    return Done(debt_url(visit.scope, made.pk), "It waits for somebody else to approve it.")


debt_approve = step_view(
    PAY_DEBT, "approve", load=selectors.pay_debt_get_for, facts=lambda visit, debt: _facts(debt),
    take=lambda ids: debts.debts_approve(ids=ids),
    consequence="An advance is paid now. An overpayment is taken back by the next main run. Instalments then begin.",
    said="It is approved. Rules begin it now.",
)  # fmt: skip
debt_refuse = step_view(
    PAY_DEBT, "refuse", load=selectors.pay_debt_get_for, facts=lambda visit, debt: _facts(debt),
    take=lambda ids: debts.debts_refuse(ids=ids), consequence="Nothing is paid, and nothing is taken.",
    said="It is refused.",
)  # fmt: skip
debt_stop = step_view(
    PAY_DEBT, "stop", load=selectors.pay_debt_get_for, facts=lambda visit, debt: _facts(debt), reasons=STOPPED,
    take=lambda ids, reason: debts.debts_stop(ids=ids, reason=reason),
    consequence="No further instalment is taken. What is left stays owed in the books.", said="Instalments stop.",
)  # fmt: skip
