"""An invoice through its pages: brought, held, accepted, approved, posted, put into a run, released, paid."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hanaper.finance.payables.rules.write import write
from hanaper.finance.payables.tests.factories import Office, build_office
from hanaper.foundation.acts.api import Actor, act
from hanaper.foundation.identity.models import Person
from hanaper.foundation.identity.tests import people
from tests.databases import CommittedDatabase
from tests.world import SETUP


@pytest.fixture
def office(committed_db: CommittedDatabase) -> Office:
    return build_office()


def client(actor: Actor) -> Client:
    with people.test_act():
        account = people.account(Person.objects.get(pk=actor.person_id))
    return people.signed_in_client(account)


def read(visitor: Client, url: str, status: int = 200) -> str:
    answer = visitor.get(url)
    content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]
    assert answer.status_code == status, (url, answer.status_code, content.decode()[:3000])
    return content.decode()


def press(visitor: Client, url: str, **data: object) -> str:
    answer = visitor.post(url, data)
    assert answer.status_code == 303, (url, answer.status_code, answer.content.decode()[:5000])
    return str(answer["Location"])


@pytest.mark.promise("P18", "P21", "P33")
def test_an_invoice_goes_through_its_pages_from_file_to_bank(office: Office) -> None:
    uploader, resolver, approver = client(office.uploader), client(office.resolver), client(office.approver)
    builder, releaser = client(office.builder), client(office.releaser)
    content = write(office.bill(office.ordered(), price="28.00", number="FEN/4711"))

    assert "Bring an invoice file" in read(uploader, "/alpha/invoices/")
    url = press(uploader, "/alpha/invoices/bring/", file=SimpleUploadedFile("in voice.xml", content))
    office.run()

    assert "Invoice INV-" in read(resolver, "/alpha/work/")
    page = read(resolver, url)
    for words in ("Dearer than ordered", "Line 1 asks £28.00 for one; the order says £25.00", "Differs"):
        assert words in page
    press(resolver, f"/alpha/work/invoice/resolve/{url.split('/')[-2]}/take/")
    assert "Taken by Holder" in read(resolver, url)
    assert "Accept, for approval" in read(resolver, f"{url}resolve/")
    press(resolver, f"{url}resolve/", reason="price-agreed")
    assert f'href="{url}approve/"' in read(approver, url)
    assert "£336.00" in read(approver, f"{url}approve/")
    press(approver, f"{url}approve/")
    office.run()

    page = read(approver, url)
    assert "Posted to the books" in page
    assert re.search(r"/alpha/ledger/posted/\d+/", page)
    assert uploader.get(f"{url}file/").content == content
    assert "1 payment due, £336.00" in read(builder, "/alpha/work/")
    dates = {"by-day": "31", "by-month": "12", "by-year": "2099"} | pay_day(office)
    run = press(builder, "/alpha/payment-runs/build/", **dates)

    assert f'href="{run}release/"' not in read(builder, run), "who built it is not offered its release"
    assert "£336.00 to 12-34-56 ••••5678" in read(releaser, f"{run}release/")
    press(releaser, f"{run}release/")
    office.run()
    page = read(releaser, run)
    assert "Download ISO 20022 pain.001.001.09" in page
    file = releaser.get(f"{run}file/pain.001/")
    assert b'<InstdAmt Ccy="GBP">336.00</InstdAmt>' in file.content
    assert builder.get(f"{run}file/pain.001/").status_code == 403, "whole account numbers are for whoever releases"
    assert "Paid" in read(approver, url)


def pay_day(office: Office) -> dict[str, str]:
    from hanaper.finance.cash.api import pay_day_after

    day = pay_day_after(office.today)
    return {"pay_on-day": str(day.day), "pay_on-month": str(day.month), "pay_on-year": str(day.year)}


def test_a_file_that_is_wrong_is_refused_with_what_the_rules_say(office: Office) -> None:
    uploader = client(office.uploader)
    good = office.bill(office.ordered())
    wrong = write(good).replace(b">300.00</cbc:PayableAmount>", b">301.00</cbc:PayableAmount>")

    answer = uploader.post("/alpha/invoices/bring/", {"file": SimpleUploadedFile("x.xml", wrong)})
    assert answer.status_code == 400
    assert "BR-CO-16" in answer.content.decode()

    press(uploader, "/alpha/invoices/bring/", file=SimpleUploadedFile("x.xml", write(good)))
    answer = uploader.post("/alpha/invoices/bring/", {"file": SimpleUploadedFile("x.xml", write(good))})
    assert "was received before, as INV-" in answer.content.decode()


def test_an_order_is_linked_and_spend_without_one_is_coded_on_the_page(office: Office) -> None:
    resolver, approver = client(office.resolver), client(office.approver)
    order = office.ordered()
    (first,) = office.arrive(write(office.bill(order)).replace(order.number.encode(), b"their 4711"))
    (second,) = office.arrive(office.bill(None, number="INV-2"))
    office.run()

    press(resolver, f"/alpha/invoices/{first.invoice_id}/rematch/", order_number=order.number.lower())
    office.run()
    assert office.invoice(first).state == "posted"

    url = f"/alpha/invoices/{second.invoice_id}/"
    answer = resolver.post(f"{url}rematch/", {"order_number": "PO-1999-000001"})
    assert "There is no order PO-1999-000001" in answer.content.decode()
    answer = resolver.post(f"{url}resolve/", {"reason": "no-order-needed"})
    assert answer.status_code == 400
    assert "Choose an account" in answer.content.decode()
    world = office.shop.trade.world
    with act(SETUP, None, office.alpha):
        from hanaper.ledger.api import Account

        account = Account.objects.get(code="5800").pk
    keys = {"cost_centre": world.cost_centres[office.alpha.pk], "programme": world.programmes[office.alpha.pk]}
    press(resolver, f"{url}resolve/", reason="no-order-needed", account=account, **keys)
    press(approver, f"{url}send-back/", reason="wrong-coding")
    assert "The coding is wrong" in read(resolver, url)
    press(resolver, f"{url}reject/", reason="not-ordered")
    assert "Nothing was ordered" in read(resolver, url)


@pytest.mark.promise("P18")
def test_releasing_needs_a_sign_in_of_the_last_minutes(office: Office) -> None:
    releaser = client(office.releaser)
    office.arrive(office.bill(office.ordered()))
    office.run()
    (run,) = office.build()
    url = f"/alpha/payment-runs/{run.pk}/release/"
    from datetime import UTC, datetime, timedelta

    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=10), tick=False):
        answer = releaser.post(url)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/again/")
    assert releaser.post(url).status_code == 303


def test_payments_are_ticked_and_built_and_a_run_is_cancelled(office: Office) -> None:
    builder = client(office.builder)
    order = office.ordered("20")
    office.arrive(office.bill(order, quantity="5"), office.bill(order, quantity="6", number="INV-2"))
    office.run()
    page = read(builder, "/alpha/payments/")
    ticks = re.findall(r'name="ticked"[^>]*value="(\d+)"', page) or re.findall(r'value="(\d+)"[^>]*name="ticked"', page)
    assert len(ticks) == 2

    run = press(builder, "/alpha/payments/build/", which="ticked", ticked=ticks[0])

    assert "Cancel" in read(builder, run)
    press(builder, f"{run}cancel/")
    assert read(builder, "/alpha/payments/?format=csv").count("Due") >= 2
    payment = f"/alpha/payments/{ticks[0]}/"
    assert "Put back: its run was cancelled" in read(builder, payment)


def test_what_is_searched_by_either_number_is_found(office: Office) -> None:
    resolver = client(office.resolver)
    (arrival,) = office.arrive(office.bill(office.ordered(), number="FEN-004711"))

    for text in ("fen 4711", office.invoice(arrival).number.lower(), "Acme"):
        page = resolver.get("/search", {"q": text}, follow=True).content.decode()
        assert f"/alpha/invoices/{arrival.invoice_id}/" in page, text


@pytest.mark.promise("P15")
def test_another_bodys_invoice_is_not_there(office: Office) -> None:
    stranger = client(office.shop.raiser)
    (arrival,) = office.arrive(office.bill(office.ordered()))

    assert read(stranger, f"/alpha/invoices/{arrival.invoice_id}/", status=403)
    assert client(office.approver).get(f"/beta/invoices/{arrival.invoice_id}/").status_code == 404
    assert read(client(office.approver), "/alpha/invoices/999999/", status=404)
