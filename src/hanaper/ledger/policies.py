"""Who may do what with the books."""

from hanaper.foundation.duties.api import CENTRE, Duty

DUTIES = (
    Duty("ledger.read", "See the books: balances, journals and lines"),
    Duty("journal.enter", "Enter, correct and withdraw a manual journal", CENTRE),
    Duty("journal.approve", "Approve a manual journal that someone else entered, or send it back", CENTRE),
    Duty("period.open", "Open an accounting period, and agree to reopen one", CENTRE),
    Duty("period.close", "Close an accounting period, and ask to reopen one", CENTRE),
    Duty("chart.maintain", "Maintain the chart of accounts, cost centres and programmes", CENTRE),
)
