"""Who may do what with returns."""

from hanaper.foundation.duties.api import Duty

DUTIES = (
    Duty("returns.send", "Send returns of a body that runs another system"),
    Duty("returns.accept", "Accept, as the accountable signatory, a return that somebody else sent"),
    Duty("returns.read", "See returns, their checks and corrections"),
    Duty("returns.maintain", "Say which bodies run another system, and ask for returns"),
)
