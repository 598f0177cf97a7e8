"""Signing in again, and the demonstration's one-press sign-in. The other pages of signing in are in `screens`."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanaper.foundation.identity import sessions
from hanaper.foundation.identity.models import Account
from hanaper.foundation.identity.screens import CANCEL, DemoPage, show
from hanaper.foundation.identity.selectors import DemoPerson, demo_people
from hanaper.foundation.interface.pages import ConfirmPage, Link, Press, TextPage

BACKEND = "hanaper.foundation.identity.backends.PasswordBackend"


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """To the page that proves afresh who sits here; for a made-up person that is one press."""
    back = sessions.safe_back(request)
    person = _demo_person_at(request)
    if person is None:
        method = get_adapter().get_reauthentication_methods(request.user)[0]
        return HttpResponseRedirect(f"{method['url']}?{urlencode({REDIRECT_FIELD_NAME: back})}")
    if request.method == "POST":
        sessions.prove(request, person.account_id, "demonstration")
        return HttpResponseRedirect(back)
    page = ConfirmPage(
        title="Sign in again",
        consequence=f"What you are about to do needs a sign-in of the last 5 minutes. Here {person.name}, who is made "
        "up, signs in again with one press; anybody real enters a password and a security code.",
        press=Press("Sign in again", reverse("sign_in_again"), fields={REDIRECT_FIELD_NAME: back}),
        cancel=CANCEL,
    )
    return show(request, page)


@login_not_required
@never_cache
@require_GET
def demo(request: HttpRequest) -> HttpResponse:
    """The made-up people of the demonstration, by job, each with a button that signs them in."""
    _require_demo()
    page = DemoPage(
        title="Who do you want to be?",
        people=demo_people(),
        next=sessions.safe_back(request),
        paragraphs=["Everybody here is made up. One press signs you in as them; sign out to be somebody else."],
    )
    return show(request, page)


@login_not_required
@never_cache
@require_POST
def demo_sign_in(request: HttpRequest, account_id: int) -> HttpResponse:
    """Sign a made-up person in: counts as password and second factor. Anybody else is not there."""
    _require_demo()
    found = demo_people(account_id)
    if not found:
        raise Http404
    login(request, Account.objects.get(pk=found[0].account_id), backend=BACKEND)
    sessions.prove(request, found[0].account_id, "demonstration")
    return HttpResponseRedirect(sessions.safe_back(request))


@login_not_required
def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Polite refusal of the try after the last allowed one: `handler429` of the site."""
    page = TextPage(
        title="Too many tries",
        status=429,
        paragraphs=["There were too many tries in a short time. Wait 10 minutes and try again."],
        links=[Link("Sign in", reverse("account_login"))],
    )
    answer = show(request, page)
    answer["Retry-After"] = "600"
    return answer


def _demo_person_at(request: HttpRequest) -> DemoPerson | None:
    """The made-up person whom the demonstration signed in at this session."""
    found = sessions.proof(request)
    if not settings.HANAPER_DEMO or found is None or found["by"] != "demonstration":
        return None
    return next(iter(demo_people(found["account"])), None)


def _require_demo() -> None:
    if not settings.HANAPER_DEMO:
        raise Http404
