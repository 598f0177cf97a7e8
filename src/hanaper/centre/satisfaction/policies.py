"""Who may answer, and who sees what was answered. The guard of both is that nobody sees who answered what."""

from hanaper.foundation.duties.api import Duty

DUTIES = (
    Duty("satisfaction.answer", "Say in one answer how work was that was done for you"),
    Duty("satisfaction.read", "See how satisfied people were with a service, and what they added in words"),
)
