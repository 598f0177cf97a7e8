"""The English of pay."""

from __future__ import annotations

WORDING = {
    "pay.unknown-element": (
        "“{found}” is no element of pay. Elements are declared in `hr/pay/elements/elements.yaml`; use the code or number "
        "of one of them."
    ),
    "pay.pay-day-wrong": (
        "Banks do not work on {found}, so nobody can be paid on it. Pay on a working day; the one before is {before}."
    ),
    "pay.pay-day-unreachable": (
        "A run that pays on {pay_on} has to be approved by {last}, because Bacs takes three working days. Today is {found}. "
        "Choose a later day of payment, or pay by Faster Payments in a supplementary run."
    ),
    "pay.run-exists": (
        "Pay run {number} is already there for this scheme, frequency and period. Go on with it, or open a supplementary run."
    ),
    "pay.scheme-not-there": "This body has no PAYE scheme “{found}”. Set it up first, or use the code of another.",
    "pay.checks-open": (
        "{count} checks of this run are still open. Each has to be accepted by name, or the person held back, before the run "
        "can be approved."
    ),
    "pay.nothing-to-pay": "Nobody would be paid by this run. See who was held back, and why.",
    "pay.totals-differ": (
        "{what} should be {expected} and is {found}. Control totals have to agree, so nothing was done. Calculate the run again; "
        "if they still differ, tell support."
    ),
    "pay.not-staged": "{found} of {expected} people are calculated. Let the calculation finish first: calculate the run again.",
    "pay.payee-missing": "This PAYE scheme has nobody to pay over to for “{kind}”. Say which supplier's site receives it.",
    "pay.wrong-file": "Line {line} of the file has {found}; expected is {expected}. Correct the file and use it again. Nothing was written.",
    "pay.own-pay": "Nobody changes what decides their own pay. Ask a colleague to do it.",
    "pay.wrong-tax-code": (
        "“{found}” is no tax code; expected is {expected}. The week 1/month 1 basis is given apart from the code. Correct it from "
        "the latest notice."
    ),
    "pay.wrong-tax-period": (
        "No tax year has a period {found} for this frequency; expected is {expected}. Give the tax week or month of the day of payment."
    ),
    "pay.wrong-ni-letter": (
        "National Insurance letter “{found}” means nothing on the day of payment; expected is one of {expected}. Correct the letter."
    ),
    "pay.wrong-loan-plan": (
        "Nothing is taken from pay under loan plan “{found}” on the day of payment; expected is one of {expected}. "
        "Correct the plan, or wait until it begins."
    ),
    "pay.wrong-pension-scheme": "“{found}” is no pension scheme that is known; expected is one of {expected}. Correct the membership.",
    "pay.scheme-closed": (
        "Pension scheme “{found}” takes no pay that was earned from {closed_on:%-d %B %Y} on, save under the remedy. Use alpha."
    ),
    "pay.run-takes-no-payslips": (
        "This pay run takes no payslips now: it is not being calculated, or was calculated again. Calculate it again."
    ),
    "pay.year-unknown": (
        "Messages to HMRC for {found} are not known; known are those of {expected}. Install a version of Hanaper that knows it."
    ),
    "pay.not-reportable": (
        "{payroll_id} cannot be reported to HMRC: the {field} must be {rule}. Correct the record; the person is held back."
    ),
    "pay.wrong-order": "An order of kind “{found}” cannot be taken here; expected is {expected}. Correct the order, or return it.",
}  # fmt: skip
