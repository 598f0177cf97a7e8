"""What follows from signing in: the session's clocks and proof, and a line on the account's own trail.

Signals here only carry word from django.contrib.auth and allauth, which offer nothing else.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from hanaper.foundation.identity import sessions
from hanaper.foundation.identity.models import Account
from hanaper.foundation.identity.services import event


@receiver(user_logged_in)
def _signed_in(sender: Any, request: HttpRequest, user: Account, **kwargs: Any) -> None:
    sessions.begin(request)
    event(user, "signed-in", by_person_id=user.person_id)


@receiver(user_logged_out)
def _signed_out(sender: Any, request: HttpRequest, user: Account | None, **kwargs: Any) -> None:
    if user is not None:
        event(user, "signed-out", by_person_id=user.person_id)


@receiver(user_login_failed)
def _password_refused(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    account = Account.objects.filter(username=str(credentials.get("username", "")).strip().lower()).first()
    if account is not None:
        event(account, "password-refused")


@receiver(authentication_failed)
def _code_refused(sender: Any, user: Account, **kwargs: Any) -> None:
    event(user, "code-refused")


@receiver(authenticator_used)
def _second_factor_used(sender: Any, request: HttpRequest, user: Account, reauthenticated: bool, **kwargs: Any) -> None:
    sessions.prove(request, user.pk, "second-factor")
    event(user, "signed-in-again" if reauthenticated else "second-factor-used", by_person_id=user.person_id)


@receiver(authenticator_added)
def _second_factor_added(
    sender: Any, request: HttpRequest, user: Account, authenticator: Authenticator, **kwargs: Any
) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        request.session.cycle_key()
        sessions.prove(request, user.pk, "second-factor")
        event(user, "second-factor-added", by_person_id=user.person_id)


@receiver(authenticator_removed)
def _second_factor_removed(
    sender: Any, request: HttpRequest, user: Account, authenticator: Authenticator, **kwargs: Any
) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        sessions.unprove(request)
        event(user, "second-factor-removed", by_person_id=user.person_id)


@receiver(authenticator_reset)
def _codes_made(sender: Any, request: HttpRequest, user: Account, **kwargs: Any) -> None:
    event(user, "recovery-codes-made", by_person_id=user.person_id)
