CAUSES = {
    "missing-here": "Missing here",
    "missing-there": "Missing there",
    "tax-code": "Different tax code",
    "ni-letter": "Different National Insurance letter",
    "pension-scheme": "Different pension scheme",
    "hours": "Different hours",
    "part-period": "Starter or leaver: part of the period",
    "back-pay": "Back pay",
    "base-pay": "Different base pay",
    "follows": "Follows from another difference",
    "rounding": "Rounding of a penny",
    "unexplained": "Unexplained",
}
"""Why a result differs, as lists say it, in the order in which one looks at them."""

REASONS = {
    "parallel.they-were-wrong": "The earlier payroll was wrong",
    "parallel.both-lawful": "Both are lawful: another method or rounding",
    "parallel.put-right": "Put right here from the next pay run on",
}
"""Why a difference is accepted."""

PRESSES = {
    "they-were-wrong": "Accept: they were wrong",
    "both-lawful": "Accept: both are lawful",
    "put-right": "Accept: put right from the next run",
}
"""The same reasons on buttons."""

WORDING = {
    **REASONS,
    "parallel.wrong-file": (
        "Rows that cannot be taken: {count}, on these lines: {lines}. Nothing was brought in. Correct every one and bring the whole file again."
    ),
    "parallel.no-pay-run": "There is no pay run {found}. Give the number that the list of pay runs shows, such as PY-2026-000012.",
    "parallel.signed-off": "The parallel run of {found} is signed off. Whoever may sign off opens it again first.",
    "parallel.not-calculated": "Pay run {found} is not calculated, so that there is nothing to compare with. Calculate it, then compare.",
    "parallel.too-many": (
        "{people} people differ; at most {most} are looked at in one run. The file is hardly of this pay run: compare period and scheme."
    ),
    "parallel.differences-open": "{count} differences are open. Each is accepted by name, or mended and compared again, before sign-off.",
    "parallel.stale": "The pay run was calculated again since. Compare again: what is signed off is what is paid.",
    "parallel.compared-again": "Compared again: this difference is gone, or is another one now.",
    "parallel.abandoned": "The parallel run was abandoned.",
    "parallel.another-file": "Another file was brought in.",
}  # fmt: skip

SENTENCES = {
    "parallel-run.import": "Brought the earlier results in", "parallel-run.compare": "Compared with ours",
    "parallel-run.again": "Took it up again, to be mended and compared", "parallel-run.sign-off": "Signed off: ready to cut over",
    "parallel-run.reopen": "Opened again after sign-off", "parallel-run.abandon": "Abandoned",
    "parallel-difference.find": "Found", "parallel-difference.accept": "Accepted by name", "parallel-difference.lapse": "Lapsed",
}  # fmt: skip
"""Steps in the timeline."""
