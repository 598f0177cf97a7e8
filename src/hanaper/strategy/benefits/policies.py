"""Who may do what with baselines and benefits. The conflict (S33) stands in `foundation.duties.conflicts`."""

from hanaper.foundation.duties.api import Duty

DUTIES = (
    Duty("baseline.set", "Take a baseline, and propose it to be signed"),
    Duty("baseline.sign", "Sign a baseline that somebody else took"),
    Duty("benefit.report", "Own benefits: propose them, forecast them, report what makes them smaller"),
    Duty("benefit.approve", "Approve a benefit that somebody else proposed, and take the readings of a month"),
    Duty("benefit.reconcile", "Say which spend, budget or posts a benefit has really removed; record costs to achieve"),
    Duty("benefit.read", "See benefits, baselines, readings and costs to achieve"),
)
