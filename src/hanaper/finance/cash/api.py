"""The front door of cash.

A body pays from a `bank_account_open`. `payment_runs_build` builds runs of what is due, somebody else has them released
with `payment_runs_release`, and a rule writes each file once.
"""

from hanaper.finance.cash.building import (
    Built,
    LeftOut,
    pay_day_after,
    payment_run_build,
    payment_runs_build,
)
from hanaper.finance.cash.errors import AccountMissing, PayDayWrong, PaymentNotDue, RunEmpty, ServicesMixed
from hanaper.finance.cash.models import BankAccount, PaymentFile, PaymentRun
from hanaper.finance.cash.process import PAYMENT_RUN
from hanaper.finance.cash.rules.pain001 import FileTotals, read_totals
from hanaper.finance.cash.selectors import (
    bank_accounts,
    payment_file_of,
    payment_files,
    payment_run_get_for,
    payment_runs,
    run_payments,
)
from hanaper.finance.cash.services import bank_account_open, payment_runs_cancel, payment_runs_release

__all__ = [
    "PAYMENT_RUN",
    "AccountMissing",
    "BankAccount",
    "Built",
    "FileTotals",
    "LeftOut",
    "PayDayWrong",
    "PaymentFile",
    "PaymentNotDue",
    "PaymentRun",
    "RunEmpty",
    "ServicesMixed",
    "bank_account_open",
    "bank_accounts",
    "pay_day_after",
    "payment_file_of",
    "payment_files",
    "payment_run_build",
    "payment_run_get_for",
    "payment_runs",
    "payment_runs_build",
    "payment_runs_cancel",
    "payment_runs_release",
    "read_totals",
    "run_payments",
]
