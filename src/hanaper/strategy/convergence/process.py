"""The process of a deviation: the body asks, the centre, which keeps the standard, agrees or refuses.

A deviation ends by itself: from its expiry it counts no more, whatever its state. To go on, another one is asked for.
"""

from hanaper.foundation.duties.api import CENTRE, RETAINED
from hanaper.foundation.processes.api import Process, Standard, Step

DEVIATION = Process(
    "deviation",
    title="Deviation",
    area="transition",
    document="convergence.Deviation",
    standard=Standard(start="proposed", done="approved", days=20),
    steps=[
        Step("propose", None, "proposed", side=RETAINED, duty="deviation.propose"),
        Step("approve", "proposed", "approved", side=CENTRE, duty="deviation.approve",
             never_by=("propose",), approves=True),
        Step("refuse", "proposed", "refused", side=CENTRE, duty="deviation.approve"),
        Step("withdraw", "proposed", "withdrawn", side=RETAINED, duty="deviation.propose"),
        Step("end", "approved", "ended", side=RETAINED, duty="deviation.propose"),
    ],
)  # fmt: skip
