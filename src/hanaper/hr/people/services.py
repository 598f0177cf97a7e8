"""Starters, terms, leavers, and bank accounts of employees."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.database.arrays import numbers, texts
from hanaper.foundation.identity.api import details_put, people_create
from hanaper.foundation.numbering.api import take
from hanaper.foundation.processes.api import Batch, Outcome, advance, create
from hanaper.hr.dated.api import end, put
from hanaper.hr.people.errors import BankFrozen, ChangePending, LeftBefore, OwnRecord
from hanaper.hr.people.models import BankChange, Employment, Notice, Terms
from hanaper.hr.people.process import BANK_CHANGE, EMPLOYMENT
from hanaper.hr.people.rules.nino import normalise_nino
from hanaper.kernel.errors import NotThere
from hanaper.kernel.identifiers import normalise_account
from hanaper.parameters import england_and_wales

IDENTITY: Final = "employment-identity"
COOLING_WORKING_DAYS: Final = 3
"""Working days before the day of payment from which a new account can be used (P25)."""

Frozen = Callable[[Employment, date], date | None]
_frozen: list[Frozen] = []


@dataclass(frozen=True, repr=False)
class PersonSpec:
    """Who somebody is. Never printed, never logged. nino: "" until it is known. sex: F or M, as payroll must report it.
    address: lines, the postcode last, or empty where the number is known."""

    forename: str
    surname: str
    born_on: date
    sex: str
    nino: str = ""
    title: str = ""
    second_forename: str = ""
    address: Sequence[str] = ()
    synthetic: bool = False


@dataclass(frozen=True)
class TermsSpec:
    """Terms from a day on. annual_pence: full-time; None where `point` of the grade's scale says it."""

    grade_id: int
    cost_centre_id: int
    programme_id: int
    contract: str = "permanent"
    point: int | None = None
    annual_pence: int | None = None
    hours: int = 3700
    full_hours: int = 3700
    post_id: int | None = None
    pattern: str = "1111100"
    location: str = ""
    is_hourly: bool = False


@dataclass(frozen=True)
class Starter:
    """Somebody who starts. person_id: known to government already. person: who they are, as they say now."""

    scheme: str
    frequency: str
    started_on: date
    terms: TermsSpec
    person: PersonSpec | None = None
    person_id: int | None = None
    engagement: str = "employee"
    number: str = ""


@dataclass(frozen=True, repr=False)
class AccountSpec:
    """A bank account of an employee. Never printed, never logged."""

    employment_id: int
    holder_name: str
    sort_code: str
    account_number: str
    roll_number: str = ""


def employments_create(*, starters: Sequence[Starter]) -> list[Employment]:
    """Take people on. One who is known to government by number and date of birth is not made again.

    Raises WrongNino. The payroll number is given at the end of the act, unless the starter brings one.
    """
    people = _people(starters)
    if current_act().person_id in people:
        raise OwnRecord()
    made = create(
        EMPLOYMENT,
        "start",
        [
            Employment(
                person_id=person_id,
                engagement=each.engagement,
                scheme=each.scheme,
                frequency=each.frequency,
                started_on=each.started_on,
                number=each.number,
            )
            for each, person_id in zip(starters, people, strict=True)
        ],
    )
    put(
        Terms,
        [_terms(employment.pk, each.terms, each.started_on) for employment, each in zip(made, starters, strict=True)],
        fresh=True,
    )
    _identity_put([(pk, each.person) for pk, each in zip(people, starters, strict=True) if each.person is not None])
    unnumbered = [employment.pk for employment in made if not employment.number]
    if unnumbered:
        take("employment", Employment, unnumbered, prefix="E")
    return made


def terms_put(*, terms: Sequence[tuple[int, TermsSpec]], since: date) -> None:
    """New terms of employments from a day on. What was true before stays as it was. Raises OwnRecord."""
    _not_own([employment_id for employment_id, _ in terms])
    put(Terms, [_terms(employment_id, spec, since) for employment_id, spec in terms])


def employments_leave(*, leavers: Sequence[tuple[int, date]]) -> list[Outcome]:
    """Record last days. Terms end with them. Raises LeftBefore, OwnRecord."""
    _not_own([employment_id for employment_id, _ in leavers])
    days = dict(leavers)
    for employment in Employment.objects.filter(pk__in=list(days)):
        last = days[employment.pk]
        if last < employment.started_on:
            raise LeftBefore(started_on=employment.started_on, found=last)
    outcomes = advance(EMPLOYMENT, "leave", list(days))
    left = {outcome.document_id: days[outcome.document_id] for outcome in outcomes if outcome.moved}
    for last in sorted(set(left.values())):
        those = [pk for pk, day in left.items() if day == last]
        Employment.objects.filter(pk__in=those).update(ended_on=last)
        end(Terms, those, last + timedelta(days=1))
    return outcomes


def bank_accounts_load(*, accounts: Sequence[AccountSpec], since: date) -> None:
    """The accounts with which employments begin, from a day on: starters and imports. Raises WrongIdentifier."""
    _accounts_put(accounts, since)


def bank_change_propose(*, account: AccountSpec, from_on: date) -> BankChange:
    """Propose another account for an employment, for somebody else to approve. Old and new contact are told.

    Raises BankFrozen where a pay run for that day is past its cut-off, or the day comes too soon for a check;
    ChangePending; NotThere, alike for none and for not yours; WrongIdentifier.
    """
    employment = Employment.objects.select_related("body").filter(pk=account.employment_id).first()
    if employment is None:
        raise NotThere(what="employment", found=account.employment_id)
    if BankChange.objects.filter(employment=employment, state="proposed").exists():
        raise ChangePending()
    soonest = england_and_wales().add_working_days(current_act().today, COOLING_WORKING_DAYS)
    first = max(soonest, _thawed(employment, from_on))
    if from_on < first:
        raise BankFrozen(from_on=from_on, first=first)
    (account_id,) = _accounts_put([account], None)
    (change,) = create(
        BANK_CHANGE, "propose", [BankChange(employment=employment, account_id=account_id, from_on=from_on)]
    )
    _tell(employment, change, "bank-proposed")
    return change


