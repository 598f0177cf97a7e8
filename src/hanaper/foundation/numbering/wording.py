"""English for this package's errors: what was found, what was expected, the rule, what to do next."""

from __future__ import annotations

WORDING: dict[str, str] = {
    "numbering.not-taken": "No number was given: {detail}. Nothing was saved. Tell whoever runs Hanaper.",
    "numbering.lost": (
        "Of {expected} documents that needed a {series} number, {found} could take one. A document takes one number, "
        "once. Nothing was saved. Tell whoever runs Hanaper."
    ),
}
