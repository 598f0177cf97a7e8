"""The processes of benefits: another than who took a baseline signs it, and another than its owner approves a benefit.

Setting or signing a baseline excludes reporting a benefit (S33)."""

from hanaper.foundation.processes.api import Process, Step

BASELINE = Process(
    "baseline",
    title="Baseline",
    area="benefits",
    document="benefits.Baseline",
    steps=[
        Step("propose", None, "proposed", duty="baseline.set"),
        Step("sign", "proposed", "signed", duty="baseline.sign", never_by=("propose",), approves=True),
        Step("withdraw", "proposed", "withdrawn", duty="baseline.set"),
    ],
)

BENEFIT = Process(
    "benefit",
    title="Benefit",
    area="benefits",
    document="benefits.Benefit",
    steps=[
        Step("propose", None, "proposed", duty="benefit.report"),
        Step("approve", "proposed", "reporting", duty="benefit.approve", never_by=("propose",), approves=True),
        Step("close", "reporting", "closed", duty="benefit.report"),
        Step("withdraw", ("proposed", "reporting"), "withdrawn", duty="benefit.report"),
    ],
)
