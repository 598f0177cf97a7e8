"""Reads of people, always of the bodies in scope and in a fixed order."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from hanaper.foundation.database.arrays import numbers, texts
from hanaper.foundation.identity.api import details_of
from hanaper.hr.people.models import BankChange, Employment, Terms
from hanaper.hr.people.services import IDENTITY
from hanaper.kernel.errors import NotThere


@dataclass(frozen=True, slots=True, repr=False)
class PayAccount:
    """Where an employment is paid to. Never printed, never logged."""

    employment_id: int
    holder_name: str
    sort_code: str
    account_number: str
    roll_number: str


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What can be said of an account without showing it. changed: since the day that was asked about."""

    changed: bool
    shared: bool


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """Who somebody is, as pay must report it. Never printed, never logged. nino: "" where it is not known."""

    title: str
    forename: str
    second_forename: str
    surname: str
    address: tuple[str, ...]
    nino: str
    born_on: date
    sex: str

    @property
    def name(self) -> str:
        """As people say it."""
        return " ".join(part for part in (self.forename, self.surname) if part)


def employments() -> QuerySet[Employment]:
    """Every employment in scope, by payroll number."""
    return Employment.objects.select_related("body").order_by("number", "pk")


def employment_get_for(employment_id: int) -> Employment:
    """One employment in scope. Raises NotThere, alike for none and for not yours."""
    found = Employment.objects.select_related("body").filter(pk=employment_id).first()
    if found is None:
        raise NotThere(what="employment", found=employment_id)
    return found


def own_employments(person_id: int) -> QuerySet[Employment]:
    """The employments of one person in scope, the latest first."""
    return Employment.objects.select_related("body").filter(person_id=person_id).order_by("-started_on", "pk")


def own_employment_get_for(employment_id: int, person_id: int) -> Employment:
    """One of a person's own employments. Raises NotThere for anybody else's."""
    found = own_employments(person_id).filter(pk=employment_id).first()
    if found is None:
        raise NotThere(what="employment", found=employment_id)
    return found


def terms_of(employment_id: int) -> QuerySet[Terms]:
    """Everything recorded of the terms of an employment, also what was superseded, by the day from which it is true."""
    return Terms.objects.filter(employment_id=employment_id).order_by("valid", "recorded_at", "pk")


def bank_changes() -> QuerySet[BankChange]:
    """Proposals of bank accounts in scope, the latest first."""
    return BankChange.objects.select_related("body", "employment").order_by("-pk")


def bank_change_get_for(change_id: int) -> BankChange:
    """One proposal in scope. Raises NotThere, alike for none and for not yours."""
    found = bank_changes().filter(pk=change_id).first()
    if found is None:
        raise NotThere(what="bank change", found=change_id)
    return found


def proposed_account_shared(change_id: int) -> bool:
    """Whether somebody else of the body is, was or will be paid to the account of a proposal: for its approver."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hanaper.proposed_account_shared(%s)", [change_id])
        (shared,) = cursor.fetchone()
    return bool(shared)


def pay_accounts(employment_ids: Sequence[int], *, on: date, purpose: str) -> Iterator[PayAccount]:
    """The accounts in force on a day. The reading is logged with its purpose."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM hanaper.pay_accounts(%s::bigint[], %s, %s) ORDER BY employment_id",
            [numbers(employment_ids), on, purpose],
        )
        for row in cursor.fetchall():
            yield PayAccount(*row)


def account_facts(employment_ids: Sequence[int], *, on: date, since: date) -> dict[int, AccountFacts]:
    """Whether each account changed since a day, and whether somebody else uses it; those without one are not there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM hanaper.pay_account_facts(%s::bigint[], %s, %s)", [numbers(employment_ids), on, since]
        )
        return {pk: AccountFacts(changed, shared) for pk, changed, shared in cursor.fetchall()}


def paid_to_one_of(employment_ids: Sequence[int], *, on: date, accounts: Sequence[str]) -> set[int]:
    """Which of these employments are paid on a day to one of the accounts, each as sort code and number in one text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM hanaper.pay_accounts_among(%s::bigint[], %s, %s::text[])",
            [numbers(employment_ids), on, texts(accounts)],
        )
        return {row[0] for row in cursor.fetchall()}


def identities(person_ids: Collection[int], *, purpose: str) -> dict[int, Identity]:
    """Who these people of the act's body are. The reading is logged with its purpose; the disposed are not there."""
    wanted = sorted(set(person_ids))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM hanaper.identity_facts(%s::bigint[], %s)", [numbers(wanted), purpose])
        facts: dict[int, tuple[Any, ...]] = {row[0]: row[1:] for row in cursor.fetchall()}
    found: dict[int, Identity] = {}
    for person_id, text in details_of(list(facts), IDENTITY).items():
        title, forename, second, surname, address = json.loads(text)
        found[person_id] = Identity(title, forename, second, surname, tuple(address), *facts[person_id])
    return found


def births(person_ids: Collection[int], *, purpose: str) -> dict[int, date]:
    """Dates of birth, for rules that depend on age. The reading is logged."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, born_on FROM hanaper.identity_facts(%s::bigint[], %s)",
            [numbers(sorted(set(person_ids))), purpose],
        )
        return dict(cursor.fetchall())


def employments_of_nino(nino: str) -> list[int]:
    """Ids of the employments of the act's body whose person has this number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM hanaper.employments_of_nino(%s)", [nino])
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class GradeCount:
    """People of one grade on a day. full_time: in full-time equivalents, exact."""

    grade_id: int
    people: int
    full_time: Decimal


def people_counted(*, body_id: int, on: date) -> list[GradeCount]:
    """How many people a body employs on a day, by grade. For whoever counts a workforce and sees nobody in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM hanaper.people_counted(%s, %s)", [body_id, on])
        return [GradeCount(*row) for row in cursor.fetchall()]
