"""Payslips as rows: what was calculated, written as drafts in one statement for each part of a run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from django.db import connection

from hanaper.hr.pay.assembling import Batch
from hanaper.hr.pay.gathering import Range
from hanaper.hr.pay.rules.calculation import Paid
from hanaper.hr.pay.rules.to_date import NI_FIGURES

COLUMNS = (
    "employment_id, person_id, cost_centre_id, programme_id, tax_code, is_week1, ni_letter, pension_scheme, age,"
    " elements, amounts, units, refs, gross_pence, net_pence, to_date, ni_letters, ni_to_date"
)
STAGING = (
    "CREATE TEMP TABLE IF NOT EXISTS pay_staging (employment_id bigint, person_id bigint, cost_centre_id bigint,"
    " programme_id bigint, tax_code text, is_week1 boolean, ni_letter text, pension_scheme text, age smallint,"
    " elements smallint[], amounts bigint[], units integer[], refs bigint[], gross_pence bigint, net_pence bigint,"
    " to_date bigint[], ni_letters text, ni_to_date bigint[]) ON COMMIT DELETE ROWS"
)


def stage(batch: Batch, paid: Paid, wanted: Range, calculation: int) -> None:
    """Write the drafts of a batch. The table's own trigger checks what they name."""
    text = rows_of(batch, paid)
    with connection.cursor() as cursor:
        cursor.execute(STAGING)
        with cursor.copy(f"COPY pay_staging ({COLUMNS}) FROM STDIN") as copy:
            copy.write(text)
        cursor.execute(
            f"INSERT INTO pay_payslip (body_id, run_id, calculation, pay_on, {COLUMNS})"
            f" SELECT %s, %s, %s, %s, {COLUMNS} FROM pay_staging ORDER BY employment_id",
            [wanted.body_id, wanted.run_id, calculation, wanted.pay_on],
        )
        cursor.execute("TRUNCATE pay_staging")


def rows_of(batch: Batch, paid: Paid) -> str:
    """The drafts in the text form of COPY, one line each."""
    n = len(batch.employed)
    starts = np.searchsorted(paid.lines.person, np.arange(n + 1)).tolist()
    elements, amounts, units, refs = (
        list(map(str, column.tolist()))
        for column in (paid.lines.element, paid.lines.pence, paid.lines.units, paid.lines.ref)
    )
    gross, net, to_date = paid.gross.tolist(), paid.net.tolist(), paid.to_date.tolist()
    codes, letters = batch.people.codes.texts.tolist(), batch.people.letters.tolist()
    schemes, week1 = batch.people.pension.tolist(), batch.people.is_week1.tolist()
    ages = batch.people.ages.tolist()
    ni = paid.ni_to_date.tolist()
    rows: list[str] = []
    for place, each in enumerate(batch.employed):
        first, after = starts[place], starts[place + 1]
        kept, figures = _by_letter(batch.ni_other[place], letters[place], ni[place])
        centre, programme = each.charged_to
        rows.append(
            f"{each.id}\t{each.person_id}\t{centre}\t{programme}\t{codes[place]}\t{'t' if week1[place] else 'f'}"
            f"\t{letters[place]}\t{schemes[place]}\t{ages[place]}\t{{{','.join(elements[first:after])}}}"
            f"\t{{{','.join(amounts[first:after])}}}\t{{{','.join(units[first:after])}}}\t{{{','.join(refs[first:after])}}}"
            f"\t{gross[place]}\t{net[place]}\t{{{','.join(map(str, to_date[place]))}}}\t{kept}\t{{{figures}}}\n"
        )
    return "".join(rows)


def _by_letter(before: dict[str, list[int]], letter: str, now: Sequence[int]) -> tuple[str, str]:
    """The letters of the year so far, the present one last, and their figures one after the other.

    Up to four letters fit a submission; a fifth in one year is not known to law.
    """
    if not before or (len(before) == 1 and letter in before):
        return letter, ",".join(map(str, now))
    others = {other: values for other, values in before.items() if other != letter}
    assert all(len(values) == len(NI_FIGURES) for values in others.values()), "six figures for each letter"
    flat = [str(value) for values in others.values() for value in values]
    return "".join(others) + letter, ",".join([*flat, *map(str, now)])
