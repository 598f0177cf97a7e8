"""Who may do what with pay. The conflicts (S16 to S19, S22) stand in `foundation.duties.conflicts`."""

from hanaper.foundation.duties.api import CENTRE, Duty

DUTIES = (
    Duty("pay-scheme.maintain", "Set up PAYE schemes, and whom they pay over to", CENTRE),
    Duty("pay-facts.set", "Set tax codes, NI letters, loans, pensions and orders", CENTRE),
    Duty("pay-input.enter", "Enter hours, claims and corrections of pay", CENTRE),
    Duty("pay-run.calculate", "Open, gather, calculate and check a pay run", CENTRE),
    Duty("pay-check.accept", "Accept by name what stands out in a pay run, or hold a person back", CENTRE),
    Duty("pay-run.approve", "Approve a pay run that somebody else calculated, or send it back", CENTRE),
    Duty("pay-run.submit", "Send what a pay run reports to HMRC, and record the answer", CENTRE),
    Duty("pay-run.read", "See pay runs, payslips and their workings"),
    Duty("own-pay.read", "See one's own payslips"),
)
