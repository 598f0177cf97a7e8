"""Opening balances from a file: one manual journal of kind opening, approved like any other.

The file is CSV in UTF-8 with a heading row: account, cost centre, programme, debit, credit, narrative. It is all or
nothing: every row that cannot be read is named with its column, and nothing is entered until all of them can.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.tenancy.api import CostCentre
from hanaper.kernel.errors import Invalid
from hanaper.kernel.money import Money
from hanaper.kernel.periods import FiscalPeriod
from hanaper.ledger import selectors
from hanaper.ledger.errors import OpeningInvalid
from hanaper.ledger.models import ManualJournal, Programme
from hanaper.ledger.rules.manual import EnteredLine
from hanaper.ledger.services import journal_enter

COLUMNS = ("account", "cost centre", "programme", "debit", "credit", "narrative")
ROWS_MOST = 5000
FAULTS_SHOWN = 20


def opening_enter(*, content: bytes, period: FiscalPeriod, description: str) -> ManualJournal:
    """Enter the opening balances of a file for approval by somebody else.

    Raises OpeningInvalid, naming rows and columns; JournalUnbalanced where debits and credits differ.
    """
    faults: list[str] = []
    lines = list(_lines(content, faults))
    if faults:
        more = f" And {len(faults) - FAULTS_SHOWN} more." if len(faults) > FAULTS_SHOWN else ""
        raise OpeningInvalid(faults=" ".join(faults[:FAULTS_SHOWN]) + more, count=len(faults))
    return journal_enter(period=period, description=description, lines=lines, kind=ManualJournal.Kind.OPENING)


def _lines(content: bytes, faults: list[str]) -> Iterator[EnteredLine]:
    act = current_act()
    accounts = {a.code: a.pk for a in selectors.accounts_on(act.today)}
    centres = dict(CostCentre.objects.filter(body_id=act.body_id, valid__contains=act.today).values_list("code", "pk"))
    programmes = dict(
        Programme.objects.filter(body_id=act.body_id, valid__contains=act.today).values_list("code", "pk")
    )
    for number, row in _rows(content, faults):
        ids = [
            _known(known, row, column, number, faults)
            for column, known in (("account", accounts), ("cost centre", centres), ("programme", programmes))
        ]
        debit, credit = (_pence(row, column, number, faults) for column in ("debit", "credit"))
        if bool(debit) == bool(credit):
            faults.append(f"Row {number}: enter a debit or a credit, and not both.")
        elif None not in ids:
            account, centre, programme = (pk or 0 for pk in ids)
            yield EnteredLine(account, centre, programme, (debit or 0) - (credit or 0), row["narrative"][:120])


def _rows(content: bytes, faults: list[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.append(f"The file is not UTF-8 (byte {error.start}). Save it as CSV UTF-8.")
        return
    reader = csv.DictReader(io.StringIO(text, newline=""))
    found = [(name or "").strip().casefold() for name in reader.fieldnames or []]
    if found != list(COLUMNS):
        faults.append(f"The first row is “{', '.join(found)}”; expected “{', '.join(COLUMNS)}”.")
        return
    for number, row in enumerate(reader, 2):
        if number > ROWS_MOST + 1:
            faults.append(f"The file has more than {ROWS_MOST} rows. Split it.")
            return
        yield (
            number,
            {
                column: (row.get(name) or "").strip()
                for column, name in zip(COLUMNS, reader.fieldnames or [], strict=True)
            },
        )


def _known(known: Mapping[str, int], row: Mapping[str, str], column: str, number: int, faults: list[str]) -> int | None:
    found = known.get(row[column])
    if found is None:
        faults.append(f"Row {number}, {column}: “{row[column]}” is not there, or not valid today.")
    return found


def _pence(row: Mapping[str, str], column: str, number: int, faults: list[str]) -> int | None:
    if not row[column]:
        return None
    try:
        pence = Money.parse(row[column], "GBP").minor
    except Invalid:
        pence = -1
    if pence < 0:
        faults.append(f"Row {number}, {column}: “{row[column]}” is not an amount of pounds like 1,234.56.")
        return None
    return pence
