"""A slow second calculation for one person, in decimals, written from the published paragraphs: only tests use it."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, Decimal

from hanaper.hr.pay.rules.figures import bands, named, whole
from hanaper.hr.pay.rules.tax_codes import ADDED, FLAT, NONE, REGIMES, read_code

FOUR, PENNY, POUND = Decimal("0.0001"), Decimal("0.01"), Decimal(1)


def tax_of_period(
    on: date, code: str, *, frequency: str, period: int, is_week1: bool, pay: Decimal, to_date: Decimal,
    before: Decimal, benefits: Decimal = Decimal(0),
) -> Decimal:  # fmt: skip
    """Income tax of one payment in pounds. benefits: payrolled ones, which `pay` holds."""
    read = read_code(code)
    year = 12 if frequency == "monthly" else 52
    alone = is_week1 or period > year
    n = {"weekly": 1, "two-weekly": 2, "four-weekly": 4, "monthly": 1}[frequency] if alone else period
    paid = pay if alone else to_date
    rows = bands(f"uk/hmrc/paye/bands_{REGIMES[read.regime]}", on)
    if read.kind == NONE:
        due = Decimal(0)
    elif read.kind == FLAT:
        rates = [rate for _, rate in rows]
        rate = rates[rates.index(2000) + read.steps]
        due = (max(paid, Decimal(0)).quantize(POUND, ROUND_FLOOR) * rate / 10000).quantize(PENNY, ROUND_FLOOR)
    else:
        free = _free_pay(read.number, year) * n
        taxable = paid + free if read.kind == ADDED else paid - free
        due = _banded(taxable, n, year, rows) if taxable > 0 else Decimal(0)
    wanted = due - (Decimal(0) if alone else before)
    if alone:
        wanted = max(wanted, Decimal(0))
    return min(wanted, (max(pay - benefits, Decimal(0)) / 2).quantize(PENNY, ROUND_FLOOR))


def _free_pay(number: int, year: int) -> Decimal:
    if number == 0:
        return Decimal(0)
    blocks, rest = divmod(number - 1, 500)
    block = Decimal("416.67") if year == 12 else Decimal("96.16")
    part = (Decimal(10 * (rest + 1) + 9) / year).quantize(FOUR, ROUND_DOWN)
    return part.quantize(PENNY, ROUND_CEILING) + blocks * block


def _banded(taxable: Decimal, n: int, year: int, rows: list[tuple[int | None, int]]) -> Decimal:
    width_below = tax_below = Decimal(0)
    edge_below = 0
    for upper, rate in rows:
        cut = (Decimal(edge_below) * n / year).quantize(FOUR, ROUND_DOWN)
        tax = (tax_below * n / year).quantize(FOUR, ROUND_DOWN)
        top = None if upper is None else (Decimal(upper) * n / year).quantize(FOUR, ROUND_DOWN)
        if top is None or taxable <= top.quantize(POUND, ROUND_CEILING):
            exact = tax + (taxable.quantize(POUND, ROUND_FLOOR) - cut) * rate / 10000
            return exact.quantize(FOUR, ROUND_DOWN).quantize(PENNY, ROUND_FLOOR)
        assert upper is not None
        tax_below += (upper - edge_below) * Decimal(rate) / 10000
        edge_below, width_below = upper, cut
    raise AssertionError(width_below)


LETTERS = {
    "A": "main ST", "B": "reduced ST", "C": "nil ST", "D": "deferred IZUST", "E": "reduced IZUST", "F": "main FUST",
    "H": "main AUST", "I": "reduced FUST", "J": "deferred ST", "K": "nil IZUST", "L": "deferred FUST", "M": "main UST",
    "N": "main IZUST", "S": "nil FUST", "V": "main VUST", "Z": "deferred UST",
}  # fmt: skip
"""The employee's kind of rate, and the threshold from which the employer pays."""


def insurance(
    on: date, pay: Decimal, letter: str = "A", *, frequency: str = "monthly", weeks: int = 0
) -> tuple[Decimal, ...]:
    """Employee's and employer's contributions and the three bands of a submission, in pounds. weeks: of a director."""
    kind, from_limit = LETTERS[letter].split()
    limits = _limits(on, frequency, weeks)
    rates = named("uk/hmrc/national_insurance/employee_rates", on)
    ours = whole("uk/hmrc/national_insurance/employer_rate_basis_points", on)
    upper, primary, lower = limits["UEL"], limits["PT"], limits["LEL"]
    over = max(pay - upper, Decimal(0))
    main = max(min(pay, upper) - primary, Decimal(0))
    employer = max(min(pay, upper) - limits[from_limit], Decimal(0))
    bands_of_pay = (lower, min(pay, primary) - lower, main) if pay >= lower else (Decimal(0),) * 3
    return (
        _half(main * rates[kind]) + _half(over * (0 if kind == "nil" else rates["above_uel"])),
        _half(employer * ours) + _half(over * ours),
        *bands_of_pay,
    )


def _limits(on: date, frequency: str, weeks: int) -> dict[str, Decimal]:
    folder = "uk/hmrc/national_insurance/thresholds_"
    if not weeks and frequency in ("weekly", "monthly"):
        return {name: Decimal(pounds) for name, pounds in named(folder + frequency, on).items()}
    weeks = weeks or {"two-weekly": 2, "four-weekly": 4}[frequency]
    year = named(folder + "annual", on)
    found = {name: (Decimal(pounds) * weeks / 52).quantize(POUND, ROUND_CEILING) for name, pounds in year.items()}
    return found | {"LEL": Decimal(named(folder + "weekly", on)["LEL"] * weeks)}


def loan(on: date, pay: Decimal, plan: str, frequency: str) -> Decimal:
    """Repayment of a payment in pounds."""
    year = Decimal(named("uk/hmrc/student_loans/thresholds", on)[plan])
    weeks = {"weekly": 1, "two-weekly": 2, "four-weekly": 4}
    of_period = year / 12 if frequency == "monthly" else year * weeks[frequency] / 52
    above = pay - of_period.quantize(PENNY, ROUND_FLOOR)
    rate = Decimal("0.06") if plan == "postgraduate" else Decimal("0.09")
    return max((above * rate).quantize(POUND, ROUND_FLOOR), Decimal(0))


def _half(pounds_times_basis_points: Decimal) -> Decimal:
    """Three decimals are kept, and the third rounds up from six."""
    kept = (pounds_times_basis_points / 10000).quantize(Decimal("0.001"), ROUND_DOWN)
    pennies = kept.quantize(PENNY, ROUND_DOWN)
    return pennies + (PENNY if kept - pennies >= Decimal("0.006") else 0)
