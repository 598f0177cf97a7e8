"""Many invoices cost few statements, and no batch costs more for being alone than it must."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from hanaper.finance.payables.api import INVOICE, Invoice, ReceivedFile, check, invoices_receive
from hanaper.finance.payables.rules.write import write
from hanaper.finance.payables.tests.factories import NETWORK, Office, build_office
from hanaper.foundation.acts.api import Automation, act
from hanaper.foundation.processes.api import advance
from hanaper.kernel.digest import digest_bytes
from tests.world import SETUP

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return build_office()


@contextmanager
def counted() -> Iterator[Callable[[], int]]:
    """How many statements were sent, those that open and close the act among them."""
    sent: list[str] = []

    def note(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield lambda: len(sent)


def files(office: Office, count: int, series: str) -> list[ReceivedFile]:
    """So many clean invoices, each of an order of its own."""
    orders = [office.ordered() for _ in range(count)]
    bills = [write(office.bill(order, number=f"{series}-{place}")) for place, order in enumerate(orders, 1)]
    return [ReceivedFile(f"{place}.xml", content) for place, content in enumerate(bills, 1)]


def statements(office: Office, count: int, series: str) -> dict[str, int]:
    """Statements that each act takes over this many invoices."""
    wanted = files(office, count, series)
    reports = {digest_bytes(file.content): check(file.content) for file in wanted}
    found = {}
    with counted() as sent:
        with act(NETWORK, None, office.alpha):
            ids = [each.invoice_id or 0 for each in invoices_receive(files=wanted, reports=reports)]
        found["receive"] = sent()
    for step in ("match", "pass", "post"):
        with counted() as sent, act(Automation(f"invoice.{step}"), None, office.alpha):
            assert all(outcome.moved for outcome in advance(INVOICE, step, ids))
        found[step] = sent()
    with act(SETUP, None, office.alpha):
        assert Invoice.objects.filter(pk__in=ids, state="posted").count() == count
    return found


#: The act itself takes four of each: it begins, sets its scope, forgets it, ends.
MOST = {"receive": 13, "match": 22, "pass": 10, "post": 21}


def test_fifty_invoices_take_as_many_statements_as_one(office: Office) -> None:
    statements(office, 1, "WARM")  # ids of accounts are looked up once a process

    alone, many = statements(office, 1, "ONE"), statements(office, 50, "MANY")

    assert many == alone
    assert all(alone[name] <= most for name, most in MOST.items()), alone


def test_many_are_received_with_what_was_checked_beforehand(office: Office) -> None:
    wanted = files(office, 3, "PRE")
    reports = {digest_bytes(file.content): check(file.content, name="checked elsewhere") for file in wanted[:2]}

    with act(NETWORK, None, office.alpha):
        arrivals = invoices_receive(files=wanted, reports=reports)

    assert [each.report.file for each in arrivals] == ["checked elsewhere", "checked elsewhere", "3.xml"]
