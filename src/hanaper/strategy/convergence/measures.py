"""The measure, as it is pinned: what is counted over what, what is left out, and how it misleads."""

from __future__ import annotations

from datetime import date
from typing import Final

from hanaper.centre.levels.api import Measure

_OWNER: Final = "Standard processes, the shared service centre"
_SOURCE: Final = (
    "processes_evidence against the declared standard paths; deviations; books and documents for ways around"
)
_GUARD: Final = (
    "The unit is the document, not the step; by count and by value. Path, parameters and data are read separately. "
    "An approved deviation is still not converged. Loosening a standard opens a new version, and the earlier series "
    "stays. Nobody is ranked below 90% coverage, or where intervals overlap. Work that goes round the platform without "
    "a trace on it cannot be counted, so that coverage is an upper bound."
)

MEASURES: Final = (
    Measure(
        "convergence", 1, date(2024, 4, 1), "Convergence", "basis points",
        numerator="Coverage times conformance",
        denominator="All transactions of the kind that began in the month",
        exclusions="Documents still open that have not left the standard path, counted apart",
        source=_SOURCE, owner=_OWNER, guard=_GUARD,
    ),
    Measure(
        "coverage", 1, date(2024, 4, 1), "Coverage", "basis points",
        numerator="Documents on the platform that began in the month",
        denominator="Those, and all of that kind that went a declared way around",
        exclusions="Ways around that leave nothing on the platform: each figure names them",
        source=_SOURCE, owner=_OWNER, guard=_GUARD,
    ),
    Measure(
        "conformance", 1, date(2024, 4, 1), "Conformance", "basis points",
        numerator=(
            "Documents that followed the standard version from end to end, with no deviation in force, no step by "
            "which a person overrides a rule, no parameter of the body's own, and no fault of data"
        ),
        denominator="Documents on the platform that began in the month and are finished or have left the standard path",
        exclusions="Documents still open that have not left the standard path, counted apart",
        source=_SOURCE, owner=_OWNER, guard=_GUARD,
    ),
)  # fmt: skip
"""A step by which a person overrides a rule (`resolve`, `rematch`) is in no standard path, so it shows as path."""


def measure_of(code: str) -> Measure:
    """The latest version of a measure of convergence."""
    return max((m for m in MEASURES if m.code == code), key=lambda m: m.version)
