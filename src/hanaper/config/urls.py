"""Every address of the site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

# Each module's own addresses stand below the scope: a body's code, or "all".
MODULES = [
    "hanaper.ledger.urls",
    "hanaper.hr.people.urls",
    "hanaper.hr.pay.urls",
    "hanaper.commercial.suppliers.urls",
    "hanaper.commercial.orders.urls",
    "hanaper.finance.payables.urls",
    "hanaper.finance.cash.urls",
    "hanaper.centre.levels.urls",
    "hanaper.centre.costs.urls",
    "hanaper.centre.satisfaction.urls",
    "hanaper.transition.parallel.urls",
    "hanaper.strategy.register.urls",
    "hanaper.strategy.convergence.urls",
    "hanaper.strategy.comparison.urls",
    "hanaper.strategy.benefits.urls",
    "hanaper.strategy.returns.urls",
    "hanaper.strategy.update.urls",
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("hanaper.foundation.identity.urls")),
    path("", include("hanaper.web.urls")),
    *(path("<scope:scope>/", include(module)) for module in MODULES),
]

handler400 = "hanaper.web.problems.bad_request"
handler403 = "hanaper.web.problems.forbidden"
handler404 = "hanaper.web.problems.not_found"
handler500 = "hanaper.web.problems.broken"
handler429 = "hanaper.foundation.identity.views.too_many_requests"
