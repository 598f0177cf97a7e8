"""English for this package's errors: what was found, what was expected, the rule, what to do next."""

from __future__ import annotations

WORDING: dict[str, str] = {
    "tenancy.body-ended": (
        "{body} ended on {ended_on}, so nothing more is done for it. Its successor carries on: do this there."
    ),
}
