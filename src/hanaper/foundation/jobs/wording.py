"""English for this package's errors: what was found, what was expected, the rule, what to do next."""

from __future__ import annotations

WORDING: dict[str, str] = {
    "jobs.not-there": "There is no failed job {found}. `hanaper jobs list` shows the failed ones with their numbers.",
    "jobs.database-away": (
        "The worker could not reach the database for {seconds} seconds and has stopped. No job is lost: start the "
        "database, then run `hanaper worker` again."
    ),
}
