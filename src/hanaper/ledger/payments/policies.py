"""Who may do what with payments. `finance.cash` has the runs in which they travel."""

from hanaper.foundation.duties.api import CENTRE, Duty

DUTIES = (
    Duty("payment-run.read", "See payments and payment runs"),
    Duty("payment-run.build", "Choose the payments of a run, and cancel one that is not released", CENTRE),
    Duty("payment-run.release", "Release a payment run that someone else built", CENTRE),
)
