"""What the database refuses about guarded data, as named errors."""

from __future__ import annotations

from hanaper.foundation.database.refusals import refusal
from hanaper.kernel.errors import Refused


@refusal("HN061")
class PurposeMissing(Refused):
    """Guarded data asked for without saying what it is for."""

    code = "people.purpose-missing"


@refusal("HN062")
class NotForThisDuty(Refused):
    """Guarded data asked for, or set, under a duty to which it is closed."""

    code = "people.not-for-this-duty"
