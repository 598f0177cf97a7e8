"""Another account for somebody's pay: proposed by one person, approved by another after signing in again (P25)."""

from __future__ import annotations

from hanaper.foundation.identity.api import person_names
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
    Table,
    Tag,
    Visit,
    page,
    press,
)
from hanaper.foundation.interface.steps import page_of, panel, state_tag, step_view
from hanaper.hr.people import selectors, services
from hanaper.hr.people.forms import AccountForm
from hanaper.hr.people.models import BankChange
from hanaper.hr.people.process import BANK_CHANGE
from hanaper.hr.people.views import employment_url


@page_of(BANK_CHANGE)
def bank_change_url(scope: str, pk: int) -> str:
    return f"/{scope}/employee-bank/{pk}/"


@page("employee-bank.propose")
def propose_form(visit: Visit, pk: int) -> EditPage:
    employment = selectors.employment_get_for(pk)
    url = employment_url(visit.scope, pk)
    return EditPage(
        title=f"Propose another account for employment {employment}",
        scope=visit.scope,
        form=visit.entered or AccountForm(),
        submit="Propose the account",
        intro=["Ask the person first, through a contact that you held before the request came."],
        help=["Somebody else approves it, and the person is told through their old and their new contact."],
        cancel=Link("Cancel", url),
        back=Link("Back", url),
        synthetic=employment.body.synthetic,
    )


@press("employee-bank.propose", shows=propose_form)
def account_propose(visit: Visit, pk: int) -> Done:
    form = visit.entered = AccountForm(visit.posted())
    if not form.is_valid():
        raise FormRefused(form)
    given = dict(form.cleaned_data)
    from_on = given.pop("from_on")
    change = services.bank_change_propose(account=services.AccountSpec(pk, **given), from_on=from_on)
    return Done(bank_change_url(visit.scope, change.pk), "The account was proposed. Somebody else must approve it.")


@page("employee.read")
def change_list(visit: Visit) -> ListPage:
    """Whose account would change, from when; never an account."""
    rows = selectors.bank_changes()
    names = person_names(list(rows.values_list("employment__person_id", flat=True)[:5000]))
    table = Table(
        "employee-bank",
        columns=[
            Column("number", "Payroll number", "code", value=lambda c: c.employment.number,
                   link=lambda c: bank_change_url(c.body.code, c.pk)),
            Column("name", "Name", value=lambda c: names.get(c.employment.person_id, "")),
            Column("from_on", "Used from", "date", sort=True),
            Column("state_since", "Since", "datetime", sort=True),
            Column("state", "State", "tag", value=lambda c: state_tag(c.state)),
        ],
        rows=rows,
        filters=[ChoiceFilter("state", "State", choices=[(s, state_tag(s).text) for s in BANK_CHANGE.states])],
        synthetic=lambda c: c.body.synthetic,
        noun=("proposal", "proposals"),
        empty="No account was proposed yet. Accounts are proposed from the page of an employment.",
    )  # fmt: skip
    return ListPage(
        title="Employees' bank accounts: proposals",
        scope=visit.scope,
        table=table.bind(visit.asked, visit.path),
        back=Link("Employments", visit.url("employments/")),
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("employee.read")
def change_show(visit: Visit, pk: int) -> ObjectPage:
    change = selectors.bank_change_get_for(pk)
    shown = panel(BANK_CHANGE, change, exclude=("withdraw",))
    name = person_names([change.employment.person_id])[change.employment.person_id]
    return ObjectPage(
        title=f"Bank account of employment {change.employment}",
        scope=visit.scope,
        caption="Proposed bank account",
        identity=[
            Fact("Name", name, href=employment_url(visit.scope, change.employment_id)),
            Fact("Used from", change.from_on, "date"),
        ],
        state=shown.state,
        waiting=shown.waiting,
        facts=[Fact("Body", change.body.name)],
        actions=shown.actions,
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=shown.related,
        back=Link("Proposals", visit.url("employee-bank/")),
        item=f"employee-bank:{pk}",
        synthetic=change.body.synthetic,
    )


def _facts(visit: Visit, change: BankChange) -> list[Fact]:
    """What is decided by. The account itself stays guarded: whoever approves confirms it with the person."""
    name = person_names([change.employment.person_id])[change.employment.person_id]
    shared = selectors.proposed_account_shared(change.pk)
    return [
        Fact("Payroll number", change.employment.number, "code"),
        Fact("Name", name),
        Fact("Used from", change.from_on, "date"),
        Fact("Also the account of somebody else employed here", Tag("Yes", "red") if shared else "No"),
    ]


change_approve = step_view(
    BANK_CHANGE, "approve", load=selectors.bank_change_get_for, take=services.bank_changes_approve, facts=_facts,
    consequence="Confirm it with the person first. They are paid to it from the day on; the one before is kept, dated.",
    said="The account was approved. The person was told through their old and their new contact.", fresh=True,
)  # fmt: skip

change_refuse = step_view(
    BANK_CHANGE, "refuse", load=selectors.bank_change_get_for, take=services.bank_changes_refuse, facts=_facts,
    consequence="Nothing changes: the person goes on being paid to the account they have.",
    said="The proposal was refused.",
)  # fmt: skip
