"""One visit to the site: who comes, for which duty, to which bodies; and what may be seen from there.

The first part of every address of a module is its scope: a body's code, or "all" for every body where the visitor holds
the page's duty. What is not theirs looks exactly like what is not there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from hanaper.foundation.acts.api import Actor, reading
from hanaper.foundation.duties.api import duties_held
from hanaper.foundation.identity.api import Account, person_names
from hanaper.foundation.interface import navigation
from hanaper.foundation.interface.errors import ChooseBody
from hanaper.foundation.interface.frame import ALL, Frame, NavigationItem, Place
from hanaper.foundation.interface.pages import Banner, Fault
from hanaper.foundation.tenancy.api import Body, BodyNotThere, NoScope, current_scope
from hanaper.kernel.dates import business_date


@dataclass
class Visit:
    """What a view is given in place of a bare request.

    duty: the duty under which the visit is made. scope: a body's code or "all".
    entered: what a press entered (a form, or a form with its lines); its view sets it before it asks a service, so
        that a refusal shows it again. None on a first visit.
    faults: sentences of a refusal, shown at the top of the page.
    """

    request: HttpRequest
    scope: str
    duty: str | None
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    entered: Any = None
    faults: Sequence[Fault] = ()

    @cached_property
    def account(self) -> Account:
        """Who is signed in, through which account."""
        return cast(Account, self.request.user)

    @cached_property
    def actor(self) -> Actor:
        """The natural person behind the account."""
        return Actor(self.account.person_id, self.account.pk)

    @property
    def today(self) -> date:
        """The business date."""
        return business_date(self.at)

    @property
    def asked(self) -> Mapping[str, Any]:
        """The query string."""
        return self.request.GET

    @property
    def path(self) -> str:
        """The page's address without its query string."""
        return self.request.path

    @cached_property
    def held(self) -> dict[str, set[int]]:
        """Every duty that the visitor holds today, with the ids of its bodies."""
        return duties_held(person_id=self.account.person_id, on=self.today)

    @cached_property
    def known_bodies(self) -> dict[int, Body]:
        """Every body where the visitor holds any duty today, by id, in the order of their names."""
        ids = set[int]().union(*self.held.values())
        return {body.pk: body for body in Body.objects.filter(pk__in=ids).order_by("name")}

    @cached_property
    def bodies(self) -> Sequence[Body]:
        """The bodies of the scope where the visitor holds the duty (any duty, where the visit names none).

        Raises BodyNotThere for a body where the visitor holds nothing at all.
        """
        ids = self.held.get(self.duty, set()) if self.duty else set(self.known_bodies)
        if self.scope == ALL:
            return [body for pk, body in self.known_bodies.items() if pk in ids]
        found = next((body for body in self.known_bodies.values() if body.code == self.scope), None)
        if found is None:
            raise BodyNotThere()
        return [found] if found.pk in ids else []

    @property
    def body(self) -> Body:
        """The one body of the visit. Raises ChooseBody where the scope is all, BodyNotThere where it is not theirs."""
        if self.scope == ALL:
            raise ChooseBody()
        if not any(body.code == self.scope for body in self.known_bodies.values()):
            raise BodyNotThere()
        return next(body for body in self.known_bodies.values() if body.code == self.scope)

    def url(self, path: str = "") -> str:
        """An address in the same scope: `visit.url("journals/")`."""
        return f"/{self.scope}/{path}"

    def posted(self) -> Mapping[str, Any] | None:
        """What was posted, or None on a visit that only looks."""
        return self.request.POST if self.request.method == "POST" else None

    def holds(self, duty: str, body: Body | None = None) -> bool:
        """Whether the visitor holds another duty, for the body or for any: to offer a button or leave it out."""
        bodies = self.held.get(duty, set())
        return body.pk in bodies if body is not None else bool(bodies)


def frame_of(visit: Visit | None, request: HttpRequest) -> Frame:
    """What stands around the visit's page, whether inside its act or outside any."""
    if visit is None or not request.user.is_authenticated:
        return Frame(sign_in_url=reverse("account_login"))
    bodies = list(visit.known_bodies.values())
    here = next((body for body in bodies if body.code == visit.scope), None)
    held = [duty for duty, ids in visit.held.items() if here is None or here.pk in ids]
    # Another body has other documents: choosing it leads to the same section's first page, never to the same number.
    section = next((s for s in navigation.sections() if request.path.startswith(s.url(visit.scope))), None)
    path = section.path if section else ""
    places = [Place(body.code, body.name, f"/{body.code}/{path}", body.synthetic) for body in bodies]
    everywhere = Place(ALL, "All bodies you work for", f"/{ALL}/{path}", any(body.synthetic for body in bodies))
    home = NavigationItem("Home", visit.url(), current=request.path in (visit.url(), "/"))
    sections = [
        NavigationItem(s.label, s.url(visit.scope), current=section is not None and s.path == section.path)
        for s in navigation.sections(held)
    ]
    return Frame(
        place=next((place for place in places if here is not None and place.code == here.code), everywhere),
        places=[everywhere, *places] if len(places) > 1 else places,
        person=_own_name(visit),
        navigation=[home, *sections],
        work_url=visit.url("work/"),
        searched=str(request.GET.get("q", ""))[:100],
        sign_out_url=reverse("account_logout"),
        account_url=reverse("mfa_index"),
    )


def _own_name(visit: Visit) -> str:
    """The visitor's name. Names are read inside acts only, so where none is open one is, under any duty held."""
    person_id = visit.account.person_id
    try:
        current_scope()
        return person_names([person_id])[person_id]
    except NoScope:
        pass
    if not visit.held:
        return visit.account.get_username()
    with reading(visit.actor, min(visit.held), at=visit.at):
        return person_names([person_id])[person_id]


def banners_of(request: HttpRequest) -> Sequence[Banner]:
    """What the act before wanted said, once."""
    return [Banner(str(message)) for message in messages.get_messages(request)]
