"""A tax year that is over and was told wrongly: its right totals go to HMRC in a further full payment submission.

Sources: HMRC, Correcting your FPS (GOV.UK, payroll-errors): another FPS with the correct year to date figures; CIPP,
The FPS replaces the Earlier Year Update, 25 March 2019, quoting HMRC's software developers' support: late reporting
reason H, and a day of payment not before the last one told of that year. That the figures of the period are nought,
since nothing is paid by it, rests on the manual of one payroll (support.yourpayroll.com.au, Amending year-to-date
figures for an earlier tax year) alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.db.models import Max

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.processes.api import Batch, Outcome, advance, advance_one, create
from hanaper.hr.pay.certifying import last_slips
from hanaper.hr.pay.errors import NothingCorrected, OwnPay, WrongTotals, YearOpen
from hanaper.hr.pay.fps_employees import fps_employees
from hanaper.hr.pay.models import PayRun, Submission, YearCorrection
from hanaper.hr.pay.process import PAY_RUN, SUBMISSION, YEAR_CORRECTION
from hanaper.hr.pay.rti.fps import FpsEmployee, NiFigures
from hanaper.hr.pay.rules.figures import figure
from hanaper.hr.pay.rules.statutory import PAYMENTS
from hanaper.hr.pay.rules.to_date import FIGURES, NI_FIGURES
from hanaper.hr.people.api import Employment
from hanaper.kernel.errors import NotThere
from hanaper.kernel.periods import TaxYear

TOLD: Final = ("taxable", "tax", "pension", "student_loan", "postgraduate_loan", "benefits",
               "smp", "spp", "sap", "shpp", "spbp", "sncp")  # fmt: skip
"""Figures of the year that a submission tells, and that can be corrected."""
WHOLE_POUNDS: Final = ("student_loan", "postgraduate_loan")
AT_LEL: Final = NI_FIGURES.index("at_lel")
LETTERS_MOST: Final = 4
LATE_REASON: Final = "H"
"""Correction to earlier submission (HMRC RTI RIM artefacts 2025-26, LateReason)."""


def year_correction_enter(
    *, employment_id: int, tax_year: int, cause: str, to_date: Mapping[str, int],
    ni_to_date: Mapping[str, Sequence[int]] | None = None,
) -> YearCorrection:  # fmt: skip
    """Enter the right totals of an employment in a tax year that is over, for somebody else to approve.

    to_date: pence by figure of TOLD; those left out stay. ni_to_date: six figures in the order of NI_FIGURES for each
    letter of the year, one that was told wrongly with noughts; None: they stay.
    Raises NotThere, alike for none and for not yours; YearOpen; WrongTotals; NothingCorrected; OwnPay.
    """
    act = current_act()
    employment = Employment.objects.filter(pk=employment_id).first()
    if employment is None:
        raise NotThere(what="employment", found=employment_id)
    if act.person_id is not None and employment.person_id == act.person_id:
        raise OwnPay()
    year = TaxYear(tax_year)
    if act.today < year.end:
        raise YearOpen(year=str(year), end=year.end)
    run, before, ni_before = _told(employment, tax_year)
    letters = {letter: list(figures) for letter, figures in (ni_to_date or ni_before).items()}
    _check(to_date, letters, ni_before, run.pay_on)
    right = before | dict(to_date)
    if (right, letters) == (before, ni_before):
        raise NothingCorrected(year=str(year))
    made = YearCorrection(
        employment_id=employment_id, run=run, tax_year=tax_year, cause=cause, before=before, ni_before=ni_before,
        to_date=right, ni_to_date=letters,
    )  # fmt: skip
    return create(YEAR_CORRECTION, "enter", [made], follows=[[(PAY_RUN, run.pk)]])[0]


def year_corrections_approve(*, ids: Sequence[int]) -> list[Outcome]:
    """Approve corrections that somebody else entered. Rules then write what HMRC is told."""
    return [advance_one(YEAR_CORRECTION, "approve", pk) for pk in ids]


def year_corrections_refuse(*, ids: Sequence[int]) -> list[Outcome]:
    """Refuse corrections: nothing is told."""
    return advance(YEAR_CORRECTION, "refuse", ids)


@YEAR_CORRECTION.content
def _content(ids: Sequence[int]) -> dict[int, Any]:
    """What of a correction is approved: whose totals of which year, and what they are."""
    return {
        each.pk: [each.employment_id, each.run_id, each.tax_year, each.to_date, each.ni_to_date]
        for each in YearCorrection.objects.filter(pk__in=ids)
    }


@YEAR_CORRECTION.effect("report")
def _report(batch: Batch) -> None:
    """Queue a submission for each: its writer is `further_employees`."""
    for each in YearCorrection.objects.filter(pk__in=batch.ids).select_related("run").order_by("pk"):
        told = Submission.objects.filter(run=each.run, kind=Submission.Kind.FURTHER)
        last = told.aggregate(last=Max("part"))["last"] or 0
        (made,) = create(
            SUBMISSION,
            "queue",
            [
                Submission(
                    run=each.run, kind=Submission.Kind.FURTHER, part=last + 1, people=1,
                    first_employment_id=each.employment_id, last_employment_id=each.employment_id,
                )
            ],
            follows=[[(YEAR_CORRECTION, each.pk)]],
        )  # fmt: skip
        YearCorrection.objects.filter(pk=each.pk).update(submission=made)


def further_employees(told: Submission) -> Iterator[FpsEmployee]:
    """What a further submission says: the employee as in the last one of the year, with the right totals, the late
    reporting reason, and nothing for the period."""
    right = YearCorrection.objects.get(submission=told)
    total = right.to_date
    for each in fps_employees(told.run, right.employment_id, right.employment_id):
        yield replace(
            each, late_reason=LATE_REASON, starter=None, declaration="", taxable=0, tax=0, after_statutory=0, pension=0,
            student_loan=0, postgraduate_loan=0, benefits=0, taxable_to_date=total["taxable"], tax_to_date=total["tax"],
            pension_to_date=total["pension"], student_loan_to_date=total["student_loan"],
            postgraduate_to_date=total["postgraduate_loan"], benefits_to_date=total["benefits"],
            statutory={code: total[code] for code in PAYMENTS}, ni=_letters(right.ni_to_date),
        )  # fmt: skip


def _letters(figures: Mapping[str, Sequence[int]]) -> list[NiFigures]:
    return [
        NiFigures(letter, 0, 0, 0, earnings, at_lel, to_pt, to_uel, employer, employee)
        for letter, (earnings, at_lel, to_pt, to_uel, employer, employee) in figures.items()
    ]


def _told(employment: Employment, tax_year: int) -> tuple[PayRun, dict[str, int], dict[str, list[int]]]:
    """The last run of the year that paid an employment, and the totals of the year as they were told until now."""
    found = last_slips(employment.body_id, [employment.pk], tax_year, tax_year).get(employment.pk)
    if found is None:
        raise NotThere(what="payslip of that year", found=employment.pk)
    run = PayRun.objects.get(payslips=found[0])
    earlier = YearCorrection.objects.filter(employment_id=employment.pk, tax_year=tax_year, state="reported")
    last = earlier.order_by("-pk").first()
    if last is not None:
        return run, last.to_date, last.ni_to_date
    letters, figures, size = found[7], found[8], len(NI_FIGURES)
    by_letter = {letter: figures[n * size : (n + 1) * size] for n, letter in enumerate(letters)}
    return run, dict(zip(FIGURES, found[6], strict=True)), by_letter


def _check(
    to_date: Mapping[str, int], letters: Mapping[str, Sequence[int]], told: Mapping[str, Any], on: date
) -> None:  # fmt: skip
    """Raise WrongTotals for a figure or letter that HMRC's schema would refuse, or that leaves a letter untold."""
    unknown = [name for name in to_date if name not in TOLD]
    if unknown:
        raise WrongTotals(found=unknown[0], expected=", ".join(TOLD))
    below = [name for name, pence in to_date.items() if pence < 0 and name != "tax"]
    if below:
        raise WrongTotals(found=f"{below[0]} below nought", expected="nought or more")
    parts = [name for name in WHOLE_POUNDS if to_date.get(name, 0) % 100]
    if parts:
        raise WrongTotals(found=f"pence in {parts[0]}", expected="whole pounds")
    missing = [letter for letter in told if letter not in letters]
    if missing:
        raise WrongTotals(
            found=f"nothing for letter {missing[0]}", expected="every letter told so far, noughts if wrong"
        )
    known = {str(row[0]) for row in figure("uk/hmrc/national_insurance/letters", on).table}
    for letter, figures in letters.items():
        if letter not in known:
            raise WrongTotals(found=f"letter {letter}", expected=", ".join(sorted(known)))
        if len(figures) != len(NI_FIGURES) or len(letters) > LETTERS_MOST:
            raise WrongTotals(found=f"letter {letter}", expected="six figures each, for four letters at most")
        if figures[AT_LEL] % 100:
            raise WrongTotals(found=f"pence at the lower earnings limit of {letter}", expected="whole pounds")
