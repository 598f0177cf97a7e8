"""What a full payment submission says in all, counted from its own bytes: a control beside the payslips it is about."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

TAGS: Final = {
    "TaxDeductedOrRefunded": "tax",
    "EmpeeContribnsInPd": "ni",
    "TotalEmpNICInPd": "ni_employer",
    "EmpeePenContribnsPaid": "pension",
    "EmpeePenContribnsNotPaid": "pension",
    "StudentLoanRecovered": "student_loan",
    "PostgradLoanRecovered": "postgraduate_loan",
}
"""The figures of the period that a submission and a payslip both hold -> their element."""
_FIGURE = re.compile(rf"<({'|'.join(TAGS)})(?: [^>]*)?>(-?)(\d+)\.(\d\d)</".encode())
_EMPLOYEE = b"<Employee>"


def read_totals(content: bytes) -> dict[str, int]:
    """Pence by element over all employees, and how many `employees` there are.

    >>> read_totals(b"<Employee><TaxDeductedOrRefunded>-12.30</TaxDeductedOrRefunded></Employee>")
    {'employees': 1, 'tax': -1230}
    """
    found: Counter[str] = Counter(employees=content.count(_EMPLOYEE))
    for tag, sign, pounds, pence in _FIGURE.findall(content):
        amount = int(pounds) * 100 + int(pence)
        found[TAGS[tag.decode()]] += -amount if sign else amount
    return dict(found)
