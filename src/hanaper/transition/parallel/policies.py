"""Who may do what with a parallel run. The conflict (S30) stands in `foundation.duties.conflicts`."""

from hanaper.foundation.duties.api import CENTRE, Duty

DUTIES = (
    Duty("migration.run", "Bring in an earlier payroll's results, and compare them with a pay run", CENTRE),
    # No side: a centre's own control may sign off, or the body that is moved in.
    Duty("migration.sign-off", "Accept differences by name, and sign off a parallel run that somebody else brought in"),
    Duty("migration.read", "See parallel runs and the differences in them"),
)
