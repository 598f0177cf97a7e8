"""Convergence through the pages."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape

import pytest
from django.test import Client

from hanaper.centre.levels.tests.factories import Lives
from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.commercial.suppliers.tests.test_pages import read, signed_in
from hanaper.foundation.acts.api import Automation, reading
from hanaper.strategy.convergence.models import Deviation
from hanaper.strategy.convergence.tests.test_convergence import deviate, month_of_twelve
from tests.databases import CommittedDatabase

WHERE = "month=2026-10"


@pytest.fixture
def lives(committed_db: CommittedDatabase) -> Lives:
    return month_of_twelve()


def reader(lives: Lives) -> Client:
    return signed_in(person_with(["convergence.read", "invoice.read"], lives.alpha, lives.beta))


def test_the_report_says_what_it_counts_and_what_it_does_not(lives: Lives) -> None:
    page = unescape(read(reader(lives), f"/all/convergence/?{WHERE}"))
    for said in (
        "Documents that began in October 2026", "Supplier invoice", "not counted are invoices that another system pays",
        "convergence, version 1", "invoice standard, version 1", "Nobody is ranked below 90% coverage",
        "Deviations overdue",
    ):  # fmt: skip
        assert said in page, said


def test_every_figure_of_a_body_opens_to_as_many_documents(lives: Lives) -> None:
    client = reader(lives)
    data = json.loads(read(client, f"/all/convergence/?{WHERE}&format=json"))
    row = next(r for r in data["rows"] if r["title"] == "Supplier invoice" and r["body"] == "Alpha")
    assert (row["on_platform"], row["around"], row["convergence"]) == (12, 0, 7273)
    parts = json.loads(read(client, f"/alpha/convergence/?{WHERE}&format=json&table=parts"))["rows"]
    part = next(r for r in parts if r["title"] == "Supplier invoice")
    assert (part["converged"], part["not_converged"], part["open"], part["path"]) == (8, 3, 1, 8182)
    assert row["synthetic"]
    for query, count in (
        ("", 12),
        ("&outcome=converged", 8),
        ("&outcome=open", 1),
        ("&why=path", 2),
        ("&why=no-order", 1),
    ):
        listed = json.loads(read(client, f"/alpha/convergence/documents/?{WHERE}&process=invoice{query}&format=json"))
        assert len(listed["rows"]) == count, query


def test_small_cells_stay_out_beside_other_bodies(lives: Lives) -> None:
    data = json.loads(read(reader(lives), f"/all/convergence/?{WHERE}&format=json"))
    orders = [r for r in data["rows"] if r["title"] == "Purchase order"]
    assert orders and all(r["on_platform"] is None and r["convergence"] is None for r in orders)


def test_a_way_around_opens_to_what_went_it(lives: Lives) -> None:
    data = json.loads(read(reader(lives), f"/alpha/convergence/around/?{WHERE}&process=order&format=json"))
    assert [row["way"] for row in data["rows"]] == ["Invoices that named no order"]


def test_each_way_opens_to_its_documents_and_the_map_says_what_left_the_standard(lives: Lives) -> None:
    client = reader(lives)
    page = unescape(read(client, f"/all/convergence/variants/?{WHERE}&process=invoice"))
    assert (
        "20 of" not in page and "1 resolve (not standard)" in page and "90.9% of 22 kept to the standard path" in page
    )
    counts = [
        row["documents"] for row in json.loads(read(client, f"/all/convergence/variants/?{WHERE}&format=json"))["rows"]
    ]
    ways = dict.fromkeys(re.findall(r'href="(/all/convergence/documents/\?[^"]*variant=[0-9a-f]+)"', page))
    assert len(ways) == len(counts)
    for href, count in zip(ways, counts, strict=True):
        assert len(json.loads(read(client, f"{href}&format=json"))["rows"]) == count


@pytest.mark.promise("P15")
def test_who_does_not_hold_the_duty_sees_no_figure(lives: Lives) -> None:
    other = signed_in(person_with(["invoice.read"], lives.alpha))
    for path in ("", "documents/", "around/", "variants/", "deviations/"):
        read(other, f"/alpha/convergence/{path}?{WHERE}", 403)
        read(other, f"/beta/convergence/{path}?{WHERE}", 404)


FORM: dict[str, str] = {
    "process_code": "invoice", "step": "", "aspect": "path", "what": "Two approvers for every invoice",
    "why": "Audit asked.",
    "cost": "12,000", "cost_source": "Finance, May 2026", "owner_duty": "invoice.approve", "evidence": "",
    "from_on-day": "1", "from_on-month": "10", "from_on-year": "2026",
    "expires_on-day": "1", "expires_on-month": "10", "expires_on-year": "2027", "renews": "",
}  # fmt: skip


@pytest.mark.promise("P17")
def test_a_body_asks_and_the_other_side_agrees(lives: Lives) -> None:
    asking = signed_in(person_with(["deviation.propose", "convergence.read"], lives.beta))
    agreeing = signed_in(person_with(["deviation.approve", "convergence.read"], lives.beta))
    read(asking, "/beta/convergence/deviations/ask/")
    made = asking.post("/beta/convergence/deviations/ask/", FORM)
    assert made.status_code in (302, 303), unescape(made.content.decode())[:4000]
    where = made["Location"]
    assert "£12,000.00" in unescape(read(asking, where))
    read(asking, f"{where}approve/", 403)
    agreed = agreeing.post(f"{where}approve/")
    assert agreed.status_code in (302, 303)
    assert "In force" in read(agreeing, "/beta/convergence/deviations/") or "Overdue" in read(
        agreeing, "/beta/convergence/deviations/"
    )
    with reading(Automation("convergence"), "convergence.read", [lives.beta]):
        assert Deviation.objects.get().state == "approved"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"expires_on-year": "2029"}, "at most 731 days"),
        ({"cost_source": ""}, "A cost needs where it comes from"),
        ({"step": "wave"}, "The process has no step “wave”"),
        ({"what": ""}, "Enter what you do otherwise"),
    ],
)
def test_a_wrong_answer_is_refused_in_words_and_nothing_is_kept(
    lives: Lives, changed: dict[str, str], said: str
) -> None:
    asking = signed_in(person_with(["deviation.propose", "convergence.read"], lives.beta))
    answer = asking.post("/beta/convergence/deviations/ask/", FORM | changed)
    assert answer.status_code == 400
    assert said in unescape(answer.content.decode())
    with reading(Automation("convergence"), "convergence.read", [lives.beta]):
        assert not Deviation.objects.exists()


def test_an_overdue_deviation_is_alarmed(lives: Lives) -> None:
    deviate(lives, expires_on=date(2026, 10, 12))
    page = unescape(read(reader(lives), "/all/convergence/deviations/?standing=overdue"))
    assert "1 deviation" in page and "Overdue" in page
