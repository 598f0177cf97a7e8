"""How django-allauth is fitted to Hanaper: no sign-up, no mail, secrets sealed, one page for signing in again."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from hanaper.foundation.identity import keys, sessions
from hanaper.foundation.identity.models import Account
from hanaper.foundation.identity.services import AUTHENTICATOR, password_change

TOO_MANY = "Too many tries. Wait 10 minutes and try again."


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by name and password. What allauth would send by mail is not sent."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "The sign-in name or password is wrong. Check both and try again.",
        "invalid_login": "The sign-in name or password is wrong. Check both and try again.",
        "incorrect_password": "The password is wrong. Enter the password you sign in with.",
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages say what happened; nothing is added to the next one."""

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """There is no mail."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """There is no mail."""

    def clean_password(self, password: str, user: Account | None = None) -> str:
        if user is not None and user.has_usable_password() and user.check_password(password):
            raise ValidationError("Choose a password that you have not used before.", code="password_unchanged")
        return str(super().clean_password(password, user))

    def set_password(self, user: Account, password: str) -> None:
        password_change(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """One page asks for password and code together; somebody without a second factor has a password only."""
        if not user.is_authenticated:
            return []
        name = "mfa_reauthenticate" if is_mfa_enabled(user) else "account_reauthenticate"
        return [{"id": name, "description": "Sign in again", "url": reverse(name)}]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of somebody who has just signed in: with both, or, where no second factor is set up, with a password."""
        request = context.request
        if sessions.is_fresh(request):
            return False
        if not is_mfa_enabled(request.user):
            records = get_authentication_records(request, request.user)
            if records and time.time() - records[-1]["at"] < sessions.FRESH_SECONDS:
                return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Authenticator secrets and seeds of recovery codes are sealed under the platform's master key."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "The code is wrong, or was used before. Wait for the next one and enter that.",
    }

    def encrypt(self, text: str) -> str:
        return keys.seal_for_platform(text, context=AUTHENTICATOR)

    def decrypt(self, encrypted_text: str) -> str:
        return keys.open_for_platform(encrypted_text, context=AUTHENTICATOR)

    def get_totp_label(self, user: Account) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        return "Hanaper"

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """There is no mail."""
