"""What can be wrong with a benefit, a baseline, a profile or what is entered of them."""

from __future__ import annotations

from hanaper.kernel.errors import Invalid, NotThere, Refused


class WrongProfile(Invalid):
    """A file of amounts by year has rows that cannot be taken. Values: count, lines, wrong."""

    code = "benefits-profile-wrong"


class ReferenceClassUnknown(Invalid):
    """No bounds of optimism bias are known for that kind of project. Values: found, expected."""

    code = "benefits-reference-class-unknown"


class BaselineNotThere(NotThere):
    """No such baseline in scope."""

    code = "benefits-baseline-not-there"


class BenefitNotThere(NotThere):
    """No such benefit in scope."""

    code = "benefits-benefit-not-there"


class WrongTerms(Invalid):
    """A benefit or baseline says something that it may not. Values: field, found, expected, rule."""

    code = "benefits-terms-wrong"


class NotSigned(Refused):
    """A benefit rests on a baseline that nobody has signed. Values: found."""

    code = "benefits-baseline-not-signed"


class SignedAfterChange(Refused):
    """The baseline was signed on or after the day of the change. Values: signed, change."""

    code = "benefits-signed-after-change"


class DrawnTwice(Refused):
    """More is drawn from a baseline than it holds. Values: detail, as the database says it."""

    code = "benefits-drawn-twice"


class NoCluster(Refused):
    """The act's body hosts no centre, so no cluster's benefits are its to keep."""

    code = "benefits-no-cluster"
