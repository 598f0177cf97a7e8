"""Notices that come in: brought in as a file, matched to an employment, and followed from their day on.

A notice fits the employments of its PAYE scheme whose person has its National Insurance number; its payroll number,
where it gives one, has to fit too. Exactly one is followed, by a rule. None or several wait for somebody to say whom it
is about. What it changes is a dated fact, true from its day and known from now: it overwrites nothing, and a run that
was gathered before does not move.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from django.db.backends.postgresql.psycopg_any import DateRange

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.files.api import CSV, StoredFile, Upload, file_check, file_store
from hanaper.foundation.numbering.api import take
from hanaper.foundation.processes.api import Batch, Outcome, advance, advance_one, create
from hanaper.hr.dated.api import put
from hanaper.hr.pay.errors import OwnPay, WrongNotices
from hanaper.hr.pay.models import (
    AttachmentOrder,
    BroughtForward,
    LoanFact,
    Notice,
    PayScheme,
    Payslip,
    PensionFact,
    TaxFact,
)
from hanaper.hr.pay.process import PAY_NOTICE
from hanaper.hr.pay.rules.notice_file import NoticeRow, read
from hanaper.hr.people.api import Employment, employments_of_nino, normalise_nino
from hanaper.kernel.csv_rows import WrongRow
from hanaper.kernel.digest import digest_bytes
from hanaper.kernel.errors import NotThere
from hanaper.kernel.periods import TaxYear

POSTGRADUATE: Final = "postgraduate"


def notices_import(*, name: str, content: bytes) -> list[Notice]:
    """Bring in a file of notices: all of it, or nothing. The same file again changes nothing.

    Raises WrongNotices, which names every row that is wrong, and what `file_check` does.
    """
    act = current_act()
    file_check(Upload(name, content, CSV))
    before = Notice.objects.filter(body_id=act.body_id, file__sha256=digest_bytes(content))
    if before.exists():
        return list(before.order_by("line"))
    found = read(content, normal=normalise_nino)
    schemes = {f"{each.office_number}/{each.reference}": each.code for each in PayScheme.objects.all()}
    wrong = found.wrong or [
        WrongRow(
            row.line, "paye_reference", row.paye_reference, ", ".join(sorted(schemes)) or "a PAYE scheme of the body"
        )
        for row in found.rows
        if row.paye_reference not in schemes
    ]
    if wrong:
        raise WrongNotices(count=len(wrong), line=wrong[0].line, found=wrong[0].found, expected=wrong[0].expected,
                           wrong=tuple(wrong))  # fmt: skip
    file = file_store(name=name, content=content, media_type=CSV)
    made = create(PAY_NOTICE, "receive", [_notice(row, schemes[row.paye_reference], file) for row in found.rows])
    take("pay-notice", Notice, [each.pk for each in made], prefix="NT")
    return made


def notice_match(*, notice_id: int, payroll_number: str) -> Outcome:
    """Say whom a notice is about that was matched to nobody. Rules then follow it. Raises NotThere, OwnPay."""
    act = current_act()
    found = Employment.objects.filter(body_id=act.body_id, number=payroll_number.strip().upper()).first()
    if found is None:
        raise NotThere(what="employment", found=payroll_number)
    if found.person_id == act.person_id:
        raise OwnPay()
    outcome = advance_one(PAY_NOTICE, "match", notice_id)
    Notice.objects.filter(pk=notice_id).update(employment_id=found.pk, matches=1)
    return outcome


def notices_set_aside(*, ids: Iterable[int], reason: str) -> list[Outcome]:
    """Set notices aside that are about nobody here. reason: a code of `wording.SET_ASIDE`."""
    return advance(PAY_NOTICE, "set-aside", ids, reason=reason)


def _notice(row: NoticeRow, scheme: str, file: StoredFile) -> Notice:
    fits = _fits(row, scheme)
    act = current_act()
    # Nobody follows a notice about themself: a colleague matches it.
    own = len(fits) == 1 and fits[0].person_id == act.person_id
    return Notice(
        kind=row.kind,
        effective_on=row.effective_on,
        payroll_number=row.payroll_number[:24],
        employment_id=fits[0].pk if len(fits) == 1 and not own else None,
        matches=len(fits),
        given=dict(row.given),
        file=file,
        line=row.line,
    )


def _fits(row: NoticeRow, scheme: str) -> Sequence[Employment]:
    theirs = Employment.objects.filter(body_id=current_act().body_id, scheme=scheme)
    if row.nino:
        theirs = theirs.filter(pk__in=employments_of_nino(row.nino))
    if row.payroll_number:
        theirs = theirs.filter(number=row.payroll_number)
    return [each for each in theirs if each.ended_on is None or each.ended_on >= row.effective_on]


@PAY_NOTICE.effect("apply")
def _apply(batch: Batch) -> None:
    for each in Notice.objects.filter(pk__in=batch.ids).order_by("effective_on", "pk"):
        if each.employment_id is None:
            batch.divert(each.pk, "pay.notice-several" if each.matches > 1 else "pay.notice-nobody")
            continue
        FOLLOWED[each.kind](each, each.employment_id, DateRange(each.effective_on, None))


def _tax_code(notice: Notice, employment_id: int, valid: Any) -> None:
    given = notice.given
    code = TaxFact(
        employment_id=employment_id, code=given["tax_code"], is_week1=given["is_week1"], valid=valid,
        notice=f"{notice.kind} {notice}",
    )  # fmt: skip
    put(TaxFact, [code])
    if "previous_pay" not in given and "previous_tax" not in given:
        return
    year = TaxYear.of_date(notice.effective_on).first_year
    if Payslip.objects.filter(employment_id=employment_id, run__tax_year=year, run__state__in=PAID).exists():
        return  # the totals of the year go on from the last payslip, which the P45 has fed already
    totals = {"taxable": given.get("previous_pay", 0), "tax": given.get("previous_tax", 0)}
    put(BroughtForward, [BroughtForward(employment_id=employment_id, tax_year=year, source="p45", to_date=totals,
                                        valid=valid)])  # fmt: skip


def _loan(notice: Notice, employment_id: int, valid: Any) -> None:
    plan = POSTGRADUATE if notice.kind == Notice.Kind.PGL1 else notice.given["plan"]
    put(LoanFact, [LoanFact(employment_id=employment_id, plan=plan, valid=valid)])


def _no_loan(notice: Notice, employment_id: int, valid: Any) -> None:
    """Loans of the notice's kind end the day before: what stood from then on is superseded by what is left of it."""
    on = notice.effective_on
    standing = LoanFact.objects.filter(employment_id=employment_id, superseded_at=None, valid__overlap=valid)
    of_kind = (
        standing.filter(plan=POSTGRADUATE) if notice.kind == Notice.Kind.PGL2 else standing.exclude(plan=POSTGRADUATE)
    )
    shorter = [
        LoanFact(employment_id=employment_id, plan=each.plan, valid=DateRange(each.valid.lower, on))
        for each in of_kind
        if each.valid.lower < on
    ]
    of_kind.update(superseded_at=current_act().at)
    put(LoanFact, shorter, fresh=True)


def _order(notice: Notice, employment_id: int, valid: Any) -> None:
    given = notice.given
    order = AttachmentOrder(
        employment_id=employment_id, kind=given["order_kind"], reference=given["reference"][:40],
        made_on=date.fromisoformat(given["made_on"]), each_period_pence=given.get("each_period", 0),
        protected_pence=given.get("protected", 0), limit_pence=given.get("limit"), rate=given.get("rate", ""),
        valid=valid,
    )  # fmt: skip
    put(AttachmentOrder, [order])


def _opt_out(notice: Notice, employment_id: int, valid: Any) -> None:
    put(PensionFact, [PensionFact(employment_id=employment_id, scheme="none", reason="opted-out", valid=valid)])


PAID: Final = ("committed", "reported", "paid", "closed")
FOLLOWED: Final = {
    "p6": _tax_code, "p9": _tax_code, "sl1": _loan, "sl2": _no_loan, "pgl1": _loan, "pgl2": _no_loan, "order": _order,
    "opt-out": _opt_out,
}  # fmt: skip
"""Kind -> what following it records."""
