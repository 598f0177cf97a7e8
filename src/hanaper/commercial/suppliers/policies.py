"""Who may do what with suppliers."""

from hanaper.foundation.duties.api import CENTRE, Duty

DUTIES = (
    Duty("supplier.read", "See suppliers, their sites and their identifiers, with bank accounts masked"),
    Duty("supplier.maintain", "Register suppliers and their sites, and say which bodies use them", CENTRE),
    Duty("supplier-bank.propose", "Propose a supplier's bank account, and withdraw a proposal", CENTRE),
    Duty("supplier-bank.approve", "Approve or refuse a bank account that someone else proposed", CENTRE),
)
