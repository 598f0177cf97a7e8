"""What the centre of the model costs in the month: the pay of its duties, and what it pays for besides.

Its people are paid for the hours that the plan lets them work, so that the coverage of worked time can be held against
the truth. All of it stands in the books of the lead body, on cost centres of the centre's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal

from hanaper.demo.plan.documents import Deed, PlannedDutyCost, PlannedJournal

PROGRAMME = "PRG-1"


@dataclass(frozen=True, slots=True)
class CentreCost:
    """One cost centre of the centre. service: whose cost it is, "" where all services share it."""

    code: str
    name: str
    service: str = ""
    is_one_off: bool = False


COST_CENTRES = (
    CentreCost("SSC-INV", "Shared services: invoices and payments", "invoices"),
    CentreCost("SSC-SUP", "Shared services: suppliers", "suppliers"),
    CentreCost("SSC-ACC", "Shared services: accounts", "journals"),
    CentreCost("SSC-PAY", "Shared services: pay", "payslips"),
    CentreCost("SSC-ALL", "Shared services: platform and management"),
    CentreCost("SSC-ONE", "Shared services: moving in", is_one_off=True),
)
#: By the first word of a duty: its cost centre, and what a productive hour costs with on-costs, in pence.
CENTRE_DUTIES = {
    "invoice": ("SSC-INV", 2480),
    "payment-run": ("SSC-INV", 3120),
    "supplier": ("SSC-SUP", 2410),
    "supplier-bank": ("SSC-SUP", 2890),
    "journal": ("SSC-ACC", 3350),
    "period": ("SSC-ACC", 4180),
    "pay-run": ("SSC-PAY", 3240),
    "pay-check": ("SSC-PAY", 3460),
}
#: The same of the bodies' own people, for what an invoice costs from end to end.
BODY_DUTIES = {"order.raise": 2150, "order.approve": 4460, "receipt.record": 1980, "invoice.approve": 4460}
#: What else is spent for each invoice received, in pence: (account, cost centre, pence, text).
RUNNING = (
    ("5400", "SSC-ALL", 61, "Licences of the platform"),
    ("5300", "SSC-ALL", 34, "Accommodation of the centre"),
    ("5900", "SSC-ALL", 17, "Depreciation of the centre's equipment"),
    ("5950", "SSC-ALL", 4, "Notional audit fee"),
    ("5800", "SSC-ONE", 48, "Moving in of new bodies"),
)
#: Of the pay of all duties, what management costs on top, in basis points.
MANAGEMENT_BASIS_POINTS = 1250
#: Of pay with on-costs: wages, and employer National Insurance; the rest is pension.
WAGES_BASIS_POINTS, INSURANCE_BASIS_POINTS = 7050, 900


def duty_costs(deeds: Iterable[Deed]) -> tuple[PlannedDutyCost, ...]:
    """Pay and hours of every duty that was worked under in the month, by duty."""
    seconds: defaultdict[str, float] = defaultdict(float)
    for deed in deeds:
        if deed.day >= 0 and deed.duty is not None and deed.true_seconds:
            seconds[deed.duty] += deed.true_seconds
    found = []
    for duty, spent in sorted(seconds.items()):
        hours = (Decimal(round(spent * 10)) / 36_000).quantize(Decimal("0.01"), rounding=ROUND_UP)
        rate = BODY_DUTIES[duty] if duty in BODY_DUTIES else CENTRE_DUTIES[duty.partition(".")[0]][1]
        found.append(PlannedDutyCost(duty, int(hours * rate), hours))
    return tuple(found)


def centre_journals(lead: str, costs: Iterable[PlannedDutyCost], invoices: int) -> list[PlannedJournal]:
    """The centre's pay and running costs, as journals of the lead body: what they add up to is its full cost."""
    pay: defaultdict[str, int] = defaultdict(int)
    for cost in costs:
        if cost.duty not in BODY_DUTIES:
            pay[CENTRE_DUTIES[cost.duty.partition(".")[0]][0]] += cost.pay_pence
    pay["SSC-ALL"] += sum(pay.values()) * MANAGEMENT_BASIS_POINTS // 10_000
    lines: list[tuple[str, str, str, int, str]] = []
    for code, pence in sorted(pay.items()):
        wages = pence * WAGES_BASIS_POINTS // 10_000
        insurance = pence * INSURANCE_BASIS_POINTS // 10_000
        lines += [
            ("5000", code, PROGRAMME, wages, "Wages and salaries of the centre"),
            ("5010", code, PROGRAMME, insurance, "Employer National Insurance of the centre"),
            ("5020", code, PROGRAMME, pence - wages - insurance, "Employer pension contributions of the centre"),
        ]
    lines.append(("2200", "CC-100", PROGRAMME, -sum(pay.values()), "Pay of the centre, to pay out"))
    running = [(account, code, PROGRAMME, pence * invoices, text) for account, code, pence, text in RUNNING]
    running.append(("2100", "CC-100", PROGRAMME, -sum(line[3] for line in running), "Running costs of the centre"))
    return [_journal(lead, "pay", "Pay", lines), _journal(lead, "running", "Running costs", running)]


def _journal(lead: str, what: str, title: str, lines: list[tuple[str, str, str, int, str]]) -> PlannedJournal:
    text = f"{title} of the shared service centre"
    return PlannedJournal(f"J-{lead}-centre-{what}", lead, "ordinary", text, True, tuple(lines))
