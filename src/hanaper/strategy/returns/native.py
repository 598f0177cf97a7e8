"""Returns of native bodies, made from their transactions: the file that others send, and it passes the same checks.

What this platform does not hold it does not make: a return is never filled with a guess.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from hanaper.centre.levels.api import answers, figures, question
from hanaper.finance.payables.api import paid_invoices
from hanaper.foundation.tenancy.api import Body
from hanaper.hr.pay.api import element_numbered, pay_by_element
from hanaper.hr.people.api import people_counted
from hanaper.hr.posts.api import Grade
from hanaper.kernel.periods import FiscalPeriod
from hanaper.ledger.api import trial_balance
from hanaper.strategy.returns.errors import KindUnknown, NotHeld
from hanaper.strategy.returns.rules.formats import FORMATS, GRADES, NON_PAYROLL, PAYBILL

BANDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("AA", "AO"), "aa_ao"),
    "EO": "eo",
    **dict.fromkeys(("HEO", "SEO"), "heo_seo"),
    **dict.fromkeys(("G7", "G6"), "g7_g6"),
    **dict.fromkeys(("SCS", "SCS1", "SCS1A", "SCS2", "SCS3", "SCS4"), "scs"),
}
"""Grade codes of the Civil Service by the bands of the template; all others are "other"."""
PARTS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("overtime", "overtime_150", "overtime_200", "premium_150", "premium_200"), "overtime"),
    **dict.fromkeys(
        ("shift_allowance", "location_allowance", "recruitment_allowance", "temporary_promotion", "x_factor"),
        "allowances",
    ),
    "performance_award": "performance",
    "ni_employer": "employer_ni",
    "pension_employer": "employer_pension",
}
"""Elements of pay by the parts of the paybill; every other element that is a cost of pay is salary."""
NOT_PAYBILL: Final = frozenset({"expenses"})
MINISTERIAL: Final = "Ministerial Department"
AGENCY: Final = "Executive Agency"


def native_rows(kind: str, body: Body, month: FiscalPeriod) -> bytes:
    """The return of a body and month as CSV. Raises KindUnknown, NotHeld."""
    if kind not in FORMATS:
        raise KindUnknown(found=kind, expected=", ".join(FORMATS))
    if kind not in _MAKERS:
        raise NotHeld(kind=kind, what="the terms of contracts (expiry, extension, exit, dual running)")
    rows = _MAKERS[kind](body, month)
    if not rows:
        raise NotHeld(kind=kind, what=f"any transaction of {month.name} for it")
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, FORMATS[kind].names, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


Rows = Sequence[Mapping[str, Any]]


def _workforce(body: Body, month: FiscalPeriod) -> Rows:
    """People on the month's last day by grade, and what their runs that paid in the month cost."""
    from hanaper.strategy.returns.selectors import parent_of

    staff = _staff(body, month.last)
    if not staff:
        return []
    parent = parent_of(body, month.last)
    row: dict[str, Any] = {
        "year": month.start.year,
        "month": month.start.month,
        "organisation": body.name,
        "organisation_type": MINISTERIAL if parent == body.name or parent.endswith(body.name) else AGENCY,
        "parent": parent,
    }
    for code, _ in GRADES:
        people, full_time = staff.get(code, (0, Decimal(0)))
        row[f"payroll_{code}_headcount"], row[f"payroll_{code}_fte"] = people, _fte(full_time)
    everybody = sum(people for people, _ in staff.values())
    whole = _fte(sum((full_time for _, full_time in staff.values()), Decimal(0)))
    row["payroll_total_headcount"], row["payroll_total_fte"] = everybody, whole
    for code, _ in NON_PAYROLL:
        row[f"non_payroll_{code}_headcount"] = row[f"non_payroll_{code}_fte"] = 0
    row["non_payroll_total_headcount"] = row["non_payroll_total_fte"] = row["consultancy_contracts"] = 0
    row["all_staff_headcount"], row["all_staff_fte"] = everybody, whole
    parts: dict[str, int] = defaultdict(int)
    for number, pence in pay_by_element(body_id=body.pk, since=month.start, before=month.end).items():
        element = element_numbered(number)
        if element.code not in NOT_PAYBILL:
            parts[PARTS.get(element.code, "salary")] += pence
    for code, _ in PAYBILL:
        row[f"paybill_{code}"] = _pounds(parts[code])
    total = sum(parts.values())
    row["paybill_total"] = row["cost_total"] = _pounds(total)
    row["cost_contingent"] = row["cost_consultancy"] = row["cost_non_payroll_total"] = _pounds(0)
    return [row]


