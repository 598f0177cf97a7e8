"""The year end of a scheme: codes carried over to 6 April, and a P60 for everybody employed on the 5th.

What the carrying over would do is read by the same function that does it, so that a preview is the act.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.processes.api import Batch, Outcome, advance_one, create
from hanaper.hr.dated.api import as_of, put
from hanaper.hr.pay.certifying import year_certify
from hanaper.hr.pay.errors import OwnPay, SchemeNotThere, YearEndExists
from hanaper.hr.pay.models import PayRun, PayScheme, TaxFact, YearEnd
from hanaper.hr.pay.process import YEAR_END
from hanaper.hr.pay.rules.year_end import carried_over, uplift_of
from hanaper.hr.people.api import Employment
from hanaper.kernel.periods import TaxYear

NOTICE: Final = "year-end"
"""Where a code came from that was carried over."""
DONE: Final = ("reported", "paid", "closed", "abandoned")


@dataclass(frozen=True)
class CodeChange:
    """What becomes of the code of one employment on 6 April. until: when it ends already, None where it does not."""

    employment_id: int
    before: str
    after: str
    was_week1: bool
    until: date | None

    @property
    def is_raised(self) -> bool:
        return self.before != self.after


def code_changes(scheme: PayScheme, tax_year: int) -> list[CodeChange]:
    """What the year end changes, by employment: codes that are raised, and week 1/month 1 marks that fall away. Codes
    that begin on 6 April or later are notices for the new year, and stay. Raises NothingInForce."""
    start = TaxYear(tax_year).end
    uplift = uplift_of(start)
    standing = as_of(TaxFact, on=start).filter(body_id=scheme.body_id, valid__startswith__lt=start)
    theirs = Employment.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=start), body_id=scheme.body_id, scheme=scheme.code
    )
    found = standing.filter(employment_id__in=theirs.values("pk")).order_by("employment_id")
    changes = [
        CodeChange(fact.employment_id, fact.code, carried_over(fact.code, uplift), fact.is_week1, fact.valid.upper)
        for fact in found
    ]
    return [each for each in changes if each.is_raised or each.was_week1]


def year_end_open(*, scheme: str, tax_year: int) -> YearEnd:
    """Open the year end of a scheme, so that it can be looked at before it is done. Raises SchemeNotThere,
    YearEndExists; NothingInForce where it is not known what HMRC adds to codes."""
    body_id = current_act().body_id
    last = TaxYear(tax_year).end
    found = PayScheme.objects.filter(code=scheme, valid__contains=last, body_id=body_id).first()
    if found is None:
        raise SchemeNotThere(found=scheme)
    if YearEnd.objects.filter(scheme=found, tax_year=tax_year).exists():
        raise YearEndExists(scheme=scheme, year=str(TaxYear(tax_year)))
    uplift_of(last)
    return create(YEAR_END, "open", [YearEnd(scheme=found, tax_year=tax_year)])[0]


def year_end_carry_over(*, year_end_id: int) -> Outcome:
    """Carry the codes of a scheme over to 6 April: facts true from then, known now. Raises OwnPay where somebody's own
    code would change: a colleague does it."""
    return advance_one(YEAR_END, "carry-over", year_end_id)


@YEAR_END.effect("carry-over")
def _carry_over(batch: Batch) -> None:
    for ending in YearEnd.objects.filter(pk__in=batch.ids).select_related("scheme"):
        changes = code_changes(ending.scheme, ending.tax_year)
        _not_own(changes)
        start = TaxYear(ending.tax_year).end
        put(
            TaxFact,
            [
                TaxFact(
                    employment_id=each.employment_id, code=each.after, is_week1=False, notice=NOTICE,
                    valid=DateRange(start, each.until),
                )
                for each in changes
            ],
        )  # fmt: skip
        YearEnd.objects.filter(pk=ending.pk).update(
            raised=sum(each.is_raised for each in changes), reset=sum(each.was_week1 for each in changes)
        )


def year_end_certify(*, year_end_id: int) -> Outcome:
    """Make the P60s of a year that is over and wholly reported."""
    return advance_one(YEAR_END, "certify", year_end_id)


@YEAR_END.effect("certify")
def _certify(batch: Batch) -> None:
    for ending in YearEnd.objects.filter(pk__in=batch.ids).select_related("scheme"):
        year = TaxYear(ending.tax_year)
        waiting = PayRun.objects.filter(scheme_id=ending.scheme_id, tax_year=ending.tax_year).exclude(state__in=DONE)
        if batch.act.today < year.end:
            batch.refuse(ending.pk, "pay.year-not-over", year=str(year), end=year.end)
        elif count := waiting.count():
            batch.refuse(ending.pk, "pay.year-runs-waiting", count=count)
        else:
            made = year_certify(ending.scheme, ending.tax_year)
            YearEnd.objects.filter(pk=ending.pk).update(certificates=len(made))


def _not_own(changes: Sequence[CodeChange]) -> None:
    act = current_act()
    theirs = Employment.objects.filter(pk__in=[each.employment_id for each in changes])
    if act.person_id is not None and theirs.filter(person_id=act.person_id).exists():
        raise OwnPay()
