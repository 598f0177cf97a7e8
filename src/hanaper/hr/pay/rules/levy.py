"""The apprenticeship levy of an employer: a share of the pay bill to date, less the allowance to date."""

from __future__ import annotations

from datetime import date
from typing import Final

from hanaper.hr.pay.errors import WrongTaxPeriod
from hanaper.hr.pay.rules.figures import BASIS_POINTS, figure, whole
from hanaper.hr.pay.rules.workings import Workings

FOLDER: Final = "uk/hmrc/apprenticeship_levy/"
MONTHS: Final = 12


def levy_to_date(
    on: date,
    *,
    pay_bill_pence: int,
    allowance_pence: int | None = None,
    month: int,
    workings: Workings | None = None,
) -> int:
    """Pence of levy due since 6 April, down to a penny; never below nought.

    pay_bill_pence: all earnings of the tax year so far that are liable to the employer's Class 1 contributions, also
    those below its threshold. allowance_pence: the scheme's share of the year's allowance; None: all of it.

    >>> levy_to_date(date(2026, 11, 30), pay_bill_pence=4_000_000_00, month=8)  # half a per cent less 8/12 of 15,000
    1000000
    """
    allowance = whole(FOLDER + "allowance_pence", on) if allowance_pence is None else allowance_pence
    if not 1 <= month <= MONTHS:
        raise WrongTaxPeriod(found=month, expected=f"1 to {MONTHS}")
    fine = pay_bill_pence * whole(FOLDER + "rate_basis_points", on) * MONTHS - allowance * month * BASIS_POINTS
    levy = max(0, fine // (BASIS_POINTS * MONTHS))
    if workings is not None:
        workings.note(
            "levy", "pay bill to date x rate - allowance x month / 12, down to a penny, never below nought", levy,
            inputs={"pay_bill_to_date": pay_bill_pence, "allowance": allowance, "month": month},
            figures=[figure(FOLDER + name, on) for name in ("rate_basis_points", "allowance_pence")],
        )  # fmt: skip
    return levy
