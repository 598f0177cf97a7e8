"""When a pay run must be where: counted back from the day of payment over the days on which banks work.

Bacs takes a file on its input day, works on it the next working day, and pays on the one after (source: Bacs
three-day cycle). Approval must leave time to write and send the file on the input day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hanaper.hr.pay.errors import PayDayUnreachable, PayDayWrong
from hanaper.kernel.calendar import WorkingCalendar
from hanaper.kernel.periods import TaxYear

BACS_DAYS: Final = 2
"""Working days from the input of a Bacs file to the day of payment."""

CUT_OFF_DAYS: Final = 5
"""Working days that the standard process keeps between the cut-off and the last approval."""

MONTHS: Final = {"weekly": 0, "two-weekly": 0, "four-weekly": 0, "monthly": 1}
WEEKS: Final = {"weekly": 1, "two-weekly": 2, "four-weekly": 4}


@dataclass(frozen=True)
class PayCalendar:
    """The days of one run. cut_off_on: the last day on which an input is in time. approve_by: the last day on which
    the approval reaches the bank. send_on: the input day of the file. pay_on: when people have it."""

    cut_off_on: date
    approve_by: date
    send_on: date
    pay_on: date


def pay_calendar(pay_on: date, *, banks: WorkingCalendar) -> PayCalendar:
    """Count back from the day of payment. Raises PayDayWrong where that is no working day of the banks."""
    if not banks.is_working_day(pay_on):
        raise PayDayWrong(found=pay_on, before=before(pay_on, 1, banks=banks))
    send_on = before(pay_on, BACS_DAYS, banks=banks)
    approve_by = send_on
    return PayCalendar(before(approve_by, CUT_OFF_DAYS, banks=banks), approve_by, send_on, pay_on)


def check_reachable(calendar: PayCalendar, *, today: date) -> None:
    """Raises PayDayUnreachable where the file could no longer be sent in time."""
    if today > calendar.approve_by:
        raise PayDayUnreachable(pay_on=calendar.pay_on, last=calendar.approve_by, found=today)


def before(day: date, working_days: int, *, banks: WorkingCalendar) -> date:
    """The working day so many working days before `day`."""
    while working_days:
        day -= timedelta(days=1)
        if banks.is_working_day(day):
            working_days -= 1
    return day


def tax_period(pay_on: date, frequency: str) -> int:
    """Tax month (1 to 12) or tax week (1 to 53) of a day of payment.

    Source: tax week n is whole weeks since 6 April, plus one; tax months run from the 6th to the 5th. Two- and
    four-weekly pay is taxed at the week in which the day of payment falls; its week 53, which submissions call 54 and
    56, is taxed by itself.

    >>> from datetime import date
    >>> tax_period(date(2026, 11, 30), "monthly"), tax_period(date(2027, 4, 5), "weekly")
    (8, 53)
    """
    start = TaxYear.of_date(pay_on).start
    if frequency == "monthly":
        months = (pay_on.year - start.year) * 12 + pay_on.month - start.month
        return months + (1 if pay_on.day >= start.day else 0)
    return (pay_on - start).days // 7 + 1
