"""Payslips as rows: what was calculated, written as drafts in one statement for each part of a run."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from django.db import connection
from numpy.typing import NDArray

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
    starts = np.searchsorted(paid.lines.person, np.arange(n + 1))
    elements, amounts, units, refs = (
        _arrays(column, starts) for column in (paid.lines.element, paid.lines.pence, paid.lines.units, paid.lines.ref)
    )
    columns = zip(
        batch.employed,
        batch.people.codes.texts.tolist(),
        np.where(batch.people.is_week1, "t", "f").tolist(),
        batch.people.letters.tolist(),
        batch.people.pension.tolist(),
        batch.people.ages.tolist(),
        elements,
        amounts,
        units,
        refs,
        paid.gross.tolist(),
        paid.net.tolist(),
        _arrays(paid.to_date.ravel(), np.arange(n + 1) * paid.to_date.shape[1]),
        batch.ni_other,
        paid.ni_to_date.tolist(),
        strict=True,
    )
    rows: list[str] = []
    for each, code, week1, letter, scheme, age, *lines, gross, net, to_date, before, ni in columns:
        kept, figures = _by_letter(before, letter, ni)
        centre, programme = each.charged_to
        rows.append(
            f"{each.id}\t{each.person_id}\t{centre}\t{programme}\t{code}\t{week1}\t{letter}\t{scheme}\t{age}\t"
            f"{lines[0]}\t{lines[1]}\t{lines[2]}\t{lines[3]}\t{gross}\t{net}\t{to_date}\t{kept}\t{{{figures}}}\n"
        )
    return "".join(rows)


def _arrays(column: NDArray[np.int64], starts: NDArray[np.int64]) -> list[str]:
    """A long column as arrays in text, one for each person, whose part begins where `starts` says."""
    texts, places = list(map(str, column.tolist())), starts.tolist()
    return [f"{{{','.join(texts[first:after])}}}" for first, after in pairwise(places)]


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
