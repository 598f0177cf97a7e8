"""What can be wrong with an absence."""

from __future__ import annotations

from hanaper.kernel.errors import Invalid


class NotEmployed(Invalid):
    """Days on which the person is not employed. Values: `employment_id`."""

    code = "absence.not-employed"


class EndsBefore(Invalid):
    """A last day before the first. Values: `first`, `last`."""

    code = "absence.ends-before"
