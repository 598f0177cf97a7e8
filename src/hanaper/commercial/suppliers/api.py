"""The front door of suppliers.

Registering and using: `suppliers_register`, `sites_use`. An account: `bank_changes_propose`, `bank_changes_approve`.
Who sent this invoice: `party_identifiers` of what it says, then `sites_of_parties`. Where to pay: `bank_detail_of`;
`accounts_in_full` is for the payment file alone.
"""

from hanaper.commercial.suppliers.errors import (
    AccountIncomplete,
    BankDetailKept,
    ChangePending,
    IdentifiersDisagree,
    NotTheLead,
    SiteNotThere,
    SupplierUnidentified,
    SupplierUnnamed,
)
from hanaper.commercial.suppliers.models import BankChange, BankDetail, BodySite, Site, site_code
from hanaper.commercial.suppliers.process import BANK_CHANGE
from hanaper.commercial.suppliers.rules.accounts import BankAccount
from hanaper.commercial.suppliers.rules.identifiers import Identifier, identifier, party_identifiers
from hanaper.commercial.suppliers.selectors import (
    PayableTo,
    SiteFacts,
    accounts_in_full,
    accounts_in_use,
    bank_detail_of,
    body_sites_facts,
    payable_to,
    sites_facts,
    sites_of_parties,
)
from hanaper.commercial.suppliers.services import (
    BankChangeDraft,
    SupplierDraft,
    bank_changes_approve,
    bank_changes_propose,
    bank_changes_refuse,
    bank_changes_withdraw,
    sites_use,
    suppliers_register,
)

__all__ = [
    "BANK_CHANGE",
    "AccountIncomplete",
    "BankAccount",
    "BankChange",
    "BankChangeDraft",
    "BankDetail",
    "BankDetailKept",
    "BodySite",
    "ChangePending",
    "Identifier",
    "IdentifiersDisagree",
    "NotTheLead",
    "PayableTo",
    "Site",
    "SiteFacts",
    "SiteNotThere",
    "SupplierDraft",
    "SupplierUnidentified",
    "SupplierUnnamed",
    "accounts_in_full",
    "accounts_in_use",
    "bank_changes_approve",
    "bank_changes_propose",
    "bank_changes_refuse",
    "bank_changes_withdraw",
    "bank_detail_of",
    "body_sites_facts",
    "identifier",
    "party_identifiers",
    "payable_to",
    "site_code",
    "sites_facts",
    "sites_of_parties",
    "sites_use",
    "suppliers_register",
]
