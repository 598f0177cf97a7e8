"""The front door of comparison.

with reading(actor, "update.read"):
    compared(month=month_of("2026-11"), as_of=now)      # measure by measure, every cluster in scope, with its place
"""

from hanaper.strategy.comparison.compared import Compared, Standing, compared

__all__ = ["Compared", "Standing", "compared"]
