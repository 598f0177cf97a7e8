"""What a session proves: who signed in, with a second factor, how lately, and when it ends (P17, P18).

A session begins at sign-in. It ends after 30 minutes without a request, after 12 hours whatever happens, when the
account is closed, or when its password or `session_epoch` changes. The *proof* in it says that password and second
factor were both given (or that the demonstration page was pressed), and when: work may be done with a proof of any
age, but releasing money and the like asks for one of the last five minutes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypedDict, cast
from urllib.parse import urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

FRESH_SECONDS = 300
IDLE_SECONDS = 30 * 60
ABSOLUTE_SECONDS = 12 * 3600
#: A request is noted at most once in so many seconds, so that reading pages does not write a row each time. The idle
#: limit is judged by the note and may therefore strike this much early, never late.
NOTED_EVERY_SECONDS = 60

PROOF = "identity.proof"
STARTED = "identity.started_at"
SEEN = "identity.seen_at"

By = Literal["second-factor", "demonstration"]
Ending = Literal["idle", "absolute", "closed"]
Arguments = ParamSpec("Arguments")


class Proof(TypedDict):
    """That `account` was proved at `at` (seconds since 1970), and how."""

    account: int
    at: float
    by: By


def begin(request: HttpRequest) -> None:
    """Start the session's two clocks, at sign-in."""
    request.session[STARTED] = request.session[SEEN] = time.time()


def prove(request: HttpRequest, account_id: int, by: By) -> None:
    """Record that the person at this session has just proved to be the account's: password and second factor."""
    request.session[PROOF] = Proof(account=account_id, at=time.time(), by=by)


def unprove(request: HttpRequest) -> None:
    """Forget the proof: the second factor that gave it is gone."""
    request.session.pop(PROOF, None)


def proof(request: HttpRequest) -> Proof | None:
    """The proof that the signed-in account's session holds, however old."""
    found = request.session.get(PROOF)
    if not request.user.is_authenticated or not isinstance(found, dict) or found.get("account") != request.user.pk:
        return None
    return cast(Proof, found)


def is_fresh(request: HttpRequest, seconds: int = FRESH_SECONDS) -> bool:
    """Whether password and second factor were both given less than `seconds` ago in this session."""
    found = proof(request)
    return found is not None and 0 <= time.time() - found["at"] < seconds


def sign_in_again(request: HttpRequest) -> HttpResponseRedirect:
    """To the page that asks for password and second factor, and from there back to where one was.

    A form that was sent is not kept: one comes back to its page, with the address of the form's own page where the
    browser names it, and presses again.
    """
    back = request.get_full_path()
    if request.method != "GET":
        referrer = urlsplit(request.headers.get("Referer", ""))
        page = referrer._replace(scheme="", netloc="", fragment="").geturl()
        if referrer.netloc == request.get_host() and page:
            back = page
    return HttpResponseRedirect(f"{reverse('sign_in_again')}?{urlencode({REDIRECT_FIELD_NAME: back})}")


def fresh_sign_in_required(
    seconds: int = FRESH_SECONDS,
) -> Callable[
    [Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase],
]:
    """A view that only somebody who signed in less than `seconds` ago may use; anyone else is asked to sign in again.

    @fresh_sign_in_required()
    def run_release(request, body_code, run_id): ...
    """

    def decorate(
        view: Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
            if not is_fresh(request, seconds):
                return sign_in_again(request)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def ending(session: SessionBase, now: float) -> Ending | None:
    """Why this session is over at `now`, or None while it lives. A session that began nowhere is over."""
    if SESSION_KEY not in session:
        return None
    started, seen = session.get(STARTED), session.get(SEEN)
    if not isinstance(started, int | float) or not isinstance(seen, int | float):
        return "absolute"
    if now - started >= ABSOLUTE_SECONDS:
        return "absolute"
    return "idle" if now - seen >= IDLE_SECONDS else None


def note(session: SessionBase, now: float) -> None:
    """Remember that the session was used at `now`."""
    if now - session[SEEN] >= NOTED_EVERY_SECONDS:
        session[SEEN] = now


def safe_back(request: HttpRequest, default: str = "/") -> str:
    """The address in `next`, if it is one of this site's; otherwise `default`."""
    wanted: Any = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    allowed = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return str(wanted) if allowed else default
