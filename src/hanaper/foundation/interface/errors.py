"""What can go wrong between a press and its act."""

from __future__ import annotations

from hanaper.kernel.errors import Invalid, Refused


class NothingTicked(Invalid):
    """A bulk act was pressed with no row chosen."""

    code = "interface.nothing-ticked"


class SelectionChanged(Refused):
    """ "All that match" matches other rows now than when the page was shown."""

    code = "interface.selection-changed"


class TooMany(Refused):
    """A bulk act over more rows than one press may move."""

    code = "interface.too-many"


class ChooseBody(Invalid):
    """An act was asked of "all bodies": an act is always for one."""

    code = "interface.choose-body"


class FormRefused(Exception):
    """What was entered is not complete or not right: show it again, as it was typed. Not a HanaperError, because the
    form itself says what is wrong.

    entered: whatever the page's view builds itself from again: a form, or a form with its lines.
    status: 400, or 200 where the reader only asked for more lines.
    """

    def __init__(self, entered: object, *, status: int = 400) -> None:
        self.entered = entered
        self.status = status
        super().__init__()
