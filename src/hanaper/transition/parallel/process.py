"""The processes of a parallel run.

One person brings the earlier payroll's results in and has them compared; another accepts each difference by name, or
has it mended and compared again, and signs the run off once none is open.
"""

from hanaper.foundation.duties.api import CENTRE
from hanaper.foundation.processes.api import Process, Standard, Step

PARALLEL_RUN = Process(
    "parallel-run",
    title="Parallel run",
    area="hire-to-retire",
    document="parallel.ParallelRun",
    standard=Standard(start="imported", done="ready", days=10),
    steps=[
        Step("import", None, "imported", side=CENTRE, duty="migration.run"),
        Step("compare", "imported", "compared", side=CENTRE, duty="migration.run"),
        Step("sign-off", "compared", "ready", duty="migration.sign-off", never_by=("import", "compare", "again")),
        Step("again", "compared", "imported", side=CENTRE, duty="migration.run"),
        Step("reopen", "ready", "compared", duty="migration.sign-off"),
        Step("abandon", ("imported", "compared"), "abandoned", side=CENTRE, duty="migration.run"),
    ],
)

DIFFERENCE = Process(
    "parallel-difference",
    title="Difference of pay",
    area="hire-to-retire",
    document="parallel.Difference",
    steps=[
        Step("find", None, "open", side=CENTRE, duty="migration.run"),
        Step("accept", "open", "accepted", duty="migration.sign-off", never_by=("find",)),
        Step("lapse", ("open", "accepted"), "lapsed", side=CENTRE, duty="migration.run"),
    ],
)
