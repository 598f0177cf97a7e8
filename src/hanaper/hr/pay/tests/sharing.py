"""A committed payroll that the tests of one module share: they read it, and leave it as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import Client

from hanaper.foundation.acts.api import Actor, act
from hanaper.foundation.duties.api import role_create, role_grant
from hanaper.foundation.identity.api import person_create
from hanaper.foundation.identity.models import Person
from hanaper.foundation.identity.tests import people
from hanaper.foundation.tenancy.api import Body
from hanaper.ledger.selectors import _account_id
from tests.databases import CommittedDatabase, clone_database, drop_database, pointing_at
from tests.world import LONG_AGO, SETUP


@contextmanager
def shared_database(django_db_blocker: Any) -> Iterator[CommittedDatabase]:
    """A database of the module's own, for a fixture of the scope "module". Not beside `db` or `committed_db`."""
    with django_db_blocker.unblock():
        _account_id.cache_clear()  # a module's fixture begins before the one that sees to this for each test
        name = clone_database()
        try:
            with pointing_at(name):
                yield CommittedDatabase(name)
        finally:
            drop_database(name)


def as_employee(person_id: int, *bodies: Body) -> Actor:
    """Give a person what every employee holds: to see their own record and payslips."""
    with act(SETUP, None, None):
        giver, agreer = (person_create(name=name, synthetic=True).pk for name in ("Giver", "Agreer"))
        role = role_create(code=f"own-{person_id}", name="Employee", duties=["own-record.read", "own-pay.read"])
        for body in bodies:
            role_grant(
                person_id=person_id, role=role, body=body, valid=(LONG_AGO, None), granted_by=giver, approved_by=agreer
            )
    return Actor(person_id)


def browser(actor: Actor) -> Client:
    """A browser in which this person has just signed in."""
    with people.test_act():
        account = people.account(Person.objects.get(pk=actor.person_id))
    return people.signed_in_client(account)


def answered(client: Client, url: str) -> tuple[int, bytes]:
    """Status and bytes of an answer, streamed or not."""
    answer = client.get(url)
    return answer.status_code, b"".join(answer) if answer.streaming else answer.content
