"""The process of a return: asked for, received whole or not at all, accepted by another than who sent it, corrected."""

from hanaper.foundation.processes.api import Process, Step

RETURN = Process(
    "return",
    title="Return",
    area="performance",
    document="returns.Return",
    steps=[
        Step("expect", None, "expected", duty="returns.maintain"),
        Step("send", ("expected", "reopened"), "received", duty="returns.send"),
        Step("make", ("expected", "reopened"), "made", duty="returns.maintain"),
        Step("accept", "received", "accepted", duty="returns.accept", never_by=("send",)),
        Step("reopen", ("received", "accepted", "made"), "reopened", duty="returns.accept"),
    ],
)
