"""Who may see service levels."""

from hanaper.foundation.duties.api import Duty

DUTIES = (Duty("levels.read", "See service levels, and the documents behind each figure"),)
