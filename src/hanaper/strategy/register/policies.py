"""Who may read the register: public facts about clusters, groups and bodies, without personal data."""

from hanaper.foundation.duties.api import Duty

DUTIES = (Duty("register.read", "Read the register: facts and claims about clusters, each with its source"),)
