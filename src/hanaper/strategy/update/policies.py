"""Who may read the update: the centre of government, in figures, never in personal data."""

from hanaper.foundation.duties.api import Duty

DUTIES = (Duty("update.read", "Read the update: figures of every cluster, without personal data"),)
