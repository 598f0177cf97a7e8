"""What is installed and in which order requests pass through it."""

from __future__ import annotations

# In the order of the layers, the lowest first: a ready() may use what stands above it in this list.
HANAPER_APPS = [
    "hanaper.foundation.database",
    "hanaper.foundation.audit",
    "hanaper.foundation.tenancy",
    "hanaper.foundation.identity",
    "hanaper.foundation.duties",
    "hanaper.foundation.processes",
    "hanaper.foundation.numbering",
    "hanaper.foundation.idempotency",
    "hanaper.foundation.files",
    "hanaper.foundation.jobs",
    "hanaper.foundation.interface",
    "hanaper.ledger",
    "hanaper.hr.posts",
    "hanaper.hr.people",
    "hanaper.hr.absence",
    "hanaper.hr.pay",
    "hanaper.commercial.suppliers",
    "hanaper.commercial.orders",
    "hanaper.finance.payables",
    "hanaper.finance.cash",
    "hanaper.centre.levels",
    "hanaper.centre.costs",
    "hanaper.centre.satisfaction",
    "hanaper.transition.parallel",
    "hanaper.strategy.register",
    "hanaper.strategy.convergence",
    "hanaper.strategy.benefits",
    "hanaper.strategy.returns",
    "hanaper.strategy.update",
    "hanaper.strategy.comparison",
    "hanaper.demo",
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    *HANAPER_APPS,
]

MIDDLEWARE = [
    "hanaper.config.requests.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hanaper.foundation.identity.middleware.SignInMiddleware",
]

ROOT_URLCONF = "hanaper.config.urls"
WSGI_APPLICATION = "hanaper.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True