def _staff(body: Body, day: date) -> dict[str, tuple[int, Decimal]]:
    """Headcount and full-time equivalents on a day, by band of the template."""
    codes = dict(Grade.objects.filter(body=body).values_list("pk", "code"))
    found: dict[str, tuple[int, Decimal]] = {}
    for each in people_counted(body_id=body.pk, on=day):
        band = BANDS.get(codes[each.grade_id].upper().replace(" ", ""), "other")
        people, full_time = found.get(band, (0, Decimal(0)))
        found[band] = people + each.people, full_time + each.full_time
    return found


def _fte(full_time: Decimal) -> Decimal:
    return full_time.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _invoices(body: Body, month: FiscalPeriod) -> Rows:
    """Every invoice that was paid in the month."""
    from hanaper.strategy.returns.selectors import parent_of

    parent = parent_of(body, month.last)
    return [
        {
            "department_family": parent,
            "entity": body.name,
            "received_on": each.received_on.isoformat(),
            "paid_on": each.paid_on.isoformat(),
            "expense_type": each.account,
            "expense_area": each.cost_centre,
            "supplier": each.supplier,
            "transaction_number": each.number,
            "amount": _pounds(each.pence),
            "description": "",
        }
        for each in paid_invoices(body_id=body.pk, since=month.start, before=month.end)
    ]


CATEGORIES: Final = (("50", "Pay"), ("51", "Pay"), ("52", "Contracts"), ("53", "Accommodation"), ("54", "Licences"),
                     ("58", "Contracts"), ("590", "Depreciation"))  # fmt: skip


def _cost(body: Body, month: FiscalPeriod) -> Rows:
    """The body's expense of the month by the standard chart. Which service it was for its books do not say."""
    sums: dict[str, int] = defaultdict(int)
    lines = trial_balance(body_ids=[body.pk], fiscal_year=month.year, first=month.number, last=month.number)
    for line in lines:
        if line.type == "expense":
            category = next((name for prefix, name in CATEGORIES if line.code.startswith(prefix)), "Other")
            sums[category] += line.debit_pence - line.credit_pence
    return [
        {
            "service": "Other",
            "category": name,
            "is_one_off": "no",
            "amount": _pounds(pence),
            "note": "All expense of the body",
        }
        for name, pence in sorted(sums.items())
    ]


def _measures(body: Body, month: FiscalPeriod) -> Rows:
    """The service levels of the month, as their page has them."""
    asked = question(month=month, body_ids=[body.pk])
    found = answers(asked, "summary").summaries.get(body.pk)
    if found is None:
        return []
    return [
        {
            "measure": figure.key,
            "version": figure.measure.version,
            "numerator": figure.numerator if figure.denominator is not None else figure.value,
            "denominator": figure.denominator if figure.denominator is not None else "",
            "unit": "documents" if figure.denominator is not None else figure.unit,
        }
        for figure in figures(asked, found)
        if figure.value is not None
    ]


def _pounds(pence: int) -> str:
    return f"{Decimal(pence) / 100:.2f}"


_MAKERS: Final[Mapping[str, Callable[[Body, FiscalPeriod], Rows]]] = {
    "workforce": _workforce,
    "invoices": _invoices,
    "cost": _cost,
    "measures": _measures,
}
