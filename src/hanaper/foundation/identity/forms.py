"""The forms of signing in. Each says in its own words what is missing, and a code counts once (P19)."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.cache import cache

from hanaper.foundation.identity.models import Account

CODE_HINT = "The 6 digits that your authenticator app shows now, or one of your recovery codes."


def use_code_once(account: Account, code: str) -> None:
    """Refuse a code that this account has used while it could still be right. Of two at once, one is refused.

    allauth remembers a used code for one period only; with one period of tolerance on each side it is
    right for three.
    """
    alive_seconds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    if not cache.add(f"identity.code:{account.pk}:{normalize_user_code(code)}", 1, timeout=alive_seconds):
        raise get_adapter().validation_error("incorrect_code")


def _plain(form: forms.Form, **words: tuple[str, str, str]) -> None:
    """Label, hint and what is said when nothing was entered; no placeholder, which vanishes when one types."""
    for name, (label, hint, missing) in words.items():
        field = form.fields[name]
        field.label, field.help_text = label, hint
        field.error_messages["required"] = missing
        field.widget.attrs.pop("placeholder", None)


def _code(form: forms.Form, hint: str = CODE_HINT) -> None:
    _plain(form, code=("Security code", hint, "Enter the security code"))
    form.fields["code"].widget.attrs.update(
        {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "govuk-input--width-10"}
    )


class SignInForm(LoginForm):  # type: ignore[misc]
    """Sign-in name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(
            self,
            login=("Sign-in name", "", "Enter your sign-in name"),
            password=("Password", "", "Enter your password"),
        )


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The second factor, after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self)

    def clean_code(self) -> str:
        code = str(super().clean_code())
        use_code_once(self.user, code)
        return code


class SignInAgainForm(CodeAgainForm):  # type: ignore[misc]
    """Password and second factor on one page, for what only a fresh sign-in may do."""

    password = forms.CharField(strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    field_order = ("password", "code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password=("Password", "", "Enter your password"))
        _code(self)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not account_adapter().reauthenticate(self.user, password):
            raise account_adapter().validation_error("incorrect_password")
        return password

    def clean_code(self) -> str:
        if "password" in self.errors:  # a code is neither used up nor judged beside a wrong password
            return str(self.cleaned_data["code"])
        code = str(super().clean_code())
        use_code_once(self.user, code)
        return code


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The password alone, of somebody who is about to set up a second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password=("Password", "", "Enter your password"))


class SetUpForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app, which proves that it has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, "The 6 digits that the app shows for Hanaper.")

    def clean_code(self) -> str:
        code = str(super().clean_code())
        use_code_once(self.user, code)
        return code


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """One's own new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = "At least 12 characters. Three random words are easy to remember and hard to guess."
        _plain(
            self,
            oldpassword=("Current password", "", "Enter your current password"),
            password1=("New password", rule, "Enter a new password"),
            password2=("New password again", "", "Enter the new password again"),
        )
