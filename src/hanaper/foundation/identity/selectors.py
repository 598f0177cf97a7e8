"""Reading what identifies people. Person rows are seen inside an act only; each function makes one query a page."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection

from hanaper.foundation.database.arrays import numbers
from hanaper.foundation.identity import keys
from hanaper.foundation.identity.errors import PersonDisposed, PersonNotThere
from hanaper.foundation.identity.models import Account, Person, PersonKey
from hanaper.foundation.identity.wording import NAME_DISPOSED

NAME = "name"


def key_context(person_id: int) -> str:
    """Where a person's key belongs: what its wrapping is bound to."""
    return f"person_key/{person_id}"


def detail_context(person_id: int, field: str) -> str:
    """Where a detail belongs."""
    return f"person_detail/{field}/{person_id}"


def text_context(person_id: int, purpose: str) -> str:
    """Where a text about a person that another module keeps belongs."""
    return f"text/{purpose}/{person_id}"


def person_names(ids: Collection[int | None]) -> dict[int, str]:
    """The names of these people, in one query and in the order asked for. Every id is answered; a disposed person is
    "Name disposed"."""
    wanted = dict.fromkeys((person_id for person_id in ids if person_id is not None), NAME_DISPOSED)
    return wanted | details_of(list(wanted), NAME)


def details_of(ids: Collection[int], field: str) -> dict[int, str]:
    """One detail of each of these people, in one query; who has none, or was disposed of, is not there."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.person_id, d.ciphertext, k.wrapped_key FROM identity_persondetail d"
            " JOIN identity_personkey k ON k.person_id = d.person_id"
            " WHERE d.field = %s AND d.person_id = ANY (%s::bigint[]) ORDER BY d.person_id",
            [field, numbers(ids)],
        )
        rows = cursor.fetchall()
    return {
        person_id: keys.decrypt(
            keys.unwrap(wrapped, context=key_context(person_id)), sealed, context=detail_context(person_id, field)
        )
        for person_id, sealed, wrapped in rows
    }


def detail_get(person_id: int, field: str) -> str | None:
    """One detail of a person, or None where there is none or it was disposed of."""
    return details_of([person_id], field).get(person_id)


def person_keys(ids: Collection[int]) -> dict[int, bytes]:
    """The unwrapped keys of these people, in one query. A disposed person has none."""
    rows = PersonKey.objects.filter(person_id__in=set(ids)).order_by("person_id")
    return {row.person_id: keys.unwrap(row.wrapped_key, context=key_context(row.person_id)) for row in rows}


def person_key(person_id: int) -> bytes:
    """One person's key. Raises PersonDisposed, or PersonNotThere where there is no such person in sight."""
    found = person_keys([person_id])
    if person_id not in found:
        if Person.objects.filter(pk=person_id).exists():
            raise PersonDisposed(person_id=person_id)
        raise PersonNotThere(person_id=person_id)
    return found[person_id]


def sealed_texts(texts: Sequence[tuple[int, str]], *, purpose: str) -> list[bytes]:
    """Seal texts about people, `(person_id, text)`, for a module to keep in its own detail rows. One query.

    purpose: where they will stand, such as ``hold-reason``; they open for the same person and purpose only.
    Raises PersonDisposed and PersonNotThere, before anything is sealed.
    """
    found = person_keys([person_id for person_id, _ in texts])
    for person_id, _ in texts:
        if person_id not in found:
            person_key(person_id)
    return [keys.encrypt(found[person_id], text, context=text_context(person_id, purpose)) for person_id, text in texts]


def open_texts(sealed: Sequence[tuple[int, bytes]], *, purpose: str) -> list[str | None]:
    """Open what `sealed_texts` sealed, `(person_id, ciphertext)`; None stands for a disposed person's. One query."""
    found = person_keys([person_id for person_id, _ in sealed])
    return [
        keys.decrypt(found[person_id], ciphertext, context=text_context(person_id, purpose))
        if person_id in found
        else None
        for person_id, ciphertext in sealed
    ]


def sealed_text(person_id: int, text: str, *, purpose: str = "text") -> bytes:
    """`sealed_texts` for one."""
    return sealed_texts([(person_id, text)], purpose=purpose)[0]


def open_text(person_id: int, sealed: bytes, *, purpose: str = "text") -> str | None:
    """`open_texts` for one: the text, or None where the person was disposed of."""
    return open_texts([(person_id, sealed)], purpose=purpose)[0]


def accounts_of(person_id: int) -> list[Account]:
    """Every account of a person, by sign-in name."""
    return list(Account.objects.filter(person_id=person_id).order_by("username"))


@dataclass(frozen=True)
class DemoPerson:
    """One made-up person on the demonstration page."""

    account_id: int
    person_id: int
    name: str
    title: str
    body: str
    can: tuple[str, ...]


def demo_people(account_id: int | None = None) -> list[DemoPerson]:
    """The made-up people who may be signed in with one press, in the order of the page; one of them where named.

    Read outside any act, through a definer function that shows synthetic people with an active account only: the
    database answers nothing about anybody real, whoever asks.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account_id, person_id, title, body, can::text, wrapped_key, ciphertext FROM hanaper.demo_people()"
            " WHERE %(account)s::bigint IS NULL OR account_id = %(account)s ORDER BY place, account_id",
            {"account": account_id},
        )
        rows = cursor.fetchall()
    return [_demo_person(*row) for row in rows]


def _demo_person(
    account_id: int, person_id: int, title: str, body: str, can: str, wrapped: bytes, ciphertext: bytes
) -> DemoPerson:
    key = keys.unwrap(wrapped, context=key_context(person_id))
    name = keys.decrypt(key, ciphertext, context=detail_context(person_id, NAME))
    return DemoPerson(account_id, person_id, name, title, body, tuple(json.loads(can)))
