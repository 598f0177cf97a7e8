"""Addresses of pay, below the scope."""

from django.urls import path

from hanaper.hr.pay.views import certificates, checks, payslips, runs, submissions, years

urlpatterns = [
    path("pay-runs/", runs.run_list),
    path("pay-runs/open/", runs.run_open),
    path("pay-runs/<int:pk>/", runs.run_show),
    path("pay-runs/<int:pk>/gather/", runs.run_gather),
    path("pay-runs/<int:pk>/again/", runs.run_again),
    path("pay-runs/<int:pk>/check/", runs.run_check),
    path("pay-runs/<int:pk>/approve/", runs.run_approve),
    path("pay-runs/<int:pk>/send-back/", runs.run_send_back),
    path("pay-runs/<int:pk>/abandon/", runs.run_abandon),
    path("pay-runs/<int:pk>/close/", runs.run_close),
    path("pay-runs/<int:pk>/checks/", checks.check_list),
    path("pay-runs/<int:pk>/checks/accept/", checks.checks_accept),
    path("pay-runs/<int:pk>/checks/hold-back/", checks.checks_hold_back),
    path("pay-runs/<int:pk>/costs/", runs.run_costs),
    path("pay-runs/<int:pk>/payslips/", payslips.payslip_list),
    path("payslips/<int:pk>/", payslips.payslip_show),
    path("payslips/<int:pk>/pdf/", payslips.payslip_file),
    path("your-payslips/", payslips.own_list),
    path("your-payslips/<int:pk>/", payslips.own_show),
    path("your-payslips/<int:pk>/pdf/", payslips.own_pdf),
    path("pay-certificates/", certificates.certificate_list),
    path("pay-certificates/<int:pk>/", certificates.certificate_show),
    path("pay-certificates/<int:pk>/pdf/", certificates.certificate_file),
    path("your-certificates/", certificates.own_list),
    path("your-certificates/<int:pk>/", certificates.own_show),
    path("your-certificates/<int:pk>/pdf/", certificates.own_pdf),
    path("pay-year-ends/", years.year_end_list),
    path("pay-year-ends/open/", years.year_end_open),
    path("pay-year-ends/<int:pk>/", years.year_end_show),
    path("pay-year-ends/<int:pk>/carry-over/", years.year_end_carry_over),
    path("pay-year-ends/<int:pk>/certify/", years.year_end_certify),
    path("pay-submissions/<int:pk>/", submissions.submission_show),
    path("pay-submissions/<int:pk>/send/", submissions.submission_send),
    path("pay-submissions/<int:pk>/accept/", submissions.submission_accept),
    path("pay-submissions/<int:pk>/reject/", submissions.submission_reject),
    path("pay-submissions/<int:pk>/file/", submissions.submission_file),
]
