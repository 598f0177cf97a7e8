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
    "pay.earned-missing": (
        "Which days a {frequency} run pays for is known from the run before it, and this is the first. Say the first of them."
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
    "pay.wrong-debt": "{found} cannot be; expected is {expected}. Correct the debt or its plan.",
    "pay.wrong-notices": (
        "{count} rows of the file cannot be taken. Line {line} has {found}; expected is {expected}. Correct them and bring "
        "the file in again. Nothing was taken."
    ),
    "pay.notice-nobody": "It fits no employment of this PAYE scheme.",
    "pay.notice-several": "It fits several employments.",
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
        "Pension scheme “{found}” takes no pay that was earned from {closed_on} on, save under the remedy. Use alpha."
    ),
    "pay.run-takes-no-payslips": (
        "This pay run takes no payslips now: it is not being calculated, or was calculated again. Calculate it again."
    ),
    "pay.year-unknown": (
        "Messages to HMRC for {found} are not known; known are those of {expected}. Install a version of Hanaper that knows it."
    ),
    "pay.year-end-exists": "The year end {year} of scheme “{scheme}” is there already. Go on with it.",
    "pay.year-not-over": "Tax year {year} is not over: its P60s can be made from {end} on. Wait until then.",
    "pay.year-runs-waiting": (
        "{count} pay runs of this tax year are not reported yet. A P60 says what the whole year came to: finish these runs, or "
        "abandon them."
    ),
    "pay.year-open": (
        "Tax year {year} goes on until {end}. Its totals are put right by the next run: enter what was missed as an input."
    ),
    "pay.nothing-corrected": "These are the totals that HMRC was told for {year} already. Change those that are wrong.",
    "pay.wrong-totals": "The totals have {found}; expected is {expected}. Correct them. Nothing was written.",
    "pay.not-reportable": (
        "{payroll_id} cannot be reported to HMRC: the {field} must be {rule}. Correct the record; the person is held back."
    ),
    "pay.wrong-order": "An order of kind “{found}” cannot be taken here; expected is {expected}. Correct the order, or return it.",
    "pay.looked-at": "Looked at and accepted.",
    "pay.doubtful": "Held back until it is cleared up.",
    "pay.held-still-in": (
        "Somebody who was held back is still in this calculation. Open the run again and gather it: they are then left out."
    ),
    "pay.parts-waiting": "Parts of this run are still being calculated. Wait until they are done.",
    "pay.not-accepted": (
        "{count} of what this run tells others is not recorded as accepted. Record each answer; then the run can be closed."
    ),
    "pay.submissions-waiting": "What this run tells HMRC and others is not all written yet. Wait until it is.",
    "pay.calculated-again": "The run was calculated again, so that this part of it fell away.",
    "pay.no-tax-code": "No tax code is recorded for the day of payment.",
}  # fmt: skip

CHECKS = {
    "starter": "First payslip",
    "leaver": "Leaver",
    "leaver-still-paid": "Leaver still paid",
    "net-negative": "Net pay below nought",
    "net-zero": "Net pay of nought",
    "variance": "Net pay moved beyond tolerance",
    "tax-code-changed": "Tax code changed",
    "ni-letter-changed": "National Insurance letter changed",
    "pension-changed": "Pension scheme changed",
    "ni-letter-doubtful": "National Insurance letter does not fit the age",
    "bank-changed": "Bank account changed",
    "bank-shared": "Bank account shared with another employee",
    "bank-of-supplier": "Bank account shared with a supplier",
    "person-twice": "Employed twice for more than full time",
    "below-minimum-wage": "Below the minimum wage",
    "to-enrol": "Must be enrolled in a pension",
}
"""What stands out, as a list says it."""

HELD = {
    "no-tax-code": "No tax code is recorded for the day of payment",
    "no-ni-letter": "No National Insurance letter is recorded for the day of payment",
    "no-pension": "Nothing is recorded about a pension scheme",
    "no-terms": "No terms are recorded for the days of this run",
    "no-account": "No bank account is approved for the day of payment",
    "no-identity": "Name and date of birth are not there, or were disposed of",
    "held-by-name": "Held back by name when the checks were looked at",
    "not-reportable": "Cannot be reported to HMRC: the {field} must be {rule}",
    "pay.wrong-tax-code": "Tax code {found} is none",
    "pay.wrong-ni-letter": "National Insurance letter {found} means nothing on the day of payment",
    "pay.wrong-loan-plan": "Loan plan {found} takes nothing from pay on the day of payment",
    "pay.wrong-pension-scheme": "Pension scheme {found} is not known",
    "pay.scheme-closed": "Pension scheme {found} takes no pay of this period",
    "pay.wrong-order": "An order of kind {found} cannot be taken from this pay",
    "other": "The rules refuse what is recorded: {found}",
}
"""Why somebody is held back, as a list says it."""

OUTCOMES = {
    "right": "Right and on the day",
    "not-paid": "Not at all",
    "told-late": "Told late of what changes it",
    "extra": "Outside main runs",
}
"""How somebody was paid for the days of a run, as a list says it."""

