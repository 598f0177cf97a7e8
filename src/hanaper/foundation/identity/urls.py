"""The addresses of signing in: those of allauth's pages that Hanaper offers. No sign-up, nothing by mail.

The names are allauth's own, because its flows look them up.
"""

from __future__ import annotations

from django.urls import path

from hanaper.foundation.identity import screens, views

urlpatterns = [
    path("sign-in/", screens.SignIn.as_view(), name="account_login"),
    path("sign-in/code/", screens.Code.as_view(), name="mfa_authenticate"),
    path("sign-in/again/", views.sign_in_again, name="sign_in_again"),
    path("sign-in/again/password/", screens.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("sign-in/again/code/", screens.SignInAgain.as_view(), name="mfa_reauthenticate"),
    path("sign-in/password/", screens.NewPassword.as_view(), name="account_change_password"),
    path("sign-in/security/", screens.Security.as_view(), name="mfa_index"),
    path("sign-in/security/set-up/", screens.SetUp.as_view(), name="mfa_activate_totp"),
    path("sign-in/security/replace/", screens.Replace.as_view(), name="mfa_deactivate_totp"),
    path("sign-in/recovery-codes/", screens.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("sign-in/recovery-codes/new/", screens.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("sign-out/", screens.SignOut.as_view(), name="account_logout"),
    path("demo/", views.demo, name="demo"),
    path("demo/<int:account_id>/", views.demo_sign_in, name="demo_sign_in"),
]
