"""Every page is for people who have signed in with a second factor, unless its view says otherwise (P15: deny first).

Views that anybody may see carry Django's `login_not_required`. For everyone else: sign in; then, before anything else,
replace a temporary password and set up a second factor.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import REDIRECT_FIELD_NAME, SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve, reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode

from hanaper.foundation.identity import sessions

#: Pages that somebody who has given only a password may reach, to give the rest.
COMPLETING = frozenset(
    {
        "account_logout",
        "account_change_password",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_reauthenticate",
        "mfa_view_recovery_codes",
        "sign_in_again",
    }
)


class SignInMiddleware:
    """Ends sessions that are over, and sends whoever has not signed in, or not fully, to where they do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.session_ended = self._end_if_over(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated:
            return self._to_sign_in(request)
        name = resolve(request.path_info).url_name
        if name in COMPLETING:
            return None
        if request.user.password_is_temporary:
            return HttpResponseRedirect(reverse("account_change_password"))
        if sessions.proof(request) is None:
            if is_mfa_enabled(request.user):
                return sessions.sign_in_again(request)
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return None

    def _end_if_over(self, request: HttpRequest) -> sessions.Ending | None:
        if SESSION_KEY not in request.session:
            return None
        now = time.time()
        why = sessions.ending(request.session, now)
        if why is None and not request.user.is_authenticated:
            why = "closed"
        if why is None:
            sessions.note(request.session, now)
        else:
            logout(request)
        return why

    def _to_sign_in(self, request: HttpRequest) -> HttpResponse:
        query = {REDIRECT_FIELD_NAME: request.get_full_path()} if request.method == "GET" else {}
        why = getattr(request, "session_ended", None)
        if why:
            query["ended"] = why
        return HttpResponseRedirect(reverse("account_login") + (f"?{urlencode(query)}" if query else ""))
