"""The shell of every page: who may come, which act encloses it, how a refusal reads.

    @page("journal.read")
    def journal_show(visit: Visit, pk: int) -> Page: ...

    @press("journal.approve", shows=journal_show, item="manual-journal:{pk}")
    def journal_approve(visit: Visit, pk: int) -> Done: ...

`page` encloses the view and its rendering in one reading act. `press` encloses the view in one act of one body, is done
once however often it is sent, and leads to a page that says what was done; a refusal shows the page again, with what
was typed. Each wrapped view carries its `access`, which a completeness test asks of every address of the site (P15).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Protocol

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.text import slugify

from hanaper.foundation.acts.api import act, reading
from hanaper.foundation.duties.api import DutyMissing
from hanaper.foundation.duties.api import duty as declared_duty
from hanaper.foundation.idempotency.api import once
from hanaper.foundation.identity.api import is_fresh, sign_in_again
from hanaper.foundation.interface import downloads, opening
from hanaper.foundation.interface.errors import FormRefused
from hanaper.foundation.interface.frame import ALL, PRODUCT
from hanaper.foundation.interface.pages import Fault, Link, Page, ReportPage, TextPage
from hanaper.foundation.interface.papers import report_pdf
from hanaper.foundation.interface.rendering import response
from hanaper.foundation.interface.visits import Visit, banners_of, frame_of
from hanaper.foundation.interface.wording import NOT_THERE, explain
from hanaper.kernel.errors import HanaperError, NotThere

NOT_CONTENT = frozenset({"csrfmiddlewaretoken", "once", "opened"})
"""Posted fields that are the kit's own: two presses that differ only in these ask for the same."""


@dataclass(frozen=True)
class Access:
    """Who may use an address. duty: None where being signed in, or nothing at all, is enough."""

    to: str
    duty: str | None = None


@dataclass(frozen=True)
class Done:
    """What a press did: where the page about it is, and the sentence for the top of that page."""

    url: str
    message: str = ""


PageView = Callable[..., Page]
"""A view that answers with a page: from a Visit, and the parts of the address by name."""


class Guarded(Protocol):
    """A view as `urls` want it, with what `press` and the completeness test ask of it."""

    access: Access
    raw: Any

    def __call__(self, request: HttpRequest, scope: str = ALL, **parts: Any) -> HttpResponseBase: ...


def page(duty: str) -> Callable[[PageView], Guarded]:
    """A page that anyone with the duty may read, over the bodies of the scope where they hold it."""

    def decorate(view: PageView) -> Guarded:
        @wraps(view)
        def guarded(request: HttpRequest, scope: str = ALL, **parts: Any) -> HttpResponseBase:
            if request.method not in ("GET", "HEAD"):
                return HttpResponseNotAllowed(["GET", "HEAD"])
            return _show(Visit(request, scope, duty), view, parts)

        return _with_access(guarded, view, Access("holders of a duty", duty))

    return decorate


def download(duty: str) -> Callable[[Callable[..., HttpResponse]], Guarded]:
    """A stored file that anyone with the duty may have: the view answers with `files.api.file_response`."""

    def decorate(view: Callable[..., HttpResponse]) -> Guarded:
        @wraps(view)
        def guarded(request: HttpRequest, scope: str = ALL, **parts: Any) -> HttpResponseBase:
            if request.method not in ("GET", "HEAD"):
                return HttpResponseNotAllowed(["GET", "HEAD"])
            visit = Visit(request, scope, duty)
            try:
                if not visit.bodies:
                    raise DutyMissing(duty=duty)
                with reading(visit.actor, duty, visit.bodies, at=visit.at):
                    return view(visit, **parts)
            except HanaperError as error:
                return _refused(visit, error)

        return _with_access(guarded, view, Access("holders of a duty", duty))

    return decorate


