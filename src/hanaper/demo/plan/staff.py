"""Who is employed by the bodies of the model, what changes in the month, and what goes wrong on purpose.

Everybody is invented: National Insurance numbers are of prefixes that are valid in form, sort codes are no bank's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from hanaper.demo.chance import Chance
from hanaper.demo.market import Supplier
from hanaper.demo.names import person_name
from hanaper.demo.plan.working import Diary

#: Employees whose pay is worked out in each body: enough to show a run, few enough for a quick month.
STAFF = 12
GRADES = (
    ("AO", "Administrative officer", 2_480_000),
    ("EO", "Executive officer", 3_050_000),
    ("HEO", "Higher executive officer", 3_780_000),
    ("SEO", "Senior executive officer", 4_620_000),
    ("G7", "Grade 7", 6_150_000),
    ("SCS1", "Deputy director", 8_900_000),
)
FIRST_PERSON = 3_500
"""Where the names of employees begin among the invented ones, apart from those of the people at their desks."""


class PayFault(StrEnum):
    """What goes wrong with somebody's pay. Its value is how reports name it."""

    WRONG_LETTER = "wrong NI letter"
    SHARED_ACCOUNT = "bank account shared with another employee"
    SUPPLIERS_ACCOUNT = "bank account shared with a supplier"
    LEAVER_PAID = "leaver still paid"
    NO_TAX_CODE = "missing tax code"


CAUGHT_AS = {
    PayFault.WRONG_LETTER: "ni-letter-doubtful",
    PayFault.SHARED_ACCOUNT: "bank-shared",
    PayFault.SUPPLIERS_ACCOUNT: "bank-of-supplier",
    PayFault.LEAVER_PAID: "leaver-still-paid",
    PayFault.NO_TAX_CODE: "no-tax-code",
}
"""The check that catches a fault, or why it holds somebody back."""


@dataclass(frozen=True, slots=True)
class Employee:
    """One invented employee. ref: how the plan names them. tax_code: "" where nobody brought one. starts: the working
    day of the month on which they start, None for those who are there before it."""

    ref: str
    body: str
    name: str
    born_on: date
    sex: str
    nino: str
    grade: str
    annual_pence: int
    hours: int
    tax_code: str
    letter: str
    pension: str
    loans: tuple[str, ...]
    sort_code: str
    account_number: str
    starts: int | None = None
    fault: PayFault | None = None


def staff_of(body: str, place: int, *, seed: int, is_lead: bool, market: Sequence[Supplier]) -> list[Employee]:
    """The employees of a body; in the lead body one of each fault is planted, and two people start."""
    chance = Chance(seed, "staff", body)
    count = STAFF + (6 if is_lead else 0)
    found = [_employee(body, place, number, chance) for number in range(count)]
    if not is_lead:
        return found
    supplier = next(each for each in market if each.account.sort_code and body in each.bodies)
    found[2] = _with(found[2], born_on=date(1953, 3, 3), fault=PayFault.WRONG_LETTER)
    found[3] = _with(found[3], account_number=found[4].account_number, sort_code=found[4].sort_code,
                     fault=PayFault.SHARED_ACCOUNT)  # fmt: skip
    found[5] = _with(found[5], sort_code=supplier.account.sort_code, account_number=supplier.account.account_number,
                     fault=PayFault.SUPPLIERS_ACCOUNT)  # fmt: skip
    found[6] = _with(found[6], fault=PayFault.LEAVER_PAID)
    found[-2] = _with(found[-2], starts=1, tax_code="", fault=PayFault.NO_TAX_CODE)
    found[-1] = _with(found[-1], starts=1)
    return found


def plan_pay(diary: Diary, staff: Sequence[Employee], *, has_earlier: bool, is_lead: bool) -> None:
    """The pay runs of a body: last month's, so that there is a before, and the month's, with what changes in it."""
    last = diary.days.last
    diary.note("pay.scheme", -9, diary.centre("pay-setup"), ["MAIN"])
    if has_earlier:
        _plan_run(diary, "before", opened=-8, pays=-3)
    starters = [each.ref for each in staff if each.starts is not None]
    diary.note("hr.start", 1, diary.centre("hr-services"), starters)
    diary.note("pay.facts", 2, diary.centre("payroll-desk"), starters)
    there = [each for each in staff if each.starts is None and each.fault is None]
    leaver = next((each.ref for each in staff if each.fault == PayFault.LEAVER_PAID), there[0].ref)
    diary.note("hr.leave", 2, diary.centre("hr-services"), [leaver])
    if is_lead:
        diary.note("pay.input", 3, diary.centre("payroll-desk"), [leaver], how="basic")
        # After the cut-off: the next run pays it, and the month says that it came late.
        diary.note("pay.input", last - 4, diary.centre("payroll-desk"), [there[4].ref], how="overtime_150")
    diary.note("pay.input", 3, diary.centre("payroll-desk"), [there[1].ref], how="overtime_150")
    diary.note("hr.absence", 4, diary.centre("hr-services"), [there[2].ref])
    diary.note("hr.terms", 5, diary.centre("hr-services"), [there[3].ref])
    _plan_run(diary, "month", opened=last - 9, pays=last - 2, again=is_lead)


def _plan_run(diary: Diary, name: str, *, opened: int, pays: int, again: bool = False) -> None:
    desk, control = diary.centre("payroll-desk"), diary.centre("payroll-control")
    diary.note("pay.open", opened, desk, [name])
    diary.note("pay.gather", opened, desk, [name])
    if again:
        diary.note("pay.look", opened + 1, control, [name])
        diary.note("pay.again", opened + 2, desk, [name])
    diary.note("pay.accept", opened + 3, control, [name])
    diary.note("pay.approve", opened + 3, diary.centre("payroll-control"), [name])
    diary.note("pay.build", pays, diary.centre("payments"), [name])
    diary.note("pay.release", pays, diary.centre("payments-release"), [name])


def _employee(body: str, place: int, number: int, chance: Chance) -> Employee:
    code, _, annual = GRADES[min(chance.between(0, 7), len(GRADES) - 1)]
    years = chance.between(24, 62)
    serial = place * 100 + number
    return Employee(
        ref=f"E-{body}-{number:03d}",
        body=body,
        name=person_name(FIRST_PERSON + serial),
        born_on=date(2026 - years, chance.between(1, 12), chance.between(1, 28)),
        sex=chance.of("FM"),
        nino=f"{chance.of(('AB', 'CE', 'JK', 'PR'))}{serial:06d}{chance.of('ABCD')}",
        grade=code,
        annual_pence=annual,
        hours=chance.of((3700, 3700, 3700, 2960, 2220)),
        tax_code=chance.of(("1257L", "1257L", "1257L", "S1257L", "C1257L", "1100L", "K120")),
        letter="A",
        pension=chance.of(("alpha", "alpha", "alpha", "alpha", "partnership", "none")),
        loans=chance.of(((), (), (), ("plan2",), ("plan1", "postgraduate"))),
        sort_code="000998",
        account_number=f"{40_000_000 + serial}",
    )


def _with(employee: Employee, **change: object) -> Employee:
    return replace(employee, **change)  # type: ignore[arg-type]
