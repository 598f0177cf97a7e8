"""Claims on the screen: those recorded here, one of them, recording, bringing in a file, checking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpResponse

from hanaper.foundation.files.api import CSV, Upload, file_check
from hanaper.foundation.interface import formats
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
    Section,
    Table,
    TextFilter,
    TextPage,
    Visit,
    attachment,
    download,
    name_wrong_rows,
    page,
    press,
)
from hanaper.foundation.interface.steps import page_of, panel, state_tag, step_view
from hanaper.kernel.errors import NotThere
from hanaper.strategy.register import selectors, services
from hanaper.strategy.register.claim_forms import ClaimFileForm, ClaimForm
from hanaper.strategy.register.entered import register_whole
from hanaper.strategy.register.errors import ClaimFaulty, ClaimFileFaulty
from hanaper.strategy.register.facts import NOT_STATED
from hanaper.strategy.register.figure_views import SECTION
from hanaper.strategy.register.in_words import stated_text
from hanaper.strategy.register.models import EnteredClaim
from hanaper.strategy.register.process import CLAIM
from hanaper.strategy.register.rules.entering import KINDS, template, value_of
from hanaper.strategy.register.when import When

ITEM: Final = "register-claim:{pk}"
RECORD: Final = {
    "figure": "Record a figure",
    "state": "Record how a cluster stands",
    "date": "Record a date",
    "live": "Record whether a cluster is live",
    "commitment": "Record a commitment",
}


@page_of(CLAIM)
def claim_url(scope: str, pk: int) -> str:
    return f"/{scope}/{SECTION}claims/{pk}/"


@page("register.read")
def claim_list(visit: Visit) -> ListPage:
    """Every claim that the bodies in scope recorded, in any state: none is ever overwritten."""
    may_record = visit.scope != "all" and visit.holds("register-claim.record", visit.body)
    table = Table(
        "claims",
        columns=[
            Column("number", "Number", "code", value=str, link=lambda one: claim_url(one.body.code, one.pk)),
            Column("kind", "Kind", value=lambda one: one.get_kind_display()),
            Column("about", "About", sort=True),
            Column("value", "As stated", value=said),
            Column("as_of", "As of", value=lambda one: str(When.parse(one.as_of))),
            Column("source", "Source", value=_source),
            Column("body", "Recorded by", value=lambda one: one.body.name),
            Column("version", "Version", "number"),
            Column("state", "State", "tag", value=lambda one: state_tag(one.state), sort=True),
        ],
        rows=selectors.claims(),
        caption="Claims recorded here",
        filters=[
            ChoiceFilter("kind", "Kind", choices=EnteredClaim.Kind.choices),
            ChoiceFilter("state", "State", choices=[(state, state_tag(state).text) for state in CLAIM.states]),
            TextFilter("about", "About"),
        ],
        synthetic=lambda one: one.body.synthetic,
        noun=("claim", "claims"),
        empty="Nobody has recorded a claim here.",
    )
    base = visit.url(f"{SECTION}claims/")
    actions = [
        Press("Record a claim", f"{base}record/", method="get"),
        Press("Bring in a file", f"{base}file/", method="get"),
        Press("Template of a file", f"{base}template/", method="get"),
    ]
    return ListPage(
        title="Claims recorded here",
        scope=visit.scope,
        section=SECTION,
        back=Link("Register", visit.url(SECTION)),
        table=table.bind(visit.asked, visit.path),
        actions=actions if may_record else [],
        help=[
            "A claim stands in the register from the day on which a second person checked it against its source.",
            "It is never changed. To mend a mistake, record another one that corrects it.",
            "Claims that made-up bodies record stand here only, and never among real facts.",
        ],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("register.read")
def claim_show(visit: Visit, pk: int) -> ObjectPage:
    """One claim: what it says, where it was read, who recorded and who checked it."""
    found = selectors.claim_get_for(pk)
    shown = panel(CLAIM, found)
    return ObjectPage(
        title=f"Claim {found}",
        scope=visit.scope,
        section=SECTION,
        caption=found.get_kind_display(),
        identity=[Fact("As stated", said(found)), Fact("As of", str(When.parse(found.as_of)))],
        state=shown.state,
        waiting=shown.waiting,
        facts=_facts(found),
        sections=[Section("Note", paragraphs=[found.note])] if found.note else [],
        actions=shown.actions,
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=shown.related,
        back=Link("Claims recorded here", visit.url(f"{SECTION}claims/")),
        item=ITEM.format(pk=pk),
        synthetic=found.body.synthetic,
    )


@page("register-claim.record")
def claim_kinds(visit: Visit) -> TextPage:
    """Which kind of claim is to be recorded."""
    base = visit.url(f"{SECTION}claims/")
    return TextPage(
        title="Record a claim",
        scope=visit.scope,
        section=SECTION,
        paragraphs=["What does the source tell of?"],
        links=[Link(title, f"{base}record/{kind}/") for kind, title in RECORD.items()],
        back=Link("Claims recorded here", base),
        synthetic=visit.body.synthetic,
    )


@page("register-claim.record")
def claim_record_form(visit: Visit, kind: str) -> EditPage:
    """The form of one kind."""
    if kind not in KINDS:
        raise NotThere()
    form = visit.entered or _form(visit, kind)
    return EditPage(
        title=RECORD[kind],
        scope=visit.scope,
        section=SECTION,
        form=form,
        groups=form.groups,
        submit="Record",
        intro=["Write what the source says, and nothing that it does not. Somebody else checks it against the source."],
        cancel=Link("Cancel", visit.url(f"{SECTION}claims/")),
        back=Link("Claims recorded here", visit.url(f"{SECTION}claims/")),
        synthetic=visit.body.synthetic,
    )


@press("register-claim.record", shows=claim_record_form)
def claim_record(visit: Visit, kind: str) -> Done:
    if kind not in KINDS:
        raise NotThere()
    form = _form(visit, kind, visit.posted())
    if not form.is_valid():
        raise FormRefused(form)
    try:
        made = services.claim_record(given=form.given())
    except ClaimFaulty as error:
        form.refuse(error.values["faults"])
        raise FormRefused(form) from None
    return Done(claim_url(visit.scope, made.pk), "Recorded. It stands once somebody else has checked it.")


@page("register-claim.record")
def claim_file_form(visit: Visit) -> EditPage:
    """Bringing in a file."""
    return EditPage(
        title="Bring in a file of claims",
        scope=visit.scope,
        section=SECTION,
        form=visit.entered or ClaimFileForm(),
        submit="Bring in",
        intro=[
            "Every row is checked before any is recorded. Rows that are here already are left out.",
        ],
        cancel=Link("Cancel", visit.url(f"{SECTION}claims/")),
        back=Link("Claims recorded here", visit.url(f"{SECTION}claims/")),
        synthetic=visit.body.synthetic,
    )


@press("register-claim.record", shows=claim_file_form)
def claim_file(visit: Visit) -> Done:
    form = ClaimFileForm(visit.posted(), visit.request.FILES)
    if not form.is_valid():
        raise FormRefused(form)
    visit.entered = form
    file = form.cleaned_data["file"]
    upload = Upload(file.name, file.read(), CSV)
    file_check(upload)
    try:
        taken = services.claims_record(content=upload.content)
    except ClaimFileFaulty as refusal:
        name_wrong_rows(form, refusal.values["wrong"], field="file")
        raise FormRefused(form) from None
    there = f" {formats.count(taken.there, 'row was', 'rows were')} here already." if taken.there else ""
    made = f"{formats.count(len(taken.made), 'claim is', 'claims are')} recorded."
    return Done(visit.url(f"{SECTION}claims/?state=recorded"), made + there)


@download("register.read")
def claim_template(visit: Visit) -> HttpResponse:
    """The template of a file."""
    return attachment(template(), "text/csv; charset=utf-8", name="claims-template.csv")


def _form(visit: Visit, kind: str, posted: Any = None) -> ClaimForm:
    mine = selectors.correctable(visit.body, kind)
    correctable = [(each.number, f"{each.number}: {each.about}, {said(each)}") for each in mine]
    about = str(visit.asked.get("about") or "")
    return ClaimForm(
        posted, kind=kind, register=register_whole(), correctable=correctable, initial={"about": about} if about else {}
    )


def said(claim: EnteredClaim) -> str:
    """What it says, in words."""
    match claim.kind:
        case "figure":
            return stated_text(value_of(claim.value), claim.unit, claim.bound)
        case "state":
            return f"{claim.what.capitalize()}: {claim.value}"
        case "date":
            return f"{claim.what}: {'planned for ' if claim.is_planned else ''}{When.parse(claim.value)}"
        case "live":
            return "Live" if claim.value == "yes" else "Not live"
        case _:
            return claim.value.capitalize()


def _source(claim: EnteredClaim) -> str:
    return f"{claim.source_publisher}, {claim.source_title}, {When.parse(claim.source_published)}"


def _facts(found: EnteredClaim) -> Sequence[Fact]:
    facts = [Fact("About", found.about), Fact("As stated", said(found))]
    if found.kind == "figure":
        facts.append(Fact("What it counts", found.what))
    if {found.prices, found.discounting, found.net} != {NOT_STATED}:
        facts.append(Fact("Terms", f"prices: {found.prices}; discounting: {found.discounting}; net: {found.net}"))
    if found.due:
        facts.append(Fact("Decision due", str(When.parse(found.due))))
    facts += [
        Fact("As of", str(When.parse(found.as_of))),
        Fact("Source", found.source_title),
        Fact("Publisher", found.source_publisher),
        Fact("Published", str(When.parse(found.source_published))),
        Fact("Where it is", found.source_at, href=found.source_at if found.source_at.startswith("https://") else None),
        Fact("Read", str(When.parse(found.source_seen))),
        Fact("Reports of", found.source_via, missing="Itself"),
        Fact("Recorded by", found.body.name),
        Fact("Version", found.version, "number"),
    ]
    if found.corrects is not None:
        facts.append(Fact("Corrects", str(found.corrects), href=claim_url(found.body.code, found.corrects.pk)))
    return facts


def _step(code: str, take: Any, consequence: str, message: str) -> Any:
    return step_view(
        CLAIM, code, load=selectors.claim_get_for, take=take, consequence=consequence, said=message,
        facts=lambda visit, found: _facts(found),
    )  # fmt: skip


claim_check = _step(
    "check", services.claims_check,
    "You have read the source, and it says so. The claim stands from today, for everybody who reads the register.",
    "It stands.",
)  # fmt: skip
claim_refuse = _step(
    "refuse", services.claims_refuse, "The source does not say so. The claim stays here, refused.", "Refused."
)
claim_withdraw = _step("withdraw", services.claims_withdraw, "Nobody is asked to check it any more.", "Withdrawn.")
