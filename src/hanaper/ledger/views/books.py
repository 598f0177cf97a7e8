"""Balances, the lines behind them, posted journals, periods. Figures open to lines, and lines to documents."""

from __future__ import annotations

from hanaper.foundation.interface import formats
from hanaper.foundation.interface.filters import ChoiceFilter
from hanaper.foundation.interface.pages import Fact, Link, ListPage, ObjectPage, ReportPage, Section, Tile
from hanaper.foundation.interface.steps import (
    document_url,
    page_of,
    panel,
    state_tag,
    step_view,
)
from hanaper.foundation.interface.tables import Column, Table
from hanaper.foundation.interface.views import page
from hanaper.foundation.interface.visits import Visit
from hanaper.foundation.processes.api import process
from hanaper.kernel.errors import NotThere
from hanaper.kernel.periods import LAST_PERIOD, FiscalPeriod, FiscalYear
from hanaper.ledger import selectors, services
from hanaper.ledger.models import PostedJournal, PostedLine
from hanaper.ledger.process import PERIOD
from hanaper.ledger.wording import REOPENING

BALANCE_NOTE = (
    "Read from kept balances, which equal the sum of the lines at all times: posted lines never change, and a balance"
    " adds what the sealer has not folded yet."
)


@page("ledger.read")
def trial_balance(visit: Visit) -> ReportPage:
    year, last = _period_asked(visit)
    rows = selectors.trial_balance(body_ids=[b.pk for b in visit.bodies], fiscal_year=year.first_year, last=last)
    debits = sum(row.closing_pence for row in rows if row.closing_pence > 0)
    credited = -sum(row.closing_pence for row in rows if row.closing_pence < 0)

    def lines_url(row: selectors.AccountBalance) -> str:
        return visit.url(f"ledger/accounts/{row.code}/?year={year.first_year}&period={last}")

    table = Table(
        "trial-balance",
        columns=[
            Column("code", "Account", "code", link=lines_url, sort=True),
            Column("name", "Name", sort=True),
            Column("debit_pence", "Debits", "money", sort=True),
            Column("credit_pence", "Credits", "money", sort=True),
            Column("closing_pence", "Balance", "money", link=lines_url, sort=True, hint="debit positive"),
        ],
        rows=rows,
        filters=[
            ChoiceFilter("year", "Year", choices=[(y.first_year, y.label) for y in _years(visit)], by=_as_is),
            ChoiceFilter("period", "Up to period", choices=_period_choices(year), by=_as_is),
        ],
        totals=lambda source: {
            "debit_pence": sum(r.debit_pence for r in rows),
            "credit_pence": sum(r.credit_pence for r in rows),
            "closing_pence": debits - credited,
        },
        synthetic=lambda row: any(body.synthetic for body in visit.bodies),
        page_size=200,
        noun=("account", "accounts"),
        empty="Nothing has been posted in this year.",
    )  # fmt: skip
    return ReportPage(
        title="Trial balance",
        scope=visit.scope,
        basis=f"Balances of {_span(year, last)}; actuals.",
        as_at=visit.at,
        tiles=[
            Tile("Debit balances", formats.money(debits)),
            Tile("Credit balances", formats.money(credited)),
            Tile("Difference", formats.money(debits - credited), alarm=debits != credited, note="Always £0.00"),
        ],
        table=table.bind(visit.asked, visit.path),
        notes=[BALANCE_NOTE],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("ledger.read")
def account_lines(visit: Visit, code: str) -> ListPage:
    year, last = _period_asked(visit)
    account = selectors.accounts_on(visit.today).filter(code=code).first()
    if account is None:
        raise NotThere(what="account", found=code)
    lines = selectors.account_lines(
        body_ids=[b.pk for b in visit.bodies], account_code=code, fiscal_year=year.first_year, last=last
    )
    return ListPage(
        title=str(account),
        scope=visit.scope,
        caption="Account enquiry",
        intro=f"Posted lines of {_span(year, last)}.",
        table=_lines_table(visit, lines, with_journal=True).bind(visit.asked, visit.path),
        back=Link("Trial balance", visit.url(f"ledger/trial-balance/?year={year.first_year}&period={last}")),
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("ledger.read")
def posted_show(visit: Visit, pk: int) -> ObjectPage:
    journal = selectors.posted_get_for(pk)
    source = process(journal.source)
    url = document_url(journal.source, journal.body.code, journal.source_id)
    return ObjectPage(
        title=f"Posted journal {_number(journal)}",
        scope=visit.scope,
        caption="Posted to the books",
        identity=[
            Fact("Body", journal.body.name),
            Fact("Period", FiscalPeriod(journal.fiscal_year, journal.period).name),
            Fact("Posted", journal.at, "datetime"),
        ],
        facts=[
            Fact("Came from", f"{source.title} ({journal.event})", href=url),
            Fact("Number", journal.number, "number", missing="Given by the seal, in a moment"),
            Fact("Written", journal.recorded_at, "datetime", hint="By the database's own clock"),
        ],
        sections=[
            Section("Lines", table=_lines_table(visit, selectors.posted_lines(journal)).bind(visit.asked, visit.path))
        ],
        related=[Link(f"The {source.title.lower()} that was posted", url)] if url else [],
        back=Link("Trial balance", visit.url("ledger/trial-balance/")),
        synthetic=journal.body.synthetic,
    )


@page_of(PERIOD)
def period_url(scope: str, pk: int) -> str:
    return f"/{scope}/ledger/periods/{pk}/"


@page("ledger.read")
def period_list(visit: Visit) -> ListPage:
    table = Table(
        "periods",
        columns=[
            Column("period", "Period", link=lambda p: period_url(p.body.code, p.pk),
                   value=lambda p: FiscalPeriod(p.fiscal_year, p.period).name),
            Column("label", "Code", "code", value=lambda p: str(FiscalPeriod(p.fiscal_year, p.period))),
            Column("body__name", "Body", sort=True),
            Column("state_since", "Since", "datetime", sort=True),
            Column("state", "State", "tag", value=lambda p: state_tag(p.state)),
        ],
        rows=selectors.periods(),
        filters=[ChoiceFilter("state", "State", choices=[(s, state_tag(s).text) for s in PERIOD.states])],
        synthetic=lambda p: p.body.synthetic,
        noun=("period", "periods"),
        empty="No period has been opened.",
    )  # fmt: skip
    return ListPage(
        title="Accounting periods",
        scope=visit.scope,
        table=table.bind(visit.asked, visit.path),
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("ledger.read")
def period_show(visit: Visit, pk: int) -> ObjectPage:
    period = selectors.period_get_for(pk)
    shown = panel(PERIOD, period)
    named = FiscalPeriod(period.fiscal_year, period.period)
    return ObjectPage(
        title=f"Period {named}",
        scope=visit.scope,
        caption="Accounting period",
        identity=[Fact("Body", period.body.name), Fact("Period", named.name)],
        state=shown.state,
        actions=shown.actions,
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=[Link("Trial balance", visit.url(f"ledger/trial-balance/?year={named.year}&period={named.number}"))],
        back=Link("Accounting periods", visit.url("ledger/periods/")),
        item=f"accounting-period:{pk}",
        synthetic=period.body.synthetic,
    )


period_close = step_view(
    PERIOD, "close", load=selectors.period_get_for, take=services.period_close, said="The period is closed.",
    consequence="Nothing can be posted to it afterwards. Reopening it needs two people and leaves a mark.",
)  # fmt: skip

period_ask_reopening = step_view(
    PERIOD, "ask-reopening", load=selectors.period_get_for, take=services.period_ask_reopening, reasons=REOPENING,
    consequence="Somebody else must agree before anything can be posted to it.", said="The reopening was asked for.",
)  # fmt: skip

period_reopen = step_view(
    PERIOD, "reopen", load=selectors.period_get_for, take=services.period_reopen,
    consequence="It can be posted to again.", said="The period is open again.",
)  # fmt: skip

period_keep_closed = step_view(
    PERIOD, "keep-closed", load=selectors.period_get_for, take=services.period_keep_closed,
    consequence="The period stays closed.", said="The period stays closed.",
)  # fmt: skip


def _period_asked(visit: Visit) -> tuple[FiscalYear, int]:
    """The year and the last period asked for; this year and all of it where nothing (or nothing sensible) was."""
    this_year = FiscalYear.of_date(visit.today)
    year, period = str(visit.asked.get("year", "")), str(visit.asked.get("period", ""))
    known = {str(y.first_year): y for y in _years(visit)}
    periods = {str(number): number for number, _ in _period_choices(this_year)}
    return known.get(year, this_year), periods.get(period, LAST_PERIOD)


def _years(visit: Visit) -> list[FiscalYear]:
    this_year = FiscalYear.of_date(visit.today)
    return [this_year.next, this_year, this_year.previous, this_year.previous.previous]


def _period_name(year: FiscalYear, number: int) -> str:
    return FiscalPeriod(year.first_year, number).name


def _span(year: FiscalYear, last: int) -> str:
    return f"the whole of {year.label}" if last == LAST_PERIOD else f"{year.label}, up to {_period_name(year, last)}"


def _period_choices(year: FiscalYear) -> list[tuple[int, str]]:
    return [(number, _period_name(year, number)) for number in range(1, LAST_PERIOD + 1)]


def _as_is(rows: object, value: object) -> object:
    """The selector has applied it already."""
    return rows


def _number(journal: PostedJournal) -> str:
    year = FiscalYear(journal.fiscal_year).label
    return f"{journal.number} of {year}" if journal.number else f"(number to come) of {year}"


def _lines_table(visit: Visit, rows: object, *, with_journal: bool = False) -> Table:
    def posted(line: PostedLine) -> str:
        return f"/{line.body.code}/ledger/posted/{line.journal_id}/"

    journal = [Column("journal_id", "Posting", "code", link=posted, sort=True), Column("body__name", "Body")]
    return Table(
        "lines",
        columns=[
            *(journal if with_journal else []),
            Column("account", "Account", value=lambda line: str(line.account)),
            Column("cost_centre", "Cost centre", value=lambda line: str(line.cost_centre)),
            Column("programme", "Programme", value=lambda line: str(line.programme)),
            Column("period", "Period", "number"),
            Column("debit", "Debit", "money", value=lambda line: max(line.amount_pence, 0) or None),
            Column("credit", "Credit", "money", value=lambda line: max(-line.amount_pence, 0) or None),
            Column("foreign_minor", "Foreign amount", value=_foreign),
        ],
        rows=rows,  # type: ignore[arg-type]
        synthetic=lambda line: line.body.synthetic,
        page_size=50 if with_journal else 200,
        noun=("line", "lines"),
        empty="No lines.",
    )


def _foreign(line: PostedLine) -> str:
    from hanaper.kernel.money import Money

    return str(Money(line.foreign_minor, line.currency)) if line.foreign_minor is not None and line.currency else ""
