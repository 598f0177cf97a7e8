"""Who may do what with absences."""

from hanaper.foundation.duties.api import CENTRE, Duty

DUTIES = (
    Duty("absence.read", "See when somebody is away, without why in case of sickness"),
    Duty("absence.record", "Record sickness and leave, and correct them", CENTRE),
)
