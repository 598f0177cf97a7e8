"""The front door of identity: people by opaque id, their details under their own keys, accounts, and fresh sign-in."""

from __future__ import annotations

from hanaper.foundation.identity.errors import (
    MasterKeyUnknown,
    NameMissing,
    NotSynthetic,
    PersonDisposed,
    PersonNotThere,
    SealBroken,
    UsernameTaken,
    WeakPassword,
    WrongField,
    WrongUsername,
)
from hanaper.foundation.identity.models import Account, Person
from hanaper.foundation.identity.operators import operator_rule
from hanaper.foundation.identity.selectors import (
    DemoPerson,
    accounts_of,
    demo_people,
    detail_get,
    open_text,
    open_texts,
    person_names,
    sealed_text,
    sealed_texts,
)
from hanaper.foundation.identity.services import (
    account_activate,
    account_create,
    account_deactivate,
    demo_persona_put,
    details_put,
    dispose,
    keys_rewrap,
    password_reset,
    person_create,
    second_factor_reset,
    sessions_end,
)
from hanaper.foundation.identity.sessions import fresh_sign_in_required, is_fresh, sign_in_again

__all__ = [
    "Account",
    "DemoPerson",
    "MasterKeyUnknown",
    "NameMissing",
    "NotSynthetic",
    "Person",
    "PersonDisposed",
    "PersonNotThere",
    "SealBroken",
    "UsernameTaken",
    "WeakPassword",
    "WrongField",
    "WrongUsername",
    "account_activate",
    "account_create",
    "account_deactivate",
    "accounts_of",
    "demo_people",
    "demo_persona_put",
    "detail_get",
    "details_put",
    "dispose",
    "fresh_sign_in_required",
    "is_fresh",
    "keys_rewrap",
    "open_text",
    "open_texts",
    "operator_rule",
    "password_reset",
    "person_create",
    "person_names",
    "sealed_text",
    "sealed_texts",
    "second_factor_reset",
    "sessions_end",
    "sign_in_again",
]
