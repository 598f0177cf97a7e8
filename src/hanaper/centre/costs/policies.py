"""Who may see what a service costs, and who says which cost is the centre's."""

from hanaper.foundation.duties.api import CENTRE, Duty

DUTIES = (
    Duty("costs.read", "See what each service costs for each body"),
    Duty("costs.maintain", "Load the cost of duties and name the centre's cost centres", CENTRE),
)
