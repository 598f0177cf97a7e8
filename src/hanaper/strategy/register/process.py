"""The process of a claim: somebody records what a source says, somebody else reads the source and checks it.

Once it stands it stands for ever. A mistake is corrected by another claim, beside which the first stays.
"""

from hanaper.foundation.processes.api import Process, Standard, Step

CLAIM = Process(
    "register-claim",
    title="Claim",
    area="strategy",
    document="register.EnteredClaim",
    standard=Standard(start="recorded", done="stands", days=5),
    steps=[
        Step("record", None, "recorded", duty="register-claim.record"),
        Step("check", "recorded", "stands", duty="register-claim.check", never_by=("record",), approves=True),
        Step("refuse", "recorded", "refused", duty="register-claim.check", never_by=("record",)),
        Step("withdraw", "recorded", "withdrawn", duty="register-claim.record"),
    ],
)
