"""Whether somebody on the payroll is paid to the account of a supplier: asked by pay, answered without showing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hanaper.commercial.suppliers.api import accounts_in_use
from hanaper.hr.pay.api import on_accounts_elsewhere
from hanaper.hr.people.api import paid_to_one_of


@on_accounts_elsewhere
def _of_suppliers(employment_ids: Sequence[int], on: date) -> set[int]:
    return paid_to_one_of(employment_ids, on=on, accounts=accounts_in_use(on))
