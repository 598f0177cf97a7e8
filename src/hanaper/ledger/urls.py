"""Addresses of the books, below the scope."""

from django.urls import path

from hanaper.ledger.views import books, journals

urlpatterns = [
    path("journals/", journals.journal_list),
    path("journals/enter/", journals.journal_enter),
    path("journals/opening/", journals.opening_enter),
    path("journals/<int:pk>/", journals.journal_show),
    path("journals/<int:pk>/correct/", journals.journal_correct),
    path("journals/<int:pk>/approve/", journals.journal_approve),
    path("journals/<int:pk>/send-back/", journals.journal_send_back),
    path("journals/<int:pk>/withdraw/", journals.journal_withdraw),
    path("journals/<int:pk>/reverse/", journals.journal_reverse),
    path("ledger/trial-balance/", books.trial_balance),
    path("ledger/accounts/<slug:code>/", books.account_lines),
    path("ledger/posted/<int:pk>/", books.posted_show),
    path("ledger/periods/", books.period_list),
    path("ledger/periods/<int:pk>/", books.period_show),
    path("ledger/periods/<int:pk>/close/", books.period_close),
    path("ledger/periods/<int:pk>/ask-reopening/", books.period_ask_reopening),
    path("ledger/periods/<int:pk>/reopen/", books.period_reopen),
    path("ledger/periods/<int:pk>/keep-closed/", books.period_keep_closed),
]
