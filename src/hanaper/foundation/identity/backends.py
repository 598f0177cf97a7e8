"""Checking a sign-in name and password. Whatever is wrong, the answer and the work done for it are the same (P19)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from hanaper.foundation.identity.models import Account


class PasswordBackend(BaseBackend):
    """Accounts by sign-in name. There are no permissions here: duties are `foundation.duties`' business."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **other: Any
    ) -> Account | None:
        if not username or not password:
            return None
        account = Account.objects.filter(username=username.strip().lower()).first()
        if account is None or not account.has_usable_password():
            Account().set_password(password)  # as much work as a wrong password: time tells nothing
            return None
        if account.check_password(password) and account.is_active and not account.password_has_expired:
            return account
        return None

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session. A closed one has none left (P17)."""
        return Account.objects.filter(pk=user_id, is_active=True).first()