def signed_in(view: PageView) -> Guarded:
    """A page for everyone who is signed in. It opens no act: the view opens one for each duty that it asks under."""

    @wraps(view)
    def guarded(request: HttpRequest, scope: str = ALL, **parts: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        visit = Visit(request, scope, None)
        try:
            visit.bodies  # noqa: B018 (a scope that is not theirs is not there)
            made = view(visit, **parts)
        except HanaperError as error:
            return _refused(visit, error)
        return _answer(made, visit)

    return _with_access(guarded, view, Access("everyone signed in"))


def open_to_all(view: Callable[[HttpRequest], Page]) -> Guarded:
    """A page for anybody, without signing in: help and statements."""

    @wraps(view)
    def guarded(request: HttpRequest, scope: str = ALL, **parts: Any) -> HttpResponseBase:
        visit = Visit(request, ALL, None) if request.user.is_authenticated else None
        return response(view(request, **parts), frame_of(visit, request), request)

    return login_not_required(_with_access(guarded, view, Access("anybody")))


def press(
    duty: str, *, shows: Guarded | None = None, item: str = "", fresh: bool = False, leaves_key: bool = True
) -> Callable[[Callable[..., Done]], Guarded]:
    """What a button does: one act of one body.

    shows: the page that holds the form; it answers GET at the same address, and shows a refusal with what was typed.
    item: the item whose page carried the form, with parts of the address, as in "manual-journal:{pk}": the time since
        it was opened is the effort seen.
    fresh: whether a sign-in of the last five minutes is wanted.
    leaves_key: False where what was sent must leave no trace, and the act can be done once only by its nature.
    """

    def decorate(view: Callable[..., Done]) -> Guarded:
        @wraps(view)
        def guarded(request: HttpRequest, scope: str = ALL, **parts: Any) -> HttpResponseBase:
            if request.method in ("GET", "HEAD"):
                return shows(request, scope, **parts) if shows is not None else HttpResponseNotAllowed(["POST"])
            if request.method != "POST":
                return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
            if fresh and not is_fresh(request):
                return sign_in_again(request)
            visit = Visit(request, scope, duty)
            try:
                done = _perform(visit, view, parts, item.format(**parts), leaves_key=leaves_key)
            except FormRefused as refusal:
                return _again(visit, shows, parts, entered=refusal.entered, status=refusal.status)
            except HanaperError as error:
                if isinstance(error, (NotThere, DutyMissing)) or shows is None:
                    return _refused(visit, error)
                said = explain(error)
                answer = _again(
                    visit, shows, parts, entered=visit.entered, faults=[Fault(said.text)], status=said.status
                )
                if seconds := getattr(error, "retry_after_seconds", None):
                    answer["Retry-After"] = str(seconds)
                return answer
            if done.message:
                messages.success(request, done.message)
            answer = HttpResponseRedirect(done.url)
            answer.status_code = 303  # whatever the press was, what follows is a GET
            return answer

        return _with_access(guarded, view, Access("holders of a duty", duty))

    return decorate


def _perform(visit: Visit, view: Callable[..., Done], parts: dict[str, Any], item: str, *, leaves_key: bool) -> Done:
    """The act itself, once: a second press of the same button is answered as the first was."""
    body, posted = visit.body, visit.request.POST
    opened = opening.opened_at(posted.get("opened"), item, visit.at) if item else None
    worked = (visit.at - opened).total_seconds() if opened is not None else None
    asked = [visit.path, {name: posted.getlist(name) for name in sorted(posted) if name not in NOT_CONTENT}]
    with act(visit.actor, visit.duty, body, worked_seconds=worked):
        key = posted.get("once") if leaves_key else None
        if not key:
            return view(visit, **parts)
        with once(key, asked) as request:
            if not request.was_done:
                done = view(visit, **parts)
                request.keep({"url": done.url, "message": done.message})
            return Done(**request.answer)


def _show(visit: Visit, view: PageView, parts: dict[str, Any], *, status: int | None = None) -> HttpResponseBase:
    """The page, rendered inside its reading act; or one of its tables as a file, read inside an act of its own."""
    try:
        bodies = visit.bodies
        if visit.duty and not bodies:
            raise DutyMissing(duty=visit.duty)
        with reading(visit.actor, visit.duty or "", bodies, at=visit.at):
            made = view(visit, **parts)
            made = replace(made, faults=[*made.faults, *visit.faults], status=status or made.status)
            form = visit.asked.get("format")
            if form == "pdf":
                return _on_paper(made, visit)
            if form not in ("csv", "json"):
                return _answer(made, visit)
            table = _asked_table(made, visit)
        enclosing = reading(visit.actor, visit.duty or "", bodies, at=visit.at)
        name = f"hanaper-{visit.scope}-{table.table.name}-{visit.today.isoformat()}"
        return downloads.response(table, form, name=name, act=enclosing)
    except HanaperError as error:
        return _refused(visit, error)


def _on_paper(made: Page, visit: Visit) -> HttpResponse:
    """The report as PDF, never kept by caches: it is one person's."""
    if not isinstance(made, ReportPage) or not made.on_paper:
        raise NotThere()
    name = f"hanaper-{visit.scope}-{slugify(made.title)}-{visit.today.isoformat()}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(report_pdf(made, publisher=PRODUCT), content_type="application/pdf", headers=headers)


def _asked_table(made: Page, visit: Visit) -> Any:
    """The table of the page that a file is asked of: the one named, else the main one."""
    wanted = visit.asked.get("table", "")
    named = [t for t in made.tables if t.table.downloads and (t.table.name == wanted if wanted else t.main)]
    if not named:
        raise NotThere()
    return named[0]


def _again(
    visit: Visit,
    shows: Guarded | None,
    parts: dict[str, Any],
    *,
    entered: Any = None,
    faults: Sequence[Fault] = (),
    status: int,
) -> HttpResponseBase:
    """The page with the form, once more: what was typed, and what is wrong with it."""
    if shows is None:
        raise TypeError("a press whose form may be refused needs the page that shows it")
    visit_again = Visit(visit.request, visit.scope, shows.access.duty, entered=entered, faults=faults)
    return _show(visit_again, shows.raw, parts, status=status)


def _answer(made: Page, visit: Visit) -> HttpResponse:
    said = banners_of(visit.request)
    return response(replace(made, banners=[*said, *made.banners]), frame_of(visit, visit.request), visit.request)


def _refused(visit: Visit, error: HanaperError) -> HttpResponse:
    """A refusal as a page of its own. Whatever is not there looks the same."""
    if isinstance(error, DutyMissing):
        made = no_duty(str(error.values.get("duty") or visit.duty), visit.scope)
    elif isinstance(error, NotThere):
        made = not_there()
    elif error.status < 500:
        said = explain(error)
        links = [Link("Go back", visit.request.headers.get("Referer") or visit.url())]
        made = TextPage(title="This was not done", status=said.status, paragraphs=[said.text], links=links)
    else:
        raise error
    known = visit if visit.scope in (ALL, *(body.code for body in visit.known_bodies.values())) else None
    shown = known or Visit(visit.request, ALL, None)
    return response(made, frame_of(shown, visit.request), visit.request)


def not_there() -> Page:
    """The page for what is not there, and for what is not yours."""
    return TextPage(
        title="Page not found",
        status=404,
        paragraphs=[NOT_THERE],
        links=[Link("Home", "/"), Link("Your work", "/all/work/")],
    )


def no_duty(duty: str, scope: str) -> Page:
    """The page that says which duty is missing and who grants it, and nothing of the record."""
    said = declared_duty(duty)
    where = "any body" if scope == ALL else "this body"
    return TextPage(
        title="You need another duty for this",
        status=403,
        paragraphs=[
            f"This is for people who hold the duty “{said.title}” ({said.code}). You do not hold it for {where} today.",
            "Roles are granted by one person and approved by a second. Ask whoever grants them, and name the duty.",
        ],
        links=[Link("Home", "/"), Link("Your work", "/all/work/")],
    )


def _with_access(guarded: Any, view: Any, access: Access) -> Any:
    guarded.access, guarded.raw = access, view
    return guarded
