"""Who signs in, with what, and what is asked of a password. The rules of accounts stand in `foundation.identity`."""

from __future__ import annotations

from typing import Any

from hanaper.config.environment import environment

_identity = "hanaper.foundation.identity"

AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = [f"{_identity}.backends.PasswordBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# Sessions and counted tries are shared by every web process, and say nothing to whoever reads the tables.
SESSION_SERIALIZER = f"{_identity}.sealed_sessions.SealedSerializer"
CACHES = {"default": {"BACKEND": f"{_identity}.recent.RecentCache"}}

ACCOUNT_ADAPTER = f"{_identity}.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_FORMS = {
    "login": f"{_identity}.forms.SignInForm",
    "reauthenticate": f"{_identity}.forms.PasswordAgainForm",
    "change_password": f"{_identity}.forms.NewPasswordForm",
}
# Ten tries in ten minutes for a name, whether or not anybody has it. A whole office may sit behind one address.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "10/10m/key,100/m/ip", "reauthenticate": "20/10m/user"}

# The proxy that ends TLS is the one in front of us whose word on the caller's address counts.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if environment().https else 0

MFA_ADAPTER = f"{_identity}.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a code may be one period old or early; `identity.forms` lets each be used once
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": f"{_identity}.forms.CodeForm",
    "reauthenticate": f"{_identity}.forms.SignInAgainForm",
    "activate_totp": f"{_identity}.forms.SetUpForm",
}

# One-press sign-in of made-up people (`/demo/`): nobody real can be signed in by it, whatever this says.
HANAPER_DEMO = environment().demo
