"""What can go wrong with steps."""

from hanaper.foundation.database.refusals import refusal
from hanaper.kernel.errors import HanaperError, Refused


@refusal("HN010")
class MoveNotDeclared(Refused):
    """The process version of the document has no such move."""

    code = "processes.move-not-declared"


@refusal("HN011")
class DocumentDeleted(Refused):
    """A document was to be deleted."""

    code = "processes.document-deleted"


@refusal("HN012")
class EffortTooYoung(Refused):
    """Effort younger than 13 months was to be deleted."""

    code = "processes.effort-too-young"


class WrongDuty(HanaperError):
    """A step was called in an act opened for another duty: a defect of ours."""

    code = "processes.wrong-duty"


class StepRefused(Refused):
    """A single document was refused its step; the values say why."""

    code = "processes.step-refused"


class AutomationFailed(HanaperError):
    """A rule raised an error on some documents, which stay where they are; the others went on."""

    code = "processes.automation-failed"


class Taken(Refused):
    """Somebody else has taken the document for themselves."""

    code = "processes.taken"
