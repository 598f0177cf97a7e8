"""Who may do what with invoices. The matrix of conflicts stands in `foundation.duties.conflicts` (S01, S06 to S08)."""

from hanaper.foundation.duties.api import CENTRE, RETAINED, Duty

DUTIES = (
    Duty("invoice.read", "See invoices, their matching and their files"),
    Duty("invoice.receive", "Bring in an invoice file by hand", CENTRE),
    Duty("invoice.resolve", "Resolve or reject a held invoice, and have it matched again", CENTRE),
    Duty("invoice.approve", "Approve an invoice that no rule may pass, send it back or refuse it", RETAINED),
)
