"""A slow second calculation for one person, in decimals, written from the published paragraphs: only tests use it."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, Decimal

from hanaper.hr.pay.rules.figures import bands, named, whole
from hanaper.hr.pay.rules.tax_codes import ADDED, FLAT, NONE, REGIMES, read_code

FOUR, PENNY, POUND = Decimal("0.0001"), Decimal("0.01"), Decimal(1)


def tax_of_period(
    on: date, code: str, *, frequency: str, period: int, is_week1: bool, pay: Decimal, to_date: Decimal, before: Decimal
) -> Decimal:
    """Income tax of one payment in pounds, for people without payrolled benefits."""
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
        rate = rates[min(rates.index(2000) + read.steps, len(rates) - 1)]
        due = (max(paid, Decimal(0)).quantize(POUND, ROUND_FLOOR) * rate / 10000).quantize(PENNY, ROUND_FLOOR)
    else:
        free = _free_pay(read.number, year) * n
        taxable = paid + free if read.kind == ADDED else paid - free
        due = _banded(taxable, n, year, rows) if taxable > 0 else Decimal(0)
    wanted = due - (Decimal(0) if alone else before)
    if alone:
        wanted = max(wanted, Decimal(0))
    return min(wanted, (max(pay, Decimal(0)) / 2).quantize(PENNY, ROUND_FLOOR))


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


def insurance_of_month(on: date, pay: Decimal, letter: str = "A") -> tuple[Decimal, Decimal]:
    """Employee's and employer's contributions of a month in pounds, for letters A, B, C, J and M."""
    limits = named("uk/hmrc/national_insurance/thresholds_monthly", on)
    rates = named("uk/hmrc/national_insurance/employee_rates", on)
    kind = {"A": "main", "M": "main", "B": "reduced", "J": "deferred", "C": "nil"}[letter]
    start = limits["UST"] if letter == "M" else limits["ST"]
    ours = whole("uk/hmrc/national_insurance/employer_rate_basis_points", on)
    above = Decimal(0) if kind == "nil" else Decimal(rates["above_uel"])
    over = max(pay - limits["UEL"], Decimal(0))
    return (
        _half(max(min(pay, Decimal(limits["UEL"])) - limits["PT"], Decimal(0)) * rates[kind]) + _half(over * above),
        _half(max(min(pay, Decimal(limits["UEL"])) - start, Decimal(0)) * ours) + _half(over * ours),
    )


def _half(pounds_times_basis_points: Decimal) -> Decimal:
    """Three decimals are kept, and the third rounds up from six."""
    kept = (pounds_times_basis_points / 10000).quantize(Decimal("0.001"), ROUND_DOWN)
    pennies = kept.quantize(PENNY, ROUND_DOWN)
    return pennies + (PENNY if kept - pennies >= Decimal("0.006") else 0)
