"""Who may read the register, and add to it: public facts about clusters, groups and bodies, without personal data."""

from hanaper.foundation.duties.api import Duty

DUTIES = (
    Duty("register.read", "Read the register: facts and claims about clusters, each with its source"),
    Duty("register-claim.record", "Record what a source says of a figure, cluster or group"),
    Duty("register-claim.check", "Check a claim that somebody else recorded against its source"),
)
