"""The front door of people.

Other modules' SQL may join `people_employment` and `people_terms` of the bodies in scope. Bank accounts, National
Insurance numbers and dates of birth are asked for with `pay_accounts`, `identities` and `births`, which log it.
"""

from hanaper.hr.people.errors import BankFrozen, ChangePending, LeftBefore, OwnRecord, WrongNino
from hanaper.hr.people.models import FREQUENCIES, BankChange, Employment, Terms
from hanaper.hr.people.process import BANK_CHANGE, EMPLOYMENT
from hanaper.hr.people.rules.nino import normalise_nino
from hanaper.hr.people.selectors import (
    AccountFacts,
    Identity,
    PayAccount,
    account_facts,
    bank_changes,
    births,
    employment_get_for,
    employments,
    employments_of_nino,
    identities,
    own_employments,
    paid_to_one_of,
    pay_accounts,
    people_counted,
    terms_of,
)
from hanaper.hr.people.services import (
    AccountSpec,
    PersonSpec,
    Starter,
    TermsSpec,
    bank_accounts_load,
    bank_change_propose,
    bank_changes_approve,
    bank_changes_refuse,
    employments_create,
    employments_leave,
    on_frozen,
    terms_put,
)

__all__ = [
    "BANK_CHANGE",
    "EMPLOYMENT",
    "FREQUENCIES",
    "AccountFacts",
    "AccountSpec",
    "BankChange",
    "BankFrozen",
    "ChangePending",
    "Employment",
    "Identity",
    "LeftBefore",
    "OwnRecord",
    "PayAccount",
    "PersonSpec",
    "Starter",
    "Terms",
    "TermsSpec",
    "WrongNino",
    "account_facts",
    "bank_accounts_load",
    "bank_change_propose",
    "bank_changes",
    "bank_changes_approve",
    "bank_changes_refuse",
    "births",
    "employment_get_for",
    "employments",
    "employments_create",
    "employments_leave",
    "employments_of_nino",
    "identities",
    "normalise_nino",
    "on_frozen",
    "own_employments",
    "paid_to_one_of",
    "pay_accounts",
    "people_counted",
    "terms_of",
    "terms_put",
]
