"""What can go wrong with acts."""

from hanaper.kernel.errors import HanaperError


class ActOpen(HanaperError):
    """An act was opened inside another: a defect of ours. Only the shell opens acts, one at a time."""

    code = "acts.already-open"


class NoActOpen(HanaperError):
    """A service was called outside an act: a defect of ours."""

    code = "acts.none-open"
