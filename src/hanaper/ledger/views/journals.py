"""Manual journals: list, one, enter, correct, reverse, and the steps between people."""

from __future__ import annotations

from typing import Any

from hanaper.foundation.interface.errors import FormRefused
from hanaper.foundation.interface.filters import ChoiceFilter, DateFromFilter, DateToFilter, TextFilter
from hanaper.foundation.interface.pages import (
    EditPage,
    Fact,
    FormLines,
    Link,
    ListPage,
    ObjectPage,
    Press,
    Section,
)
from hanaper.foundation.interface.steps import done, page_of, panel, state_tag, step_view
from hanaper.foundation.interface.tables import Column, Table
from hanaper.foundation.interface.views import Done, page, press
from hanaper.foundation.interface.visits import Visit
from hanaper.kernel.periods import FiscalPeriod
from hanaper.ledger import opening, selectors, services
from hanaper.ledger.forms import JournalEntry, OpeningForm
from hanaper.ledger.models import ManualJournal, ManualLine
from hanaper.ledger.process import JOURNAL
from hanaper.ledger.wording import SENT_BACK

ITEM = "manual-journal:{pk}"


@page_of(JOURNAL)
def journal_url(scope: str, pk: int) -> str:
    return f"/{scope}/journals/{pk}/"


@page("ledger.read")
def journal_list(visit: Visit) -> ListPage:
    table = Table(
        "journals",
        columns=[
            Column("number", "Number", "code", link=lambda j: journal_url(j.body.code, j.pk), sort=True),
            Column("description", "Description"),
            Column("body__name", "Body", sort=True),
            Column("period", "Period", value=lambda j: str(FiscalPeriod(j.fiscal_year, j.period))),
            Column("amount_pence", "Amount", "money", hint="debits"),
            Column("state_since", "Since", "datetime", sort=True),
            Column("state", "State", "tag", value=lambda j: state_tag(j.state)),
        ],
        rows=selectors.journals(),
        filters=[
            ChoiceFilter("state", "State", choices=[(s, state_tag(s).text) for s in JOURNAL.states]),
            TextFilter("description", "Description"),
            DateFromFilter("from", "Since, from", field="state_since"),
            DateToFilter("to", "Since, to", field="state_since"),
        ],
        synthetic=lambda j: j.body.synthetic,
        noun=("journal", "journals"),
        empty="No journals yet. Enter one, and somebody else approves it.",
    )
    enter = [
        Press("Enter a journal", visit.url("journals/enter/"), method="get"),
        Press("Enter opening balances", visit.url("journals/opening/"), method="get", kind="secondary"),
    ]
    offered = visit.scope != "all" and visit.holds("journal.enter", visit.body)
    return ListPage(
        title="Manual journals",
        scope=visit.scope,
        table=table.bind(visit.asked, visit.path),
        actions=enter if offered else [],
        help=["A manual journal is entered by one person, approved by another, and then posted by a rule."],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("ledger.read")
def journal_show(visit: Visit, pk: int) -> ObjectPage:
    journal = selectors.journal_get_for(pk)
    shown = panel(JOURNAL, journal)
    actions = list(shown.actions)
    if journal.state == "posted" and visit.holds("journal.enter", journal.body) and not journal.has_reversal:
        actions.append(Press("Reverse", f"{journal_url(visit.scope, pk)}reverse/", method="get", kind="secondary"))
    posted = Link("The posted journal and its lines", f"/{visit.scope}/ledger/posted/{journal.journal_id}/")
    return ObjectPage(
        title=f"Journal {journal}",
        scope=visit.scope,
        caption=journal.get_kind_display(),
        identity=[
            Fact("Body", journal.body.name),
            Fact("Period", FiscalPeriod(journal.fiscal_year, journal.period).name),
            Fact("Amount", journal.amount_pence, "money"),
        ],
        state=shown.state,
        waiting=shown.waiting,
        facts=[Fact("Description", journal.description)],
        sections=[Section("Lines", table=_lines(journal).bind(visit.asked, visit.path))],
        actions=actions,
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=[*([posted] if journal.journal_id else []), *shown.related],
        back=Link("Manual journals", visit.url("journals/")),
        item=ITEM.format(pk=pk),
        synthetic=journal.body.synthetic,
    )


@page("journal.enter")
def journal_form(visit: Visit) -> EditPage:
    entry = visit.entered or JournalEntry.of(visit.body.pk, visit.today)
    return _edit(visit, entry, title="Enter a journal", back=visit.url("journals/"))


@press("journal.enter", shows=journal_form)
def journal_enter(visit: Visit) -> Done:
    entry = _posted_entry(visit)
    journal = services.journal_enter(
        period=entry.form.fiscal_period, description=entry.form.cleaned_data["description"], lines=entry.entered
    )
    return Done(journal_url(visit.scope, journal.pk), "The journal was entered. Somebody else must approve it.")


@page("journal.enter")
def opening_form(visit: Visit) -> EditPage:
    return EditPage(
        title="Enter opening balances",
        scope=visit.scope,
        form=visit.entered or OpeningForm(body_id=visit.body.pk, initial={"description": "Opening balances"}),
        submit="Enter the opening balances",
        intro=["Every row is checked first. If one cannot be read, nothing is entered and each fault is named."],
        back=Link("Manual journals", visit.url("journals/")),
        synthetic=visit.body.synthetic,
    )


@press("journal.enter", shows=opening_form)
def opening_enter(visit: Visit) -> Done:
    form = OpeningForm(visit.posted(), visit.request.FILES, body_id=visit.body.pk)
    if not form.is_valid():
        raise FormRefused(form)
    visit.entered = form
    journal = opening.opening_enter(
        content=form.cleaned_data["file"].read(),
        period=form.fiscal_period,
        description=form.cleaned_data["description"],
    )
    return Done(journal_url(visit.scope, journal.pk), "The balances were entered. Somebody else must approve them.")


@page("journal.enter")
def correction_form(visit: Visit, pk: int) -> EditPage:
    journal = selectors.journal_get_for(pk)
    entry = visit.entered or JournalEntry.of(journal.body_id, visit.today, journal=journal)
    return _edit(visit, entry, title=f"Correct journal {journal}", back=journal_url(visit.scope, pk), pk=pk)


@press("journal.enter", shows=correction_form, item=ITEM)
def journal_correct(visit: Visit, pk: int) -> Done:
    entry = _posted_entry(visit)
    outcome = services.journal_correct(
        journal=selectors.journal_get_for(pk),
        period=entry.form.fiscal_period,
        description=entry.form.cleaned_data["description"],
        lines=entry.entered,
    )
    return done(visit, JOURNAL, outcome, "The journal was corrected. Somebody else must approve it.")


@page("journal.enter")
def reversal_form(visit: Visit, pk: int) -> EditPage:
    journal = selectors.journal_get_for(pk)
    entry = visit.entered or JournalEntry.reversal_of(journal)
    return EditPage(
        title=f"Reverse journal {journal}",
        scope=visit.scope,
        form=entry,
        submit="Enter the reversal",
        facts=[Fact("Description", journal.description), Fact("Amount", journal.amount_pence, "money")],
        intro=["The same lines with opposite signs are entered, and somebody else approves them."],
        cancel=Link("Cancel", journal_url(visit.scope, pk)),
        item=ITEM.format(pk=pk),
        synthetic=journal.body.synthetic,
    )


@press("journal.enter", shows=reversal_form, item=ITEM)
def journal_reverse(visit: Visit, pk: int) -> Done:
    journal = selectors.journal_get_for(pk)
    form = JournalEntry.reversal_of(journal, visit.posted())
    if not form.is_valid():
        raise FormRefused(form)
    visit.entered = form
    reversal = services.journal_reverse(
        journal=journal, period=form.fiscal_period, description=form.cleaned_data["description"]
    )
    return Done(journal_url(visit.scope, reversal.pk), "The reversal was entered. Somebody else must approve it.")


journal_approve = step_view(
    JOURNAL, "approve", load=selectors.journal_get_for, take=services.journal_approve, facts=lambda v, j: _facts(j),
    consequence="It is posted to the books at once. A posted journal never changes: a mistake needs a reversal.",
    said="The journal was approved. A rule posts it now.",
)  # fmt: skip

journal_send_back = step_view(
    JOURNAL, "send-back", load=selectors.journal_get_for, take=services.journal_send_back,
    facts=lambda v, j: _facts(j), reasons=SENT_BACK,
    consequence="Whoever enters journals for this body can correct it and enter it again.",
    said="The journal was sent back.",
)  # fmt: skip

journal_withdraw = step_view(
    JOURNAL, "withdraw", load=selectors.journal_get_for, take=services.journal_withdraw, facts=lambda v, j: _facts(j),
    consequence="It cannot be entered again. Its number stays taken, and its history stays.",
    said="The journal was withdrawn.",
)  # fmt: skip


def _posted_entry(visit: Visit) -> JournalEntry:
    entry = JournalEntry.of(visit.body.pk, visit.today, visit.posted())
    if "add_line" in visit.request.POST:
        raise FormRefused(entry.with_more_lines(), status=200)
    if not entry.is_valid():
        raise FormRefused(entry)
    visit.entered = entry
    return entry


def _edit(visit: Visit, entry: JournalEntry, *, title: str, back: str, pk: int | None = None) -> EditPage:
    return EditPage(
        title=title,
        scope=visit.scope,
        form=entry.form,
        submit="Enter the journal",
        lines=[FormLines("Lines", entry.lines, hint="Leave lines empty that you do not need.")],
        help=["Debits and credits must be equal. Somebody else approves the journal before it is posted."],
        cancel=Link("Cancel", back),
        back=Link("Back", back),
        item=ITEM.format(pk=pk) if pk else None,
        synthetic=visit.body.synthetic,
    )


def _facts(journal: ManualJournal) -> list[Fact]:
    return [
        Fact("Description", journal.description),
        Fact("Period", FiscalPeriod(journal.fiscal_year, journal.period).name),
        Fact("Amount", journal.amount_pence, "money"),
        *(Fact(str(line.account), line.amount_pence, "money") for line in journal.lines.select_related("account")),
    ]


def _lines(journal: ManualJournal) -> Table:
    def side(sign: int) -> Any:
        return lambda line: abs(line.amount_pence) if line.amount_pence * sign > 0 else None

    rows = ManualLine.objects.filter(journal=journal).select_related("account", "cost_centre", "programme")
    return Table(
        "lines",
        columns=[
            Column("account", "Account", value=lambda line: str(line.account)),
            Column("cost_centre", "Cost centre", value=lambda line: str(line.cost_centre)),
            Column("programme", "Programme", value=lambda line: str(line.programme)),
            Column("narrative", "Narrative"),
            Column("debit", "Debit", "money", value=side(1)),
            Column("credit", "Credit", "money", value=side(-1)),
        ],
        rows=rows.order_by("line_no"),
        totals=lambda source: {"debit": journal.amount_pence, "credit": journal.amount_pence},
        synthetic=lambda line: journal.body.synthetic,
        page_size=200,
        noun=("line", "lines"),
    )
