"""Natural persons without their identifying values, those values as ciphertext, and the accounts they sign in with.

A person is known to government once. Every other table names a person by this opaque id, so that maker and checker are
told apart by who they are, not by which account they use. What identifies them stands in `PersonDetail`, sealed under
`PersonKey`; disposal removes both and leaves the id.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac


class Person(models.Model):
    """One natural person. The row identifies nobody by itself."""

    synthetic = models.BooleanField(default=False, db_comment="made up for a demonstration or a test")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    disposed_at = models.DateTimeField(null=True, blank=True, editable=False, db_comment="when key and details went")

    def __str__(self) -> str:
        return f"person {self.pk}"


class PersonKey(models.Model):
    """A person's own 256-bit key, wrapped by the master key. Without this row their details cannot be read."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="key")
    wrapped_key = models.BinaryField(db_comment="the key under AES-256-GCM by the master key")

    def __str__(self) -> str:
        return f"key of person {self.person_id}"


class PersonDetail(models.Model):
    """One value about a person (name, e-mail address, a text), as ciphertext under their key."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="details")
    field = models.CharField(max_length=60)
    ciphertext = models.BinaryField(db_comment="UTF-8 text under AES-256-GCM by the person's key")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "field"], name="identity_persondetail_once"),
        ]

    def __str__(self) -> str:
        return f"{self.field} of person {self.person_id}"


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by sign-in name; capitals do not matter."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=str(username).lower())


class Account(AbstractBaseUser):
    """A sign-in of a person. Somebody may have several; duties, limits and conflicts count per person."""

    username = models.CharField(max_length=64, unique=True, db_comment="opaque sign-in name, lower case")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accounts")
    is_active = models.BooleanField(default=True)
    password_is_temporary = models.BooleanField(default=False, db_comment="to be replaced at the next sign-in")
    password_until = models.DateTimeField(null=True, blank=True, db_comment="when a temporary password stops working")
    session_epoch = models.PositiveIntegerField(default=0, db_comment="raised to end every session at once")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(username=Lower("username")), name="identity_account_lower_case"),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def password_has_expired(self) -> bool:
        return self.password_until is not None and self.password_until <= timezone.now()

    def get_session_auth_hash(self) -> str:
        """Sessions hang on the password and on `session_epoch`: a change of either ends them (P17)."""
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self) -> Any:
        from django.conf import settings

        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | None) -> str:
        salt = "hanaper.identity.Account.session"
        value = f"{self.password}:{self.session_epoch}"
        return str(salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest())


class AccountEvent(models.Model):
    """What happened to an account: append-only, by whom, when. Sign-in stands outside every act, so it has a trail of
    its own."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="events")
    code = models.CharField(max_length=40)
    by_person_id = models.BigIntegerField(null=True, db_comment="the person who did it; null before they were known")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["account", "-at"], name="identity_accountevent_recent")]

    def __str__(self) -> str:
        return f"{self.code} of account {self.account_id}"


class DemoPersona(models.Model):
    """What the demonstration page says about one made-up person's account: their job, body and what they can do."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="demo_persona")
    position = models.PositiveSmallIntegerField(default=0, db_comment="order on the page")
    title = models.CharField(max_length=120)
    body = models.CharField(max_length=160)
    can = models.JSONField(default=list, db_comment="sentences: what this person can do")

    def __str__(self) -> str:
        return f"{self.title}, {self.body}"
