"""Convergence in English."""

from __future__ import annotations

WORDING = {
    "convergence.no-standard": "No standard path is declared for “{found}”. Those with one: {expected}.",
    "deviation.term": (
        "A deviation runs from its first day to a later expiry, at most {most} days (two years, Hanaper standard); this one "
        "would run {days}. Shorten it; another may be asked for when it ends."
    ),
    "deviation.over": "Its expiry, {expires_on}, has passed. Nothing would be agreed to: ask for another one.",
    "deviation.cost-source": "A cost needs where it comes from, and a source needs the cost. Give both, or leave both empty.",
    "deviation.step": "The process has no step “{found}”. Its steps: {expected}. Leave it empty where it is the whole process.",
    "deviation.renews": "{found} is no approved deviation of this body and process, so there is nothing to renew. Ask for a new one.",
}  # fmt: skip

SENTENCES = {
    "deviation.propose": "Asked to deviate", "deviation.approve": "Agreed: still not converged", "deviation.refuse": "Refused",
    "deviation.withdraw": "Withdrawn", "deviation.end": "Ended: back to the standard",
}  # fmt: skip
"""Steps in the timeline."""

ASPECTS = {"path": "Path", "parameters": "Parameters", "data": "Data"}

WHYS = {
    "path": "Left the standard path", "deviation": "A deviation was in force", "no-order": "Data: named no order",
    "invalid-file": "Data: the file breaks the published rules",
}  # fmt: skip
"""Why a document is not converged, the first reason of each."""

PLACES = {
    "not-known": "None: not known", "coverage-low": "None: coverage below {minimum}",
    "intervals-overlap": "None: intervals overlap",
}  # fmt: skip
"""Why there is no place."""

OUTCOMES = {"converged": "Converged", "not converged": "Not converged", "open": "Open, on the path so far"}
