"""The front door of parallel runs.

Somebody brings an earlier payroll's results in with `parallel_run_import` and has them compared; somebody else accepts
what differs and signs off. `readiness` says whether a body's pay may be cut over.
"""

from hanaper.transition.parallel.errors import (
    NotCalculated,
    PayRunNotThere,
    SignedOff,
    TooManyDifferences,
    WrongLegacyFile,
)
from hanaper.transition.parallel.models import Difference, ParallelRun
from hanaper.transition.parallel.process import DIFFERENCE, PARALLEL_RUN
from hanaper.transition.parallel.selectors import (
    Group,
    Readiness,
    differences,
    groups,
    parallel_run_get_for,
    parallel_runs,
    readiness,
)
from hanaper.transition.parallel.services import (
    differences_accept,
    parallel_run_abandon,
    parallel_run_compare,
    parallel_run_import,
    parallel_run_reopen,
    parallel_run_sign_off,
)

__all__ = [
    "DIFFERENCE",
    "PARALLEL_RUN",
    "Difference",
    "Group",
    "NotCalculated",
    "ParallelRun",
    "PayRunNotThere",
    "Readiness",
    "SignedOff",
    "TooManyDifferences",
    "WrongLegacyFile",
    "differences",
    "differences_accept",
    "groups",
    "parallel_run_abandon",
    "parallel_run_compare",
    "parallel_run_get_for",
    "parallel_run_import",
    "parallel_run_reopen",
    "parallel_run_sign_off",
    "parallel_runs",
    "readiness",
]
