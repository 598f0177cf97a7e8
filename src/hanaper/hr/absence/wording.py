"""The English of absence."""

from __future__ import annotations

WORDING = {
    "absence.not-employed": "Somebody is recorded as away on days on which they are not employed. Correct the days.",
    "absence.ends-before": "An absence that begins on {first} cannot end on {last}. Correct the days.",
}
