"""allauth's pages of signing in, shown as pages of the interface kit: same flows and checks, our words and looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from allauth.account.internal.stagekit import clear_login
from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from allauth.account.views import ReauthenticateView as PasswordAgainView
from allauth.core.internal.httpkit import authenticated_user
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.base.views import ReauthenticateView as SignInAgainView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanaper.foundation.identity import sessions
from hanaper.foundation.identity.selectors import DemoPerson
from hanaper.foundation.interface.frame import Frame
from hanaper.foundation.interface.pages import Banner, ConfirmPage, EditPage, Link, Page, Press, TextPage
from hanaper.foundation.interface.rendering import response

ENDED = {
    "idle": "You were signed out because nothing was done for 30 minutes. Sign in to go on.",
    "absolute": "You were signed out because a sign-in lasts 12 hours at most. Sign in to go on.",
    "closed": "You were signed out because your account or its password changed. Sign in to go on.",
}
LOST = (
    "If you have forgotten your password, ask your administrator for a temporary one. Nothing is sent by e-mail.",
    "If you have lost your phone, use one of your recovery codes in place of the security code.",
)
CANCEL = Link("Cancel", "/")
LEAVE = Link("Sign out", "/sign-out/")


@dataclass(frozen=True, kw_only=True)
class SetUpPage(EditPage):
    """The secret of a new authenticator app as a picture and in letters, and a field for its first code."""

    template: ClassVar[str] = "identity/set_up.html"

    told: Sequence[str]
    picture: str
    secret: str


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesPage(TextPage):
    """The codes, to be written down."""

    template: ClassVar[str] = "identity/recovery_codes.html"

    codes: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class DemoPage(TextPage):
    """The made-up people, each with the button that signs them in."""

    template: ClassVar[str] = "identity/demo.html"

    people: Sequence[DemoPerson]
    next: str


def frame(request: HttpRequest) -> Frame:
    """What stands around a page of signing in: no body, no sections; search and a way out only for whoever is in."""
    if not request.user.is_authenticated or sessions.proof(request) is None:
        return Frame()
    return Frame(person=request.user.get_username(), sign_out_url=reverse("account_logout"))


def show(request: HttpRequest, page: Page) -> HttpResponse:
    """The page inside that frame."""
    return response(page, frame(request), request)


class KitScreen:
    """A view of allauth's that answers with a page of the kit."""

    request: HttpRequest

    def page(self, context: dict[str, Any]) -> Page:
        raise NotImplementedError

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return show(self.request, self.page(context))


class SignIn(KitScreen, LoginView):  # type: ignore[misc]
    def page(self, context: dict[str, Any]) -> Page:
        ended = ENDED.get(self.request.GET.get("ended", ""))
        people = Link("Sign in as one of its made-up people", reverse("demo"))
        return EditPage(
            title="Sign in",
            form=context["form"],
            submit="Sign in",
            intro=[ended] if ended else [],
            banners=[Banner("This is a demonstration.", "important", people)] if settings.HANAPER_DEMO else [],
            help=LOST,
        )


class Code(KitScreen, AuthenticateView):  # type: ignore[misc]
    def page(self, context: dict[str, Any]) -> Page:
        start = Link("Start again", reverse("account_logout"))
        return EditPage(title="Enter a security code", form=context["form"], submit="Continue", cancel=start, help=LOST)


class SignInAgain(KitScreen, SignInAgainView):  # type: ignore[misc]
    def page(self, context: dict[str, Any]) -> Page:
        why = "What you are about to do needs a sign-in of the last 5 minutes. Afterwards you are back where you were."
        form = context["form"]
        return EditPage(title="Sign in again", form=form, submit="Continue", intro=[why], cancel=CANCEL, help=LOST)


class PasswordAgain(KitScreen, PasswordAgainView):  # type: ignore[misc]
    def page(self, context: dict[str, Any]) -> Page:
        why = "Enter your password again before you set up a second factor."
        return EditPage(title="Sign in again", form=context["form"], submit="Continue", intro=[why], cancel=CANCEL)


