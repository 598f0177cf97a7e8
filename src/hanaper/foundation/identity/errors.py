"""What identity says no to. The English is in `wording.py`."""

from __future__ import annotations

from hanaper.kernel.errors import Invalid, NotThere, Refused


class PersonNotThere(NotThere):
    """No person has this id, or none that the open act may see."""


class PersonDisposed(Refused):
    """The person's key was removed: nothing more can be written about them, and nothing read."""

    code = "identity.person-disposed"


class WrongField(Invalid):
    """A detail's field name that is not lower-case words joined by hyphens, with an optional number."""

    code = "identity.wrong-field"


class NameMissing(Invalid):
    """A person without a name, or with one that is only spaces."""

    code = "identity.name-missing"


class UsernameTaken(Refused):
    """Another account has this sign-in name (capitals do not tell two apart)."""

    code = "identity.username-taken"


class WrongUsername(Invalid):
    """A sign-in name that is not 3 to 64 letters, digits, dots, hyphens or underscores."""

    code = "identity.wrong-username"


class WeakPassword(Invalid):
    """A password that the password rules refuse."""

    code = "identity.weak-password"


class SealBroken(Refused):
    """A ciphertext that does not open: it was altered, moved to another place, or sealed under another key."""

    code = "identity.seal-broken"


class MasterKeyUnknown(Refused):
    """Something was wrapped under a master key that HANAPER_PERSON_KEY no longer lists."""

    code = "identity.master-key-unknown"


class WrongMasterKey(Invalid):
    """HANAPER_PERSON_KEY is not one or more URL-safe base64 texts of 32 bytes each, joined by commas."""

    code = "identity.wrong-master-key"


class NotSynthetic(Refused):
    """A demonstration sign-in was asked for a person who is not made up."""

    code = "identity.not-synthetic"


class ResetsByOnePerson(Refused):
    """The same person would reset both the password and the second factor of an account, and so could take it over."""

    code = "identity.resets-by-one-person"
