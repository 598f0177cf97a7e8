"""Pages of suppliers: who they are, which bodies use them, and the accounts they are paid to."""

from __future__ import annotations

from hanaper.commercial.suppliers import selectors, services
from hanaper.commercial.suppliers.forms import BankAccountForm, SupplierForm
from hanaper.commercial.suppliers.models import BankChange, BankDetail, BodySite, Site
from hanaper.commercial.suppliers.process import BANK_CHANGE
from hanaper.commercial.suppliers.wording import REFUSED
from hanaper.foundation.interface import formats
from hanaper.foundation.interface.api import (
    ChoiceFilter,
    Column,
    ConfirmPage,
    Done,
    EditPage,
    Fact,
    FormRefused,
    Link,
    ListPage,
    ObjectPage,
    Press,
    Section,
    Table,
    TextFilter,
    Visit,
    page,
    press,
)
from hanaper.foundation.interface.steps import page_of, panel, state_tag, step_view

ITEM = "supplier-bank:{pk}"
ACCOUNT_CONSEQUENCE = (
    "From today this supplier is paid to this account. The account before it is kept with its dates. Approve only what "
    "was confirmed on a contact held before the request."
)


@page_of(BANK_CHANGE)
def change_url(scope: str, pk: int) -> str:
    return f"/{scope}/suppliers/accounts/{pk}/"


def site_url(scope: str, pk: int) -> str:
    return f"/{scope}/suppliers/{pk}/"


