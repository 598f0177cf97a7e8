"""Writes: people, their details, their accounts. Person rows need an open act; the database sees to it.

Nothing here opens an act or checks a duty: whoever calls has done both. A person changing their own password or
setting up their second factor does so outside any act; those two leave an `AccountEvent` instead.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hanaper.foundation.identity import keys
from hanaper.foundation.identity.errors import (
    NameMissing,
    NotSynthetic,
    ResetsByOnePerson,
    UsernameTaken,
    WeakPassword,
    WrongField,
    WrongUsername,
)
from hanaper.foundation.identity.models import Account, AccountEvent, DemoPersona, Person, PersonDetail, PersonKey
from hanaper.foundation.identity.selectors import NAME, detail_context, key_context, person_key

EMAIL = "email"
FIELD = re.compile(r"[a-z]+(-[a-z]+)*(:[0-9]+)?")
USERNAME = re.compile(r"[a-z0-9._-]{3,64}")
TEMPORARY_PASSWORD = timedelta(hours=72)


def person_create(*, name: str, email: str | None = None, synthetic: bool = False) -> Person:
    """Make a person with a key of their own. Raises NameMissing.

    Whether the person is already known is for the caller to have asked: names do not tell two people apart.
    """
    return people_create(people=[{NAME: name} | ({EMAIL: email} if email else {})], synthetic=synthetic)[0]


def people_create(*, people: Sequence[Mapping[str, str]], synthetic: bool = False) -> list[Person]:
    """Make many people, each with a key of their own: `name` and other details by field. Raises NameMissing."""
    for values in people:
        if not values.get(NAME, "").strip():
            raise NameMissing()
    made = Person.objects.bulk_create([Person(synthetic=synthetic) for _ in people], batch_size=2000)
    own = [keys.new_key() for _ in made]
    PersonKey.objects.bulk_create(
        [
            PersonKey(person=person, wrapped_key=keys.wrap(key, context=key_context(person.pk)))
            for person, key in zip(made, own, strict=True)
        ],
        batch_size=2000,
    )
    PersonDetail.objects.bulk_create(
        [
            PersonDetail(
                person=person,
                field=field,
                ciphertext=keys.encrypt(key, text.strip(), context=detail_context(person.pk, field)),
            )
            for person, key, values in zip(made, own, people, strict=True)
            for field, text in values.items()
        ],
        batch_size=2000,
    )
    return made


def details_put(person_id: int, field: str, text: str) -> None:
    """Write or replace one detail. field: lower-case words joined by hyphens, with `:<id>` where there are several.

    Raises WrongField, PersonDisposed, PersonNotThere.
    """
    if not FIELD.fullmatch(field) or len(field) > 60:
        raise WrongField(field=field)
    ciphertext = keys.encrypt(person_key(person_id), text, context=detail_context(person_id, field))
    PersonDetail.objects.update_or_create(person_id=person_id, field=field, defaults={"ciphertext": ciphertext})


def dispose(person_id: int) -> None:
    """Remove a person's key and details for good, and close their accounts (P50).

    What others keep under the person's key (reasons, audit details) becomes unreadable in the same moment; the rows,
    chains and totals that name the opaque id stay as they are. A second disposal changes nothing.
    Copies in backups stay until those expire: `docs/how-to` says how long.
    """
    for account in Account.objects.filter(person_id=person_id, is_active=True).order_by("pk"):
        account_deactivate(account)
    Authenticator.objects.filter(user__person_id=person_id).delete()
    PersonDetail.objects.filter(person_id=person_id).delete()
    PersonKey.objects.filter(person_id=person_id).delete()
    Person.objects.filter(pk=person_id, disposed_at=None).update(disposed_at=timezone.now())


def account_create(*, username: str, password: str | None, person: Person) -> Account:
    """Give a person a way to sign in.

    password None: none can be used until `password_reset`; the demonstration page needs none.

    A password given here is temporary: its owner replaces it at the first sign-in, and it stops after 72 hours, so
    that whoever made the account cannot go on using it. A synthetic person's stays as it is.
    Raises WrongUsername, UsernameTaken, WeakPassword.
    """
    username = username.lower()
    if not USERNAME.fullmatch(username):
        raise WrongUsername(username=username)
    if Account.objects.filter(username=username).exists():
        raise UsernameTaken(username=username)
    account = Account(username=username, person=person)
    if password is None:
        account.set_unusable_password()
    else:
        _set_password(account, password, temporary=not person.synthetic)
    account.save()
    event(account, "created")
    return account


def password_reset(account: Account, *, by_person_id: int) -> str:
    """A new temporary password, which ends every session of the account. The only way back in: there is no mail.

    Returns the password, shown once to the administrator who asks. Raises ResetsByOnePerson.
    """
    _refuse_both_resets(account, by_person_id, now="password", before="second-factor", settled_by="second-factor-added")
    password = secrets.token_urlsafe(15)
    _set_password(account, password, temporary=True)
    account.save(update_fields=["password", "password_is_temporary", "password_until"])
    event(account, "password-reset", by_person_id=by_person_id)
    return password


def password_change(account: Account, password: str) -> None:
    """The owner's own new password. Other sessions of the account end. Raises WeakPassword."""
    with transaction.atomic():
        _set_password(account, password, temporary=False)
        account.save(update_fields=["password", "password_is_temporary", "password_until"])
        event(account, "password-changed", by_person_id=account.person_id)


