"""What can be wrong with a row of the register. Each error names the file, the row and what was found there."""

from __future__ import annotations

from hanaper.kernel.errors import Invalid, NotThere


class FactKeyUnknown(Invalid):
    """A row has a key that the register does not know. Values: file, row, found, expected."""

    code = "fact-key-unknown"


class FactKeyMissing(Invalid):
    """A row lacks a key that it needs. Values: file, row, expected."""

    code = "fact-key-missing"


class FactValueWrong(Invalid):
    """A key has a value of the wrong kind. Values: file, row, key, found, expected."""

    code = "fact-value-wrong"


class FactSourceUnknown(Invalid):
    """A row names a source that sources.yaml does not list. Values: file, row, found."""

    code = "fact-source-unknown"


class FactReferenceUnknown(Invalid):
    """A row points at another row that is not there. Values: file, row, key, found."""

    code = "fact-reference-unknown"


class FactTwice(Invalid):
    """Two rows of one file claim the same place. Values: file, row."""

    code = "fact-twice"


class FactFileUnreadable(Invalid):
    """A file of the register is not YAML, or writes one key twice. Values: file, found."""

    code = "fact-file-unreadable"


class DateUnreadable(Invalid):
    """A date is none of 2024, 2024-03, 2024-03-04 or 2020-21. Values: found."""

    code = "fact-date-unreadable"


class ClusterNotThere(NotThere):
    """No cluster of that name is in the register. Values: found, expected."""

    code = "cluster-not-there"


class ClaimFaulty(Invalid):
    """What was entered as a claim is wrong. Values: faults (each with column, found, expected, rule), said."""

    code = "claim-faulty"


class ClaimFileFaulty(Invalid):
    """A file of claims has faults, and nothing of it was recorded. Values: wrong (WrongRow of each), said."""

    code = "claim-file-faulty"
