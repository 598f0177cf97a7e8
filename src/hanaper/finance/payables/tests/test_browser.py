"""The pages of invoices and payments in Chromium, judged by axe."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from hanaper.finance.payables.tests.factories import Office, build_office
from hanaper.foundation.acts.api import Actor
from hanaper.foundation.identity.models import Person
from hanaper.foundation.identity.tests import people
from tests.databases import CommittedDatabase

pytestmark = pytest.mark.browser

#: Where pictures go, when somebody wants to look at them.
PICTURES = os.environ.get("HANAPER_PICTURES", "")


@pytest.fixture
def office(committed_db: CommittedDatabase) -> Office:
    return build_office()


@pytest.fixture
def look(page: Any, site: str, axe: Callable[[Any], list[str]]) -> Callable[[str, str], None]:
    """Open an address, judge it, and take its picture where asked."""

    def judge(path: str, name: str) -> None:
        answer = page.goto(f"{site}{path}")
        assert answer.status == 200, (path, answer.status)
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)
        assert axe(page) == [], name

    return judge


def sign_in(page: Any, site: str, actor: Actor) -> None:
    """Give the browser the session of somebody who has just signed in."""
    with people.test_act():
        account = people.account(Person.objects.get(pk=actor.person_id))
    cookie = people.signed_in_client(account).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.clear_cookies()
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])


@pytest.mark.promise("P49")
def test_the_pages_of_invoices_and_payments_pass_axe(
    site: str, page: Any, office: Office, look: Callable[[str, str], None]
) -> None:
    order = office.ordered("40")
    (clean,) = office.arrive(office.bill(order, quantity="10"))
    (held,) = office.arrive(office.bill(order, quantity="10", price="28.00", number="INV-2"))
    (bare,) = office.arrive(office.bill(None, number="INV-3"))
    office.arrive(office.bill(order, quantity="10"))
    office.run()

    sign_in(page, site, office.resolver)
    look("/alpha/invoices/", "invoices")
    look(f"/alpha/invoices/{held.invoice_id}/", "invoice-held")
    look(f"/alpha/invoices/{clean.invoice_id}/", "invoice-posted")
    look(f"/alpha/invoices/{bare.invoice_id}/resolve/", "invoice-resolve")
    look(f"/alpha/invoices/{bare.invoice_id}/rematch/", "invoice-rematch")
    look(f"/alpha/invoices/{bare.invoice_id}/reject/", "invoice-reject")
    page.goto(f"{site}/alpha/invoices/{held.invoice_id}/resolve/")
    page.get_by_label("The buyer agreed the price").check()
    page.get_by_role("button", name="Accept, for approval").click()
    page.wait_for_url(f"**/invoices/{held.invoice_id}/")

    sign_in(page, site, office.uploader)
    look("/alpha/invoices/bring/", "invoice-bring")
    sign_in(page, site, office.approver)
    look(f"/alpha/invoices/{held.invoice_id}/approve/", "invoice-approve")
    page.get_by_role("button", name="Approve").press("Enter")
    page.wait_for_url(f"**/invoices/{held.invoice_id}/")
    assert page.get_by_text("The invoice was approved.").is_visible()
    office.run()

    sign_in(page, site, office.builder)
    look("/alpha/payments/", "payments")
    look("/alpha/payment-runs/build/", "payment-run-build")
    page.get_by_role("button", name="Build the runs").click()
    page.wait_for_url("**/payment-runs/*/")
    run = page.url.removeprefix(site)
    sign_in(page, site, office.releaser)
    look(f"{run}release/", "payment-run-release")
    page.get_by_role("button", name="Release").press("Enter")
    page.wait_for_url(f"**{run}")
    office.run()
    look(run, "payment-run")
    look("/alpha/payment-runs/", "payment-runs")
    look("/alpha/", "home")
