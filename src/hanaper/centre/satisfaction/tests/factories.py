"""A month in which people had invoices paid for them, were asked, and answered, in few words.

survey = build_survey(alpha=12, gamma=12)
survey.paid(survey.alpha)                      # one invoice for each of alpha's people, paid on the 4th
survey.ask(survey.alpha, survey.day(5))
survey.answer(survey.people["alpha"][0], survey.alpha, 9, survey.day(6))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from hanaper.centre.costs.tests.factories import Centre, build_centre
from hanaper.centre.satisfaction.api import (
    Score,
    question_answer,
    questions_ask,
    questions_open,
    satisfaction,
)
from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.foundation.acts.api import Actor, Automation, act, reading
from hanaper.foundation.duties.api import role_create, role_grant
from hanaper.foundation.identity.api import person_create
from hanaper.foundation.identity.models import Person
from hanaper.foundation.identity.tests import people as identities
from hanaper.foundation.tenancy.api import Body
from hanaper.kernel.periods import FiscalPeriod
from tests.world import LONG_AGO, SETUP

READER = Automation("satisfaction")
RULE = Automation("satisfaction.ask")
DUTIES = ["invoice.approve", "satisfaction.answer"]


@dataclass
class Survey:
    """alpha, gamma (and a body that is not made up) are of the cluster north, beta of south; people by code of body."""

    centre: Centre
    people: dict[str, list[Actor]]

    @property
    def alpha(self) -> Body:
        return self.centre.alpha

    @property
    def beta(self) -> Body:
        return self.centre.lives.beta

    @property
    def gamma(self) -> Body:
        return self.centre.gamma

    @property
    def month(self) -> FiscalPeriod:
        return self.centre.month.previous.previous

    @property
    def now(self) -> datetime:
        """This moment."""
        return timezone.now()

    @property
    def days_until_now(self) -> int:
        """The number of today, as `day` counts."""
        return (timezone.now() - self.day(1, 0)).days + 1

    @property
    def closed(self) -> datetime:
        """A moment after the month's last answer can have come."""
        return self.day(1) + timedelta(days=50)

    def day(self, number: int, hour: int = 9) -> datetime:
        """A moment of the month, which is the last but one: its answers are all in. Counts on past its end."""
        return self.centre.day(1, hour) - (self.centre.month.start - self.month.start) + timedelta(days=number - 1)

    def paid(self, body: Body, *, day: int = 4, by: Sequence[Actor] | None = None) -> None:
        """An invoice for each of these people, who approve it, paid on a day."""
        lives = self.centre.lives
        for minute, person in enumerate(by or self.people[body.code]):
            at = self.day(day) + timedelta(minutes=minute)
            invoice = lives.arrive(body, f"{at:%Y-%m-%d %H:%M}")
            for step, to, who, duty in (
                ("match", "matched", None, None), ("pass", "to-approve", None, None),
                ("approve", "approved", person, "invoice.approve"), ("post", "posted", None, None),
                ("pay", "paid", lives.releaser, "payment-run.release"),
            ):  # fmt: skip
                at += timedelta(seconds=5)
                lives.move(invoice, step, to, at, by=who, duty=duty)

    def ask(self, body: Body, at: datetime) -> int:
        with act(RULE, None, body, at=at):
            return questions_ask()

    def open_to(self, person: Actor, body: Body, at: datetime) -> list[int]:
        with reading(person, "satisfaction.answer", [body], at=at):
            return [each.id for each in questions_open()]

    def answer(self, person: Actor, body: Body, score: int, at: datetime, said: str = "") -> None:
        """The person's one open question."""
        (question,) = self.open_to(person, body, at)
        with act(person, "satisfaction.answer", body, at=at):
            question_answer(question_id=question, score=score, said=said)

    def answered(self, body: Body, scores: Sequence[int], *, day: int = 5, said: str = "") -> None:
        """Everybody of the body is asked, and the first of them answer with these scores."""
        self.paid(body, day=day - 1)
        assert self.ask(body, self.day(day)) == len(self.people[body.code])
        for person, score in zip(self.people[body.code], scores, strict=False):
            self.answer(person, body, score, self.day(day + 1), said)

    def scores(self, at: datetime | None = None, *bodies: Body) -> dict[str, Score]:
        """By name of body, or of the cluster for the whole of it."""
        with reading(READER, "satisfaction.read", list(bodies) or None, at=at or self.closed):
            found = satisfaction(month=self.month)
        return {each.body.name if each.body else each.cluster.name if each.cluster else "": each for each in found}


def build_survey(**sizes: int) -> Survey:
    """So many people of each body, who approve invoices, may answer, and can sign in."""
    centre = build_centre()
    bodies = {body.code: body for body in (centre.alpha, centre.gamma, centre.lives.beta)}
    centre.lives.releaser = person_with(["payment-run.release"], *bodies.values())
    made: dict[str, list[Actor]] = {code: [] for code in bodies}
    with act(SETUP, None, None):
        giver, agreer = (person_create(name=name, synthetic=True).pk for name in ("Giver", "Agreer"))
        role = role_create(code="asked", name="asked", duties=DUTIES)
        for code, size in sizes.items():
            for _ in range(size):
                person = person_create(name="Somebody", synthetic=True)
                role_grant(person_id=person.pk, role=role, body=bodies[code], valid=(LONG_AGO, None),
                           limit_pence=10**9, granted_by=giver, approved_by=agreer)  # fmt: skip
                made[code].append(Actor(person.pk))
    for actors in made.values():
        for actor in actors:
            with identities.test_act():
                identities.account(Person.objects.get(pk=actor.person_id))
    return Survey(centre, made)
