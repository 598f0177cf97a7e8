"""Who may see convergence, ask to deviate, and agree. The two sides exclude each other by rule S38."""

from hanaper.foundation.duties.api import CENTRE, RETAINED, Duty

DUTIES = (
    Duty("convergence.read", "See how far bodies have converged, and the documents and deviations behind each figure"),
    Duty("deviation.propose", "Ask to deviate from a standard process, and end a deviation", RETAINED),
    Duty("deviation.approve", "Agree to a deviation that a body asked for, or refuse it", CENTRE),
)
