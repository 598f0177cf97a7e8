"""What can go wrong with suppliers."""

from hanaper.foundation.database.refusals import refusal
from hanaper.kernel.errors import Invalid, Refused


class SupplierUnnamed(Invalid):
    """A supplier was registered without a name, or without a country of two letters."""

    code = "suppliers.unnamed"


class SupplierUnidentified(Invalid):
    """A supplier was registered without any identifier: nothing that an invoice says would find it."""

    code = "suppliers.unidentified"


class IdentifiersDisagree(Refused):
    """The identifiers of one supplier belong to different legal entities."""

    code = "suppliers.identifiers-disagree"


class SiteNotThere(Invalid):
    """A site that is not there, or not of this cluster."""

    code = "suppliers.site-not-there"


class AccountIncomplete(Invalid):
    """A bank account is a sort code with an account number, or an IBAN; with its holder's name."""

    code = "suppliers.account-incomplete"


class NotTheLead(Refused):
    """What a whole cluster shares is changed in an act for the body that hosts its centre."""

    code = "suppliers.not-the-lead"


class ChangePending(Refused):
    """Another proposal for the same site and currency waits already."""

    code = "suppliers.change-pending"


@refusal("HN040")
class BankDetailKept(Refused):
    """A bank detail, or the content of a proposal, was to be changed or removed."""

    code = "suppliers.bank-detail-kept"