class NewPassword(KitScreen, PasswordChangeView):  # type: ignore[misc]
    def page(self, context: dict[str, Any]) -> Page:
        temporary = authenticated_user(self.request).password_is_temporary
        why = "Your password is temporary. Choose one that only you know." if temporary else ""
        return EditPage(
            title="Change your password", form=context["form"], submit="Change password",
            intro=[why] if why else [], cancel=LEAVE if temporary else CANCEL,
        )  # fmt: skip


class SetUp(KitScreen, ActivateTOTPView):  # type: ignore[misc]
    def page(self, context: dict[str, Any]) -> Page:
        form = context["form"]
        url = get_adapter().build_totp_url(self.request.user, form.secret)
        svg = get_adapter().build_totp_svg(url)
        letters = " ".join(form.secret[at : at + 4] for at in range(0, len(form.secret), 4))
        return SetUpPage(
            title="Set up a second factor", form=form, submit="Continue", secret=letters,
            picture=svg[svg.index("<svg") :],
            cancel=LEAVE,
            told=[
                "Besides your password you need a code that an authenticator app on your phone makes.",
                "Open the app, add an account, and let it read this picture. Then enter the code that it shows.",
            ],
        )  # fmt: skip


class Security(KitScreen, IndexView):  # type: ignore[misc]
    def page(self, context: dict[str, Any]) -> Page:
        links = [Link("Change your password", reverse("account_change_password"))]
        if context["is_mfa_enabled"]:
            links += [
                Link("Replace your authenticator app", reverse("mfa_deactivate_totp"), detail="For a new phone."),
                Link("Make new recovery codes", reverse("mfa_generate_recovery_codes"), detail="The old ones stop."),
            ]
        else:
            links.append(Link("Set up a second factor", reverse("mfa_activate_totp")))
        return TextPage(title="Your sign-in", links=[*links, Link("Home", "/")])


class Replace(KitScreen, DeactivateTOTPView):  # type: ignore[misc]
    success_url = "/"  # the middleware leads on to setting up the new one

    def page(self, context: dict[str, Any]) -> Page:
        return ConfirmPage(
            title="Replace your authenticator app",
            consequence="The app and the recovery codes you have now stop working. You set up the new app at once.",
            press=Press("Replace it", self.request.get_full_path(), kind="warning"),
            cancel=Link("Cancel", reverse("mfa_index")),
        )


class NewRecoveryCodes(KitScreen, GenerateRecoveryCodesView):  # type: ignore[misc]
    def page(self, context: dict[str, Any]) -> Page:
        return ConfirmPage(
            title="Make new recovery codes",
            consequence="The codes you have now stop working. The new ones are shown once.",
            press=Press("Make new codes", self.request.get_full_path()),
            cancel=Link("Cancel", reverse("mfa_index")),
        )


class RecoveryCodes(KitScreen, ViewRecoveryCodesView):  # type: ignore[misc]
    def page(self, context: dict[str, Any]) -> Page:
        if not context["can_view_codes"]:
            new = Link("Make new recovery codes", reverse("mfa_generate_recovery_codes"))
            said = "Your recovery codes were shown once and are not shown again."
            return TextPage(title="Recovery codes", paragraphs=[said], links=[new, Link("Home", "/")])
        return RecoveryCodesPage(
            title="Write down your recovery codes", codes=context["unused_codes"],
            paragraphs=[
                "Each of these stands in for the security code once, when you do not have your phone.",
                "Keep them where only you can find them. They are shown this once.",
            ],
            links=[Link("I have kept them: go on", "/")],
        )  # fmt: skip


class SignOut(KitScreen, LogoutView):  # type: ignore[misc]
    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.request.user.is_authenticated:
            clear_login(self.request)  # a password was given and no code: one starts again
            return HttpResponseRedirect(reverse("account_login"))
        return cast(HttpResponse, super().get(*args, **kwargs))

    def page(self, context: dict[str, Any]) -> Page:
        return ConfirmPage(
            title="Sign out", consequence="What you have not saved is lost.",
            press=Press("Sign out", self.request.get_full_path()), cancel=CANCEL,
        )  # fmt: skip
