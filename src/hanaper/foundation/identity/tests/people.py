"""Valid people and accounts in few words, and a browser in which one has signed in: for every module's tests."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from itertools import count
from types import SimpleNamespace
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import Client

from hanaper.foundation.acts.api import Act, Automation, act
from hanaper.foundation.identity import api, sessions
from hanaper.foundation.identity.models import Account, Person
from hanaper.foundation.identity.views import BACKEND

PASSWORD = "three random words here"
_number = count(1)


def test_act() -> AbstractContextManager[Act]:
    """An act of the platform, by a rule: what setting up a test needs."""
    return act(Automation("test.set-up"), None, None)


test_act.__test__ = False  # type: ignore[attr-defined]


def person(name: str = "Ada Example", *, synthetic: bool = True) -> Person:
    """A person; needs an open act."""
    return api.person_create(name=name, synthetic=synthetic)


def account(of: Person | None = None, *, username: str = "", password: str | None = None) -> Account:
    """An account, its password not temporary; needs an open act. Without a password it costs no hashing."""
    of = of or person()
    made = api.account_create(username=username or f"user{next(_number)}", password=password, person=of)
    if made.password_is_temporary:
        made.password_is_temporary, made.password_until = False, None
        made.save()
    return made


def authenticator(of: Account) -> str:
    """Give the account an authenticator app and recovery codes; the app's secret."""
    secret = generate_totp_secret()
    TOTP.activate(of, secret)
    RecoveryCodes.activate(of)
    return secret


def code(secret: str, *, periods: int = 0) -> str:
    """The six digits that the app shows now, or `periods` of 30 seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


def signed_in_client(of: Account, **options: Any) -> Client:
    """A browser in which the account has just signed in with password and second factor."""
    request = HttpRequest()
    request.session = SessionStore()  # type: ignore[assignment]
    request.META = {"REMOTE_ADDR": "127.0.0.1"}
    request.user = of
    request.allauth = SimpleNamespace()  # type: ignore[attr-defined]
    login(request, of, backend=BACKEND)
    sessions.prove(request, of.pk, "second-factor")
    request.session.save()
    client = Client(**options)
    from django.conf import settings

    client.cookies[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)
    return client
