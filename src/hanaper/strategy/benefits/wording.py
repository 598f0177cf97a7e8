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
    "benefits-drawn-twice": "Baseline {baseline} holds {held} of {of}; {drawn} is drawn by other benefits, and {asked} more"
    " was asked for. A pound or an hour of a baseline is drawn by one benefit only: draw less, or withdraw the other.",
    "benefits-own-baseline": "You own a benefit that rests on baseline {found}. Somebody else must sign it.",
}
