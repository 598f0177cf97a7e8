"""English of benefits: what each refusal says."""

from __future__ import annotations

WORDING = {
    "benefits-profile-wrong": "Nothing was taken: {count} rows of the file are wrong (lines {lines}). {wrong} Mend the rows"
    " and send the file again; a template is printed by hanaper benefits template.",
    "benefits-reference-class-unknown": "No bounds of optimism bias are known for “{found}”. Choose one of: {expected}.",
    "benefits-baseline-not-there": "There is no such baseline here.",
    "benefits-benefit-not-there": "There is no such benefit here.",
    "benefits-terms-wrong": "{field}: “{found}” cannot be taken. It must be {expected}. {rule}",
    "benefits-baseline-not-signed": "Baseline {found} is not signed. A benefit is measured only against a baseline that"
    " somebody other than its owner has signed: have it signed first.",
    "benefits-signed-after-change": "The baseline was signed on {signed}, and the change began on {change}. A baseline is"
    " signed before the change, or it measures what it should be compared with. Propose the benefit with a baseline that"
    " was signed before.",
    "benefits-drawn-twice": "A pound or an hour of a baseline is drawn by one benefit only: {detail}. Draw less, or withdraw"
    " the benefit that holds it.",
    "benefits-no-cluster": "This body hosts no shared service centre. Baselines and benefits of a cluster are kept by the"
    " body that hosts its centre: choose that one.",
}

SENTENCES = {
    "baseline.propose": "took the baseline",
    "baseline.sign": "signed it",
    "baseline.withdraw": "took it back",
    "benefit.propose": "proposed the benefit",
    "benefit.approve": "approved it",
    "benefit.close": "ended its measuring",
    "benefit.withdraw": "gave it up",
}

OUTCOMES = {
    "realised": "Realised",
    "measured": "Measured, not realised",
    "indicative": "Indicative: it prices nothing",
    "not-comparable": "Not comparable: another instrument",
    "no-baseline": "No baseline",
    "not-known": "Not known",
}

TESTS = {
    "baseline": "Baseline signed before the change, by somebody else, same instrument",
    "prices": "Price base and index shown",
    "quality": "Quality no worse",
    "held": "Held for two quarters",
    "reconciled": "Reconciled by finance",
}