def bank_changes_approve(*, ids: Sequence[int]) -> list[Outcome]:
    """Approve accounts that somebody else proposed; the shell asks for a fresh sign-in first."""
    return advance(BANK_CHANGE, "approve", ids)


def bank_changes_refuse(*, ids: Sequence[int]) -> list[Outcome]:
    """Refuse proposed accounts; the person goes on being paid to the old one."""
    return advance(BANK_CHANGE, "refuse", ids)


def on_frozen(asks: Frozen) -> Frozen:
    """Decorator: who is asked whether a new account comes too late for a day of payment. Answers the first day that is
    still open, or None."""
    _frozen.append(asks)
    return asks


@BANK_CHANGE.effect("approve")
def _approved(batch: Batch) -> None:
    for change in BankChange.objects.filter(pk__in=batch.ids).select_related("employment__body"):
        first = _thawed(change.employment, change.from_on)
        if change.employment.person_id == batch.act.person_id:
            batch.refuse(change.pk, OwnRecord.code)
        elif first > change.from_on:
            batch.refuse(change.pk, BankFrozen.code, from_on=change.from_on, first=first)
        else:
            _tell(change.employment, change, "bank-approved")


def _thawed(employment: Employment, from_on: date) -> date:
    """The first day, from this one on, that no pay run holds fast."""
    return max((first for asks in _frozen if (first := asks(employment, from_on)) is not None), default=from_on)


def _tell(employment: Employment, change: BankChange, kind: str) -> None:
    act = current_act()
    Notice.objects.bulk_create(
        [
            Notice(
                body_id=employment.body_id, person_id=employment.person_id, kind=kind, to_contact=contact,
                about_id=change.pk, at=act.at,
            )
            for contact in ("old", "new")
        ]
    )  # fmt: skip


def _people(starters: Sequence[Starter]) -> list[int]:
    """Ids of the people who start: known ones, those that match by number and date of birth, and new ones."""
    matched = _matched([each.person if each.person_id is None else None for each in starters])
    found = [each.person_id or person_id for each, person_id in zip(starters, matched, strict=True)]
    new = [each.person for each, person_id in zip(starters, found, strict=True) if person_id is None]
    for each, person_id in zip(starters, found, strict=True):
        if person_id is not None and each.person is not None:
            details_put(person_id, IDENTITY, _identity(each.person))
    made = iter(
        people_create(
            people=[{"name": f"{spec.forename} {spec.surname}", IDENTITY: _identity(spec)} for spec in new if spec],
            synthetic=any(spec.synthetic for spec in new if spec),
        )
    )
    return [person_id or next(made).pk for person_id in found]


def _matched(people: Sequence[PersonSpec | None]) -> list[int | None]:
    """Ids of those whom government knows by number and date of birth, in order; None of the others."""
    found: list[int | None] = [None] * len(people)
    asked = [(place, each) for place, each in enumerate(people) if each is not None and each.nino]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, person_id FROM hanaper.people_match(%s::text[], %s::date[])",
            [
                texts(normalise_nino(each.nino) for _, each in asked),
                texts(each.born_on.isoformat() for _, each in asked),
            ],
        )
        for place, person_id in cursor.fetchall():
            found[asked[place - 1][0]] = person_id
    return found


def _identity(spec: PersonSpec) -> str:
    """Names and address as they are kept under the person's own key."""
    names = [spec.title, spec.forename, spec.second_forename, spec.surname]
    return json.dumps([*names, list(spec.address)], ensure_ascii=False)


def _identity_put(people: Sequence[tuple[int, PersonSpec]]) -> None:
    """What pay must search and report, in the guarded table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hanaper.identity_put(%s::bigint[], %s::text[], %s::date[], %s::text[])",
            [
                numbers(pk for pk, _ in people),
                texts(normalise_nino(spec.nino) for _, spec in people),
                texts(spec.born_on.isoformat() for _, spec in people),
                texts(spec.sex for _, spec in people),
            ],
        )


def _accounts_put(accounts: Sequence[AccountSpec], since: date | None) -> list[int]:
    checked = [normalise_account(each.sort_code, each.account_number) for each in accounts]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hanaper.pay_accounts_put(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s)",
            [
                numbers(each.employment_id for each in accounts),
                texts(each.holder_name for each in accounts),
                texts(each.sort_code for each in checked),
                texts(each.account_number for each in checked),
                texts(each.roll_number for each in accounts),
                since,
            ],
        )
        (made,) = cursor.fetchone()
    return list(made)


def _not_own(employment_ids: Sequence[int]) -> None:
    act = current_act()
    if act.person_id is not None and Employment.objects.filter(pk__in=employment_ids, person_id=act.person_id).exists():
        raise OwnRecord()


def _terms(employment_id: int, spec: TermsSpec, since: date) -> Terms:
    return Terms(
        employment_id=employment_id,
        post_id=spec.post_id,
        grade_id=spec.grade_id,
        point=spec.point,
        annual_pence=spec.annual_pence,
        hours=spec.hours,
        full_hours=spec.full_hours,
        pattern=spec.pattern,
        location=spec.location,
        contract=spec.contract,
        is_hourly=spec.is_hourly,
        cost_centre_id=spec.cost_centre_id,
        programme_id=spec.programme_id,
        valid=DateRange(since, None),
    )