BECAUSE = {
    "not-paid": "Nobody decided it: not known to pay at the cut-off",
    "terms": "Terms recorded after the cut-off",
    "absence": "Absence recorded after the cut-off",
    "input": "Hours, a claim or an amount entered after the cut-off",
}
"""Why pay was not right on the day, where nobody was held back, as a list says it."""

TO_DATE = {
    "gross": "Gross pay", "taxable": "Taxable pay", "tax": "Income tax", "niable": "Pay for National Insurance",
    "pension": "Pension contributions", "pension_employer": "Employer's pension contributions",
    "student_loan": "Student loan", "postgraduate_loan": "Postgraduate loan", "benefits": "Taxed benefits",
    "ssp": "Statutory sick pay", "smp": "Statutory maternity pay", "spp": "Statutory paternity pay",
    "sap": "Statutory adoption pay", "shpp": "Statutory shared parental pay",
    "spbp": "Statutory parental bereavement pay", "sncp": "Statutory neonatal care pay",
}  # fmt: skip
"""Figures of the tax year, as a payslip says them."""

NI_TO_DATE = {
    "earnings": "Earnings", "at_lel": "At the lower earnings limit", "lel_to_pt": "Up to the primary threshold",
    "pt_to_uel": "Up to the upper earnings limit", "employer": "Employer's contributions",
    "employee": "Employee's contributions",
}  # fmt: skip
"""Figures of one National Insurance letter of the year."""

TOTALS = {
    "gross": "Gross pay", "tax": "Income tax", "ni": "National Insurance", "pension": "Pension contributions",
    "student_loan": "Student loans", "postgraduate_loan": "Postgraduate loans", "attachment": "Orders",
    "net": "Net pay on payslips", "ni_employer": "Employer's National Insurance",
    "pension_employer": "Employer's pension contributions", "levy": "Apprenticeship levy",
}  # fmt: skip
"""Control totals, as the page of a run says them."""

ORDER_KINDS = {
    "aeo": "Attachment of earnings order", "aeo-priority": "Attachment of earnings order, priority",
    "deo": "Deduction from earnings order", "ctaeo-england": "Council tax order, England",
    "ctaeo-wales": "Council tax order, Wales", "ea": "Earnings arrestment", "cao": "Conjoined arrestment order",
    "cma": "Current maintenance arrestment", "dea": "Direct earnings attachment",
}  # fmt: skip
"""Orders to take from pay, as they are called."""

STOPPED = {
    "pay.debt-left": "They left: what is left is asked for otherwise",
    "pay.debt-hardship": "Hardship: another plan is agreed",
    "pay.debt-repaid": "It was repaid otherwise",
}
"""Why instalments stop."""

SET_ASIDE = {
    "pay.notice-left": "They left before it holds",
    "pay.notice-elsewhere": "They work for another employer",
    "pay.notice-again": "It was followed before",
}
"""Why a notice is set aside."""

REJECTED = {
    "pay.rejected-record": "A record in it was wrong, and is corrected now",
    "pay.rejected-sending": "It did not arrive whole",
}
"""Why something was not accepted."""

SENTENCES = {
    "pay-run.open": "Opened the run", "pay-run.gather": "Gathered what was known", "pay-run.calculate": "Calculated everybody",
    "pay-run.again": "Opened it again", "pay-run.check": "Signed off the checks", "pay-run.approve": "Approved the run",
    "pay-run.send-back": "Sent the run back", "pay-run.commit": "Committed: posted, published, instructed",
    "pay-run.report": "Wrote what is reported", "pay-run.pay": "Net pay was released", "pay-run.close": "Closed the run",
    "pay-run.abandon": "Abandoned the run", "pay-check.raise": "Raised", "pay-check.accept": "Accepted by name",
    "pay-check.hold-back": "Held back by name", "pay-submission.queue": "Queued", "pay-submission.write": "Written",
    "pay-debt.enter": "Entered with its plan", "pay-debt.approve": "Approved the plan", "pay-debt.begin": "Began",
    "pay-debt.refuse": "Refused", "pay-debt.stop": "Stopped the instalments",
    "pay-notice.receive": "Came in", "pay-notice.apply": "Followed", "pay-notice.match": "Matched by hand",
    "pay-notice.set-aside": "Set aside",
    "pay-submission.send": "Sent", "pay-submission.accept": "Accepted", "pay-submission.reject": "Not accepted",
    "pay-certificate.issue-p45": "Made the P45", "pay-certificate.issue-p60": "Made the P60",
    "pay-year-end.open": "Opened the year end", "pay-year-end.carry-over": "Carried the codes over",
    "pay-year-end.certify": "Made the P60s",
    "pay-year-correction.enter": "Entered the right totals", "pay-year-correction.approve": "Approved the correction",
    "pay-year-correction.refuse": "Refused the correction", "pay-year-correction.report": "Queued what HMRC is told",
}  # fmt: skip
"""Steps in the timeline."""
