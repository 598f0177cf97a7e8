"""What can go wrong with scope."""

from hanaper.kernel.errors import HanaperError, NotThere, Refused


class NoScope(HanaperError):
    """A tenant table was asked for outside an act: a defect of ours, never an answer to a user."""

    code = "tenancy.no-scope"


class BodyNotThere(NotThere):
    """No such body, or none where the asker holds the duty."""

    code = "tenancy.body-not-there"


class BodyEnded(Refused):
    """The body has ended: its successor carries on."""

    code = "tenancy.body-ended"
