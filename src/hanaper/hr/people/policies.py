"""Who may do what with people. The conflicts (S16, S22) stand in `foundation.duties.conflicts`."""

from hanaper.foundation.duties.api import CENTRE, Duty

DUTIES = (
    Duty("employee.read", "See employments and their terms, without bank, National Insurance and health data"),
    Duty("employee.create", "Take on a starter, with post and terms", CENTRE),
    Duty("employee.maintain", "Change terms from a date, and record leavers", CENTRE),
    Duty("employee-bank.propose", "Propose the account to which somebody is paid"),
    Duty("employee-bank.approve", "Approve or refuse an account that somebody else proposed", CENTRE),
    Duty("own-record.read", "See one's own employment"),
)