@page("supplier.read")
def site_list(visit: Visit) -> ListPage:
    table = Table(
        "suppliers",
        columns=[
            Column("code", "Site", "code", link=lambda s: site_url(visit.scope, s.pk), sort="id"),
            Column("entity__name", "Supplier", sort=True),
            Column("name", "Place"),
            Column("entity__group__name", "Group", sort=True),
            Column("company_number", "Company number", "code", value=lambda s: s.entity.company_number),
            Column("vat_number", "VAT number", "code", value=lambda s: s.entity.vat_number),
            Column("country", "Country"),
            Column("cluster__name", "Cluster", sort=True),
        ],
        rows=selectors.sites(),
        filters=[
            TextFilter("name", "Supplier", field="entity__name"),
            TextFilter("identifier", "Identifier", by=_identified),
        ],
        synthetic=lambda s: s.synthetic,
        noun=("supplier site", "supplier sites"),
        empty="No supplier is registered for the clusters you see. Register the first one.",
    )
    register = Press("Register a supplier", visit.url("suppliers/register/"), method="get")
    proposals = Press("See proposed bank accounts", visit.url("suppliers/accounts/"), method="get", kind="secondary")
    offered = visit.scope != "all" and visit.holds("supplier.maintain", visit.body)
    return ListPage(
        title="Suppliers",
        scope=visit.scope,
        table=table.bind(visit.asked, visit.path),
        actions=[register, proposals] if offered else [proposals],
        help=[
            "A supplier's legal entity and identifiers are shared by all government.",
            "A site is where one cluster deals with it. A body orders from the sites that it uses.",
        ],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


def _identified(rows: object, value: str) -> object:
    return type(rows)(selectors.sites(search=value))  # type: ignore[call-arg]


@page("supplier.read")
def site_show(visit: Visit, pk: int) -> ObjectPage:
    site = selectors.site_get_for(pk)
    uses = list(selectors.body_sites(site_id=pk))
    return ObjectPage(
        title=site.entity.name,
        scope=visit.scope,
        caption=f"Supplier site {site.code}",
        identity=[Fact("Place", site.name), Fact("Country", site.country), Fact("Cluster", site.cluster.name)],
        facts=[
            Fact("Group", site.entity.group and site.entity.group.name, missing="None known"),
            *(Fact(_scheme(each.scheme), each.value, "code") for each in site.entity.identifiers.all()),
        ],
        sections=[
            Section("Bank accounts", table=_accounts(site).bind(visit.asked, visit.path)),
            Section("Bodies that use it", table=_uses(uses, site).bind(visit.asked, visit.path, prefix="uses-")),
        ],
        actions=_site_actions(visit, site, uses),
        related=[
            Link(f"Account proposed {formats.day(change.state_since)}", change_url(change.body.code, change.pk))
            for change in selectors.bank_changes().filter(site_id=pk, state="proposed")
        ],
        back=Link("Suppliers", visit.url("suppliers/")),
        synthetic=site.synthetic,
    )


def _site_actions(visit: Visit, site: Site, uses: list[BodySite]) -> list[Press]:
    actions = []
    mine = visit.scope != "all" and visit.holds("supplier.maintain", visit.body)
    if mine and not any(use.body_id == visit.body.pk for use in uses):
        url = f"{site_url(visit.scope, site.pk)}use/"
        actions.append(Press("Use this supplier", url, method="get", kind="secondary"))
    lead = site.cluster.lead
    if lead is not None and visit.holds("supplier-bank.propose", lead):
        url = f"{site_url(lead.code, site.pk)}propose-account/"
        actions.append(Press("Propose a bank account", url, method="get", kind="secondary"))
    return actions


def _accounts(site: Site) -> Table:
    def last(detail: BankDetail) -> object:
        return detail.valid.upper

    return Table(
        "accounts",
        columns=[
            Column("currency", "Currency", "code"),
            Column("holder_name", "Name on the account"),
            Column("masked", "Account", value=lambda detail: detail.account.masked, hint="all but the end hidden"),
            Column("from", "Paid to from", "date", value=lambda detail: detail.valid.lower),
            Column("until", "Until", "date", value=last, hint="not including the day"),
        ],
        rows=selectors.bank_details(site.pk),
        synthetic=lambda detail: site.synthetic,
        noun=("account", "accounts"),
        empty="It has no bank account yet. One person proposes it and another approves it.",
    )


def _uses(uses: list[BodySite], site: Site) -> Table:
    return Table(
        "uses",
        columns=[Column("body__name", "Body"), Column("code", "Its own number", "code")],
        rows=uses,
        synthetic=lambda use: site.synthetic,
        noun=("body", "bodies"),
        empty="None of the bodies you see uses it.",
    )


def _scheme(scheme: str) -> str:
    known = {"GB-COH": "Company number", "VAT": "VAT number", "GB-PPON": "Procurement organisation number"}
    if scheme.endswith("-REG"):
        return f"Registration number ({scheme.removesuffix('-REG')})"
    return known.get(scheme, f"Identifier {scheme}")


@page("supplier.maintain")
def register_form(visit: Visit) -> EditPage:
    return EditPage(
        title="Register a supplier",
        scope=visit.scope,
        form=visit.entered or SupplierForm(),
        submit="Register",
        intro=[
            "Give at least one identifier: invoices are recognised by it.",
            "Where government knows the entity already, the site is added to it.",
        ],
        cancel=Link("Cancel", visit.url("suppliers/")),
        back=Link("Suppliers", visit.url("suppliers/")),
        synthetic=visit.body.synthetic,
    )


@press("supplier.maintain", shows=register_form)
def site_register(visit: Visit) -> Done:
    form = visit.entered = SupplierForm(visit.posted())
    if not form.is_valid():
        raise FormRefused(form)
    (site,) = services.suppliers_register(drafts=[form.draft])
    services.sites_use(site_ids=[site.pk])
    return Done(site_url(visit.scope, site.pk), f"The supplier was registered. {visit.body.name} uses it now.")


@page("supplier.maintain")
def use_form(visit: Visit, pk: int) -> ConfirmPage:
    site = selectors.site_get_for(pk)
    url = site_url(visit.scope, pk)
    return ConfirmPage(
        title=f"Use {site.entity.name}",
        scope=visit.scope,
        caption=f"Supplier site {site.code}",
        consequence=f"{visit.body.name} can order from this site of the supplier, and its invoices are recognised.",
        press=Press("Use this supplier", f"{url}use/"),
        cancel=Link("Go back without doing this", url),
        back=Link("Back", url),
        synthetic=site.synthetic,
    )


@press("supplier.maintain", shows=use_form)
def site_use(visit: Visit, pk: int) -> Done:
    services.sites_use(site_ids=[pk])
    return Done(site_url(visit.scope, pk), f"{visit.body.name} uses this supplier now.")


@page("supplier-bank.propose")
def propose_form(visit: Visit, pk: int) -> EditPage:
    site = selectors.site_get_for(pk)
    url = site_url(visit.scope, pk)
    return EditPage(
        title=f"Propose a bank account of {site.entity.name}",
        scope=visit.scope,
        form=visit.entered or BankAccountForm(),
        submit="Propose the account",
        intro=["Confirm it first with a contact that you held before the request came, never with one it gave you."],
        help=["Somebody else approves it. The account before it is kept with its dates; nothing is overwritten."],
        cancel=Link("Cancel", url),
        back=Link("Back", url),
        synthetic=site.synthetic,
    )


@press("supplier-bank.propose", shows=propose_form)
def account_propose(visit: Visit, pk: int) -> Done:
    form = visit.entered = BankAccountForm(visit.posted())
    if not form.is_valid():
        raise FormRefused(form)
    draft = services.BankChangeDraft(pk, form.account, form.cleaned_data["verification"])
    (change,) = services.bank_changes_propose(drafts=[draft])
    return Done(change_url(visit.scope, change.pk), "The account was proposed. Somebody else must approve it.")


@page("supplier.read")
def change_list(visit: Visit) -> ListPage:
    table = Table(
        "supplier-accounts",
        columns=[
            Column("site__entity__name", "Supplier", link=lambda c: change_url(c.body.code, c.pk), sort=True),
            Column("currency", "Currency", "code"),
            Column("masked", "Account", value=lambda c: c.account.masked),
            Column("state_since", "Since", "datetime", sort=True),
            Column("state", "State", "tag", value=lambda c: state_tag(c.state)),
        ],
        rows=selectors.bank_changes(),
        filters=[
            ChoiceFilter("state", "State", choices=[(s, state_tag(s).text) for s in BANK_CHANGE.states]),
            TextFilter("supplier", "Supplier", field="site__entity__name"),
        ],
        synthetic=lambda c: c.site.synthetic,
        noun=("proposal", "proposals"),
        empty="No account was proposed yet. Accounts are proposed from the page of a supplier.",
    )
    return ListPage(
        title="Suppliers' bank accounts: proposals",
        scope=visit.scope,
        table=table.bind(visit.asked, visit.path),
        back=Link("Suppliers", visit.url("suppliers/")),
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("supplier.read")
def change_show(visit: Visit, pk: int) -> ObjectPage:
    change = selectors.bank_change_get_for(pk)
    shown = panel(BANK_CHANGE, change)
    return ObjectPage(
        title=f"Bank account of {change.site.entity.name}",
        scope=visit.scope,
        caption="Proposed bank account",
        identity=[Fact("Supplier", str(change.site.entity), href=site_url(visit.scope, change.site_id))],
        state=shown.state,
        waiting=shown.waiting,
        facts=_facts(change),
        actions=shown.actions,
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=[Link("The supplier and its accounts", site_url(visit.scope, change.site_id)), *shown.related],
        back=Link("Proposals", visit.url("suppliers/accounts/")),
        item=ITEM.format(pk=pk),
        synthetic=change.site.synthetic,
    )


change_approve = step_view(
    BANK_CHANGE, "approve", load=selectors.bank_change_get_for, take=services.bank_changes_approve,
    facts=lambda visit, change: _facts(change),
    consequence=ACCOUNT_CONSEQUENCE,
    said="The account was approved. The supplier is paid to it from today.",
)  # fmt: skip

change_refuse = step_view(
    BANK_CHANGE, "refuse", load=selectors.bank_change_get_for, take=services.bank_changes_refuse,
    facts=lambda visit, change: _facts(change), reasons=REFUSED,
    consequence="Nothing changes: the supplier is paid to the account it has.",
    said="The proposal was refused.",
)  # fmt: skip

change_withdraw = step_view(
    BANK_CHANGE, "withdraw", load=selectors.bank_change_get_for, take=services.bank_changes_withdraw,
    facts=lambda visit, change: _facts(change),
    consequence="Nothing changes. You can propose another account.",
    said="The proposal was withdrawn.",
)  # fmt: skip


def _facts(change: BankChange) -> list[Fact]:
    """What is decided on. The account it would replace and others paid to it stand beside it."""
    now = selectors.bank_details(change.site_id).filter(currency=change.currency, valid__endswith__isnull=True).first()
    elsewhere = ", ".join(str(entity) for entity in selectors.same_account_elsewhere(change))
    return [
        Fact("Name on the account", change.holder_name),
        Fact("Supplier's registered name", change.site.entity.name),
        Fact("Account", change.account.masked),
        Fact("Currency", change.currency),
        Fact("How it was checked", change.get_verification_display()),
        Fact("Paid to now", now.account.masked if now else "", missing="No account yet"),
        Fact("Other suppliers paid to this account", elsewhere, missing="None"),
    ]
