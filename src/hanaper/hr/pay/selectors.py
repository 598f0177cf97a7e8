"""Reads of pay, always of the bodies in scope and in a fixed order."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, OuterRef, QuerySet, Subquery

from hanaper.hr.pay.models import (
    Certificate,
    HeldBack,
    Notice,
    PayCheck,
    PayDebt,
    PayRun,
    Payslip,
    Submission,
    YearCorrection,
    YearEnd,
)
from hanaper.hr.people.api import Employment
from hanaper.kernel.errors import NotThere

PUBLISHED = ("committed", "reported", "paid", "closed")


def pay_runs() -> QuerySet[PayRun]:
    """Every pay run in scope, the latest day of payment first."""
    return PayRun.objects.select_related("body", "scheme").order_by("-pay_on", "-pk")


def pay_run_get_for(run_id: int) -> PayRun:
    """One run in scope. Raises NotThere, alike for none and for not yours."""
    found = pay_runs().filter(pk=run_id).first()
    if found is None:
        raise NotThere(what="pay run", found=run_id)
    return found


def pay_checks(run_id: int) -> QuerySet[PayCheck]:
    """What stands out in a run and still counts, by kind."""
    return (
        PayCheck.objects.select_related("body", "run")
        .filter(run_id=run_id)
        .exclude(state="lapsed")
        .order_by("kind", "pk")
    )


def pay_check_get_for(check_id: int) -> PayCheck:
    """One check in scope. Raises NotThere."""
    found = PayCheck.objects.select_related("body", "run").filter(pk=check_id).first()
    if found is None:
        raise NotThere(what="pay check", found=check_id)
    return found


def held_back(run: PayRun) -> QuerySet[HeldBack]:
    """Whom the last calculation of a run leaves out."""
    return HeldBack.objects.filter(run=run, calculation=run.calculation).order_by("code", "employment_id")


def payslips(run: PayRun) -> QuerySet[Payslip]:
    """The payslips of the last calculation of a run, by employment. Drafts until it is committed."""
    return Payslip.objects.select_related("body").filter(run=run, calculation=run.calculation).order_by("employment_id")


def published_payslips() -> QuerySet[Payslip]:
    """Payslips of committed runs that the reader may see, the latest first: the database decides which those are."""
    return (
        Payslip.objects.select_related("body", "run", "run__scheme")
        .filter(run__state__in=PUBLISHED, calculation=F("run__calculation"))
        .order_by("-pay_on", "-pk")
    )


def payslip_get_for(payslip_id: int) -> Payslip:
    """One payslip that the reader may see. Raises NotThere, alike for none, for a draft and for somebody else's."""
    found = Payslip.objects.select_related("body", "run", "run__scheme").filter(pk=payslip_id).first()
    if found is None:
        raise NotThere(what="payslip", found=payslip_id)
    return found


def payslip_before(slip: Payslip) -> Payslip | None:
    """The payslip of the same employment before this one, where there is one."""
    return published_payslips().filter(employment_id=slip.employment_id, pay_on__lt=slip.pay_on).first()


def submissions(run_id: int) -> QuerySet[Submission]:
    """What a run tells others, in order."""
    return Submission.objects.select_related("body").filter(run_id=run_id).order_by("kind", "part")


def submission_get_for(submission_id: int) -> Submission:
    """One submission in scope. Raises NotThere, alike for none and for not yours."""
    found = Submission.objects.select_related("body", "run").filter(pk=submission_id).first()
    if found is None:
        raise NotThere(what="submission", found=submission_id)
    return found


def certificates() -> QuerySet[Certificate]:
    """P45s and P60s that the reader may see, the latest year first, with the payroll number: the database decides which
    those are."""
    number = Employment.objects.filter(pk=OuterRef("employment_id")).values("number")[:1]
    return (
        Certificate.objects.select_related("body", "scheme")
        .annotate(payroll_number=Subquery(number))
        .order_by("-tax_year", "kind", "employment_id")
    )


def certificate_get_for(certificate_id: int) -> Certificate:
    """One certificate that the reader may see. Raises NotThere, alike for none and for somebody else's."""
    found = certificates().filter(pk=certificate_id).first()
    if found is None:
        raise NotThere(what="certificate", found=certificate_id)
    return found


def year_ends() -> QuerySet[YearEnd]:
    """Every year end in scope, the latest first."""
    return YearEnd.objects.select_related("body", "scheme").order_by("-tax_year", "-pk")


def year_end_get_for(year_end_id: int) -> YearEnd:
    """One year end in scope. Raises NotThere, alike for none and for not yours."""
    found = year_ends().filter(pk=year_end_id).first()
    if found is None:
        raise NotThere(what="year end", found=year_end_id)
    return found


def year_corrections() -> QuerySet[YearCorrection]:
    """Every correction of a closed tax year in scope, the latest first."""
    return YearCorrection.objects.select_related("body", "run", "run__scheme", "submission").order_by("-pk")


def year_correction_get_for(correction_id: int) -> YearCorrection:
    """One correction in scope. Raises NotThere, alike for none and for not yours."""
    found = year_corrections().filter(pk=correction_id).first()
    if found is None:
        raise NotThere(what="correction", found=correction_id)
    return found


def pay_debts() -> QuerySet[PayDebt]:
    """Every advance and overpayment in scope, the newest first."""
    return PayDebt.objects.select_related("body").order_by("-pk")


def pay_debt_get_for(debt_id: int) -> PayDebt:
    """One debt in scope. Raises NotThere, alike for none and for not yours."""
    found = pay_debts().filter(pk=debt_id).first()
    if found is None:
        raise NotThere(what="advance or overpayment", found=debt_id)
    return found


def notices() -> QuerySet[Notice]:
    """Every notice in scope, the newest first."""
    return Notice.objects.select_related("body", "file").order_by("-pk")


def notice_get_for(notice_id: int) -> Notice:
    """One notice in scope. Raises NotThere, alike for none and for not yours."""
    found = notices().filter(pk=notice_id).first()
    if found is None:
        raise NotThere(what="notice", found=notice_id)
    return found


def payroll_numbers(employment_ids: Sequence[int]) -> dict[int, tuple[str, int]]:
    """Payroll number and person of each employment."""
    rows = Employment.objects.filter(pk__in=set(employment_ids)).values_list("pk", "number", "person_id")
    return {pk: (number, person_id) for pk, number, person_id in rows}
