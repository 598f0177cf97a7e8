"""The front door of pay.

Other modules' SQL may join `pay_payrun` of the bodies in scope; payslips are seen by the pay team and by their own
people only, which the database keeps. `hanaper.payslips_by_number(run, elements left out)` gives a run's payslips by
payroll number to whoever brings in an earlier payroll (duty `migration.run`): elements summed and in order, a tax code
on the week 1/month 1 basis with ` M1` behind it.
"""

from hanaper.hr.pay.elements import Element, element, element_numbered, elements
from hanaper.hr.pay.measuring import (
    PayMonth,
    pay_by_element,
    pay_charged,
    pay_inputs,
    pay_months,
    pay_people,
    pay_together,
)
from hanaper.hr.pay.models import PayCheck, PayRun, Payslip
from hanaper.hr.pay.process import PAY_CHECK, PAY_RUN, SUBMISSION
from hanaper.hr.pay.selectors import (
    PUBLISHED,
    pay_checks,
    pay_run_get_for,
    pay_runs,
    payslips,
    published_payslips,
    submissions,
)
from hanaper.hr.pay.services import (
    InputSpec,
    PayFacts,
    SchemeSpec,
    brought_forward_put,
    inputs_enter,
    orders_put,
    pay_checks_accept,
    pay_checks_hold_back,
    pay_facts_put,
    pay_run_again,
    pay_run_approve,
    pay_run_check,
    pay_run_gather,
    pay_run_open,
    pay_run_send_back,
    scheme_create,
)
from hanaper.hr.pay.staging import on_accounts_elsewhere

__all__ = [
    "PAY_CHECK",
    "PAY_RUN",
    "PUBLISHED",
    "SUBMISSION",
    "Element",
    "InputSpec",
    "PayCheck",
    "PayFacts",
    "PayMonth",
    "PayRun",
    "Payslip",
    "SchemeSpec",
    "brought_forward_put",
    "element",
    "element_numbered",
    "elements",
    "inputs_enter",
    "on_accounts_elsewhere",
    "orders_put",
    "pay_by_element",
    "pay_charged",
    "pay_checks",
    "pay_checks_accept",
    "pay_checks_hold_back",
    "pay_facts_put",
    "pay_inputs",
    "pay_months",
    "pay_people",
    "pay_run_again",
    "pay_run_approve",
    "pay_run_check",
    "pay_run_gather",
    "pay_run_get_for",
    "pay_run_open",
    "pay_run_send_back",
    "pay_runs",
    "pay_together",
    "payslips",
    "published_payslips",
    "scheme_create",
    "submissions",
]
