"""What can be wrong with convergence and deviations. English in `wording.py`."""

from __future__ import annotations

from hanaper.kernel.errors import Invalid


class ProcessWithoutStandard(Invalid):
    """No standard path is declared for this process. Values: `found`, `expected`."""

    code = "convergence.no-standard"


class DeviationTooLong(Invalid):
    """A deviation over more than the longest term, or that ends before it begins. Values: `days`, `most`."""

    code = "deviation.term"


class CostWithoutSource(Invalid):
    """A cost is named without where it comes from, or a source without a cost."""

    code = "deviation.cost-source"


class StepUnknown(Invalid):
    """The process has no such step. Values: `found`, `expected`."""

    code = "deviation.step"


class RenewsAnother(Invalid):
    """What it says it renews is no approved deviation of the same body and process. Values: `found`."""

    code = "deviation.renews"
