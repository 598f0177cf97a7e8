"""What pay registers with the site: sections, your work, search, words of the timeline."""

from __future__ import annotations

from collections.abc import Sequence

from hanaper.foundation.interface.api import (
    Hit,
    NavigationSection,
    SearchProvider,
    register_search,
    register_section,
    register_sentences,
)
from hanaper.foundation.interface.process_work import register_work
from hanaper.hr.pay import selectors
from hanaper.hr.pay.models import PayRun
from hanaper.hr.pay.process import PAY_DEBT, PAY_NOTICE, PAY_RUN, YEAR_CORRECTION, YEAR_END
from hanaper.hr.pay.wording import SENTENCES
from hanaper.kernel.dates import show_date
from hanaper.kernel.periods import TaxYear


def register() -> None:
    """Called once, at start."""
    register_section(NavigationSection("Pay runs", "pay-runs/", frozenset({"pay-run.read"}), order=30))
    register_section(NavigationSection("Your payslips", "your-payslips/", frozenset({"own-pay.read"}), order=80))
    register_section(NavigationSection("P45s and P60s", "pay-certificates/", frozenset({"pay-run.read"}), order=31))
    register_section(NavigationSection("Year ends", "pay-year-ends/", frozenset({"pay-run.read"}), order=32))
    register_section(
        NavigationSection("Corrections of closed years", "pay-year-corrections/", frozenset({"pay-run.read"}), order=33)
    )
    register_section(
        NavigationSection("Your P45s and P60s", "your-certificates/", frozenset({"own-pay.read"}), order=81)
    )
    register_work(
        PAY_RUN,
        {"gather": "Gather", "check": "Sign off the checks", "approve": "Approve"},
        label="Pay runs",
        detail=lambda run: f"{run.scheme.code}, pays on {show_date(run.pay_on)}",
    )
    register_section(NavigationSection("Notices", "pay-notices/", frozenset({"pay-run.read"}), order=34))
    register_section(
        NavigationSection("Advances and overpayments", "pay-debts/", frozenset({"pay-run.read"}), order=35)
    )
    register_work(
        PAY_DEBT,
        {"approve": "Approve"},
        label="Advances and overpayments",
        detail=lambda debt: f"{debt.get_kind_display()}, from {show_date(debt.first_on)}",
    )
    register_work(
        PAY_NOTICE,
        {"match": "Match"},
        label="Notices about pay",
        detail=lambda notice: f"{notice.get_kind_display()}, from {show_date(notice.effective_on)}",
    )
    register_work(
        YEAR_END,
        {"carry-over": "Carry over codes", "certify": "Make P60s"},
        label="Year ends",
        detail=lambda ending: f"{ending.scheme.code}, {TaxYear(ending.tax_year)}",
    )
    register_work(
        YEAR_CORRECTION,
        {"approve": "Approve"},
        label="Corrections of closed tax years",
        detail=lambda right: f"{right.get_cause_display()}, {TaxYear(right.tax_year)}",
    )
    register_search(SearchProvider("pay-runs", "Pay runs", "pay-run.read", _search))
    register_sentences(SENTENCES)


def _search(text: str, most: int) -> Sequence[Hit]:
    return [
        Hit(
            kind="Pay run",
            title=f"Pay run {run}",
            url=f"/{run.body.code}/pay-runs/{run.pk}/",
            body=run.body.name,
            detail=f"pays on {show_date(run.pay_on)}, {run.state}",
            exact=True,
            synthetic=run.body.synthetic,
        )
        for run in _found(text)[:most]
    ]


def _found(text: str) -> Sequence[PayRun]:
    return list(selectors.pay_runs().filter(number=text.upper()))