def second_factor_reset(account: Account, *, by_person_id: int) -> None:
    """Forget authenticator app and recovery codes and end every session; the next sign-in sets up new ones.

    Together with `password_reset` this would hand the account over, so two different people do the two. Raises
    ResetsByOnePerson.
    """
    _refuse_both_resets(account, by_person_id, now="second-factor", before="password", settled_by="password-changed")
    Authenticator.objects.filter(user=account).delete()
    sessions_end(account, by_person_id=by_person_id)
    event(account, "second-factor-reset", by_person_id=by_person_id)


def _refuse_both_resets(account: Account, by_person_id: int, *, now: str, before: str, settled_by: str) -> None:
    """Refuse the second reset to whoever did the first, until the owner has set anew what was reset."""
    events = AccountEvent.objects.filter(account=account)
    reset = events.filter(code=f"{before}-reset").order_by("pk").last()
    if reset is None or reset.by_person_id != by_person_id:
        return
    if not events.filter(code=settled_by, pk__gt=reset.pk).exists():
        words = {"now": now.replace("-", " "), "before": before.replace("-", " ")}
        raise ResetsByOnePerson(username=account.username, **words)


def account_deactivate(account: Account, *, by_person_id: int | None = None) -> None:
    """Close the account: its sessions end at their next request, and it cannot be signed in to (P17)."""
    account.is_active = False
    account.session_epoch += 1
    account.save(update_fields=["is_active", "session_epoch"])
    event(account, "deactivated", by_person_id=by_person_id)


def account_activate(account: Account, *, by_person_id: int | None = None) -> None:
    """Open a closed account again. Sessions from before stay ended."""
    account.is_active = True
    account.save(update_fields=["is_active"])
    event(account, "activated", by_person_id=by_person_id)


def sessions_end(account: Account, *, by_person_id: int | None = None) -> None:
    """End every session of the account at its next request."""
    account.session_epoch += 1
    account.save(update_fields=["session_epoch"])
    event(account, "sessions-ended", by_person_id=by_person_id)


def sessions_clean() -> int:
    """Remove login sessions that are over. Returns how many."""
    gone, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return gone


def demo_persona_put(account: Account, *, title: str, body: str, can: Sequence[str], position: int = 0) -> None:
    """List a made-up person on the demonstration page. Raises NotSynthetic for anybody else."""
    if not account.person.synthetic:
        raise NotSynthetic(person_id=account.person_id)
    DemoPersona.objects.update_or_create(
        account=account, defaults={"title": title, "body": body, "can": list(can), "position": position}
    )


def keys_rewrap(*, limit: int = 1000) -> int:
    """Move up to `limit` wrapped keys, and every authenticator's secret, to the newest master key.

    Returns how many persons' keys were moved: nought means that the older master keys may be taken away. May be
    stopped and started again. Raises MasterKeyUnknown where a key needs a master that is gone.
    """
    newest = keys.master_keys().newest
    moved = []
    for row in PersonKey.objects.select_for_update().order_by("pk").iterator():
        if keys.wrapper(row.wrapped_key) != newest:
            context = key_context(row.person_id)
            row.wrapped_key = keys.wrap(keys.unwrap(row.wrapped_key, context=context), context=context)
            moved.append(row)
            if len(moved) == limit:
                break
    PersonKey.objects.bulk_update(moved, ["wrapped_key"], batch_size=1000)
    _rewrap_authenticators()
    return len(moved)


def event(account: Account, code: str, *, by_person_id: int | None = None) -> None:
    """Note on the account's own trail what happened to it."""
    AccountEvent.objects.create(account=account, code=code, by_person_id=by_person_id)


def _set_password(account: Account, password: str, *, temporary: bool) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise WeakPassword(reasons=" ".join(error.messages)) from error
    account.set_password(password)
    account.password_is_temporary = temporary
    account.password_until = timezone.now() + TEMPORARY_PASSWORD if temporary else None


def _rewrap_authenticators() -> None:
    for authenticator in Authenticator.objects.select_for_update().order_by("pk"):
        for name in ("secret", "seed"):
            sealed = authenticator.data.get(name)
            if sealed:
                text = keys.open_for_platform(sealed, context=AUTHENTICATOR)
                authenticator.data[name] = keys.seal_for_platform(text, context=AUTHENTICATOR)
        authenticator.save(update_fields=["data"])


AUTHENTICATOR = "authenticator"
