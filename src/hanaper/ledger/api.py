"""The front door of the books.

`post` is the only way in. Other modules' SQL may join the read views `ledger_balance` (per body, period, kind, account,
cost centre, programme: debit, credit, lines; always exact), `ledger_account_movement` (the same by account alone,
several rows of a key to be summed: by far the cheaper), `ledger_posted` (journals with their gapless numbers) and
`ledger_journal_account` (what each journal did to each account).
"""

from hanaper.ledger.errors import (
    AccountUnknown,
    KeyNotThere,
    OutOfBalance,
    PeriodNotOpen,
    SourceReused,
)
from hanaper.ledger.models import Account, PostedLine, Programme
from hanaper.ledger.posting import Posted, post
from hanaper.ledger.rules.journal import ACTUAL, BUDGET, COMMITMENT, Journal, Line
from hanaper.ledger.rules.manual import EnteredLine
from hanaper.ledger.selectors import (
    account_ids,
    balance_pence,
    charged,
    charged_lines,
    journal_get_for,
    open_periods,
    period_find,
    source_balances,
    trial_balance,
)
from hanaper.ledger.services import (
    chart_load,
    journal_approve,
    journal_correct,
    journal_enter,
    journal_reverse,
    journal_send_back,
    period_ask_reopening,
    period_close,
    period_open,
    period_reopen,
    programme_create,
)

__all__ = [
    "ACTUAL",
    "BUDGET",
    "COMMITMENT",
    "Account",
    "AccountUnknown",
    "EnteredLine",
    "Journal",
    "KeyNotThere",
    "Line",
    "OutOfBalance",
    "PeriodNotOpen",
    "Posted",
    "PostedLine",
    "Programme",
    "SourceReused",
    "account_ids",
    "balance_pence",
    "charged",
    "charged_lines",
    "chart_load",
    "journal_approve",
    "journal_correct",
    "journal_enter",
    "journal_get_for",
    "journal_reverse",
    "journal_send_back",
    "open_periods",
    "period_ask_reopening",
    "period_close",
    "period_find",
    "period_open",
    "period_reopen",
    "post",
    "programme_create",
    "source_balances",
    "trial_balance",
]
