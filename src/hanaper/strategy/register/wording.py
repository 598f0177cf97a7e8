"""The English of this module's refusals."""

from __future__ import annotations

WORDING = {
    "fact-key-unknown": (
        "{file}, {row}: found the key “{found}”. Expected one of: {expected}. "
        "A row of the register has only the keys that it needs. Correct the spelling or take the key out."
    ),
    "fact-key-missing": (
        "{file}, {row}: found no “{expected}”. Every fact carries its value, date and source. Add the key."
    ),
    "fact-value-wrong": (
        "{file}, {row}: found {found} under “{key}”. Expected {expected}. Correct the value and keep its source."
    ),
    "fact-source-unknown": (
        "{file}, {row}: found the source “{found}”, which sources.yaml does not list. "
        "A fact without a source is not loaded. Add the source, with publisher and date."
    ),
    "fact-reference-unknown": (
        "{file}, {row}: found “{found}” under “{key}”, which no file of the register has. "
        "Correct the name or add the row."
    ),
    "fact-twice": (
        "{file}: found {row} more than once. A figure that moved gets a new date; "
        "a corrected row gets the next version. Change one of the two."
    ),
    "fact-file-unreadable": "{file}: found {found}. Expected plain YAML with each key once. Correct the file.",
    "fact-date-unreadable": (
        "Found the date “{found}”. Expected a year (2024), a month (2024-03), a day (2024-03-04) "
        "or a fiscal year (2020-21). Write the date as exactly as the source gives it."
    ),
    "cluster-not-there": "Found no cluster called “{found}”. The register has: {expected}. Choose one of these.",
    "claim-faulty": "The claim was not recorded: {said}. Mend what is named and record it again.",
    "claim-file-faulty": (
        "Nothing of the file was recorded: {said}. Mend what is named and bring it in again. The columns are those of the "
        "template, which hanaper register claims-template prints."
    ),
}

SENTENCES = {
    "register-claim.record": "Recorded what the source says",
    "register-claim.check": "Checked against the source: it stands",
    "register-claim.refuse": "Refused: the source does not say so",
    "register-claim.withdraw": "Withdrawn",
}
"""Steps in the timeline."""
