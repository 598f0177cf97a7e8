"""What can be wrong with grades and scales."""

from __future__ import annotations

from hanaper.kernel.errors import NotThere


class GradeNotThere(NotThere):
    """No grade of this code in the body. Values: `found`."""

    code = "posts.grade-not-there"


class PointNotThere(NotThere):
    """A grade has no such point on that day. Values: `grade`, `point`, `on`."""

    code = "posts.point-not-there"
