"""The front door of absence. Other modules' SQL may join `absence_absence` of the bodies in scope."""

from hanaper.hr.absence.errors import EndsBefore, NotEmployed
from hanaper.hr.absence.models import Absence
from hanaper.hr.absence.services import AbsenceSpec, absences_record

__all__ = ["Absence", "AbsenceSpec", "EndsBefore", "NotEmployed", "absences_record"]
