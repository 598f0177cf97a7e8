"""Returns in the database and on the site: sent whole, accepted by another, corrected beside, made natively."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from typer.testing import CliRunner

from hanaper.centre.costs.tests.factories import Centre, build_centre
from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.commercial.suppliers.tests.test_pages import read, signed_in
from hanaper.foundation.acts.api import Actor, Automation, act, reading
from hanaper.foundation.tenancy.api import Body
from hanaper.hr.pay.tests.factories import Payroll
from hanaper.kernel.periods import FiscalPeriod
from hanaper.strategy.returns import services
from hanaper.strategy.returns.commands import app
from hanaper.strategy.returns.errors import (
    IsConnected,
    IsNative,
    KindUnknown,
    NotConnected,
    NotHeld,
    SameFile,
    WrongReturn,
)
from hanaper.strategy.returns.models import Edition, EditionRow, Refusal, Return
from hanaper.strategy.returns.native import native_rows
from hanaper.strategy.returns.rules.checks import Context, check
from hanaper.strategy.returns.rules.formats import FORMATS, json_schema, template
from hanaper.strategy.returns.selectors import parent_of, returned_figures, returns_state
from hanaper.strategy.returns.tasks import expect_everywhere
from hanaper.strategy.returns.tests.test_checks import file, workforce
from hanaper.strategy.returns.views import changes
from hanaper.strategy.update.tests.test_pay import SALARIES
from hanaper.strategy.update.tests.test_pay import built as built_payroll
from tests.databases import CommittedDatabase
from tests.world import World, build_world

SEPTEMBER, OCTOBER = FiscalPeriod(2026, 6), FiscalPeriod(2026, 7)
ON_TIME, LATE = datetime(2026, 11, 5, 9, tzinfo=UTC), datetime(2026, 11, 20, 9, tzinfo=UTC)


@dataclass
class Desk:
    """alpha runs another system and owes its workforce; beta works here."""

    world: World
    office: Actor
    sender: Actor
    signatory: Actor

    @property
    def alpha(self) -> Body:
        return self.world.alpha

    def expect(self, *months: FiscalPeriod, kinds: tuple[str, ...] = ("workforce",)) -> list[Return]:
        with act(self.office, "returns.maintain", self.alpha, at=ON_TIME):
            return services.returns_expect(kinds=kinds, months=months or (OCTOBER,))

    def send(self, asked: Return, content: bytes, at: datetime = ON_TIME, **more: Any) -> Edition:
        with act(self.sender, "returns.send", self.alpha, at=at):
            return services.return_send(return_id=asked.pk, name="w.csv", content=content, **more)

    def accept(self, asked: Return, by: Actor | None = None) -> bool:
        with act(by or self.signatory, "returns.accept", self.alpha, at=LATE):
            return services.returns_accept(ids=[asked.pk])[0].moved

    def reopen(self, asked: Return) -> None:
        with act(self.signatory, "returns.accept", self.alpha, at=LATE):
            services.returns_reopen(ids=[asked.pk])

    def right(self, **changed: Any) -> bytes:
        return file(workforce(organisation="Alpha", parent=self.parent, **changed))

    @property
    def parent(self) -> str:
        return parent_of(self.alpha, OCTOBER.last)


def build_desk() -> Desk:
    world = build_world()
    desk = Desk(world, *(person_with([duty, "returns.read"], world.alpha, world.beta) for duty in
                         ("returns.maintain", "returns.send", "returns.accept")))  # fmt: skip
    with act(desk.office, "returns.maintain", world.alpha, at=ON_TIME):
        services.connection_set(system="Another system", since=date(2026, 4, 1), source="Its head of finance")
    return desk


@pytest.fixture
def desk(db: None) -> Desk:
    return build_desk()


def states(**more: Any) -> list[Any]:
    with reading(Automation("t"), "returns.read"):
        return returns_state(as_of=more.pop("as_of", date(2026, 11, 27)), **more)


def test_a_return_is_due_ten_working_days_after_its_month_and_lateness_is_seen(desk: Desk) -> None:
    september, october = desk.expect(SEPTEMBER, OCTOBER)
    assert (september.due_on, october.due_on) == (date(2026, 10, 14), date(2026, 11, 13))
    desk.send(october, desk.right(), at=LATE, reasons={"month-missing": "The system was being moved"})
    by_month = {one.month.month: one for one in states()}
    assert (by_month[10].days_late, by_month[10].is_missing, by_month[10].completeness_basis_points) == (
        5,
        False,
        10_000,
    )
    assert (by_month[9].is_missing, by_month[9].days_late, by_month[9].completeness_basis_points) == (True, 32, None)


def test_what_came_later_had_not_come(desk: Desk) -> None:
    (october,) = desk.expect(OCTOBER)
    desk.send(october, desk.right(), at=LATE)
    (before,) = states(as_of=date(2026, 11, 16))
    assert (before.state, before.received_on, before.edition, before.is_missing) == ("expected", None, 0, True)
    (known,) = states(known_at=ON_TIME)
    assert (known.state, known.received_on) == ("expected", None)


def test_nothing_is_made_for_a_body_that_runs_another_system(desk: Desk) -> None:
    (october,) = desk.expect(OCTOBER)
    with pytest.raises(IsConnected), act(desk.office, "returns.maintain", desk.world.alpha, at=ON_TIME):
        services.return_make(return_id=october.pk)


def test_commands_connect_a_body_and_ask_it_for_returns(committed_db: CommittedDatabase) -> None:
    code = build_world().beta.code
    run = CliRunner().invoke
    said = ["connect", "--body", code, "--system", "Old", "--since", "2026-04-01", "--source", "Its head of finance"]
    assert run(app, said).exit_code == 0
    for due in (5, 0):
        asked = run(app, ["expect", "--month", "2026-10", "--body", code])
        assert asked.exit_code == 0 and f"{due} returns are due" in asked.output
    with reading(Automation("t"), "returns.read"):
        assert {row.kind for row in Return.objects.all()} == set(FORMATS)


def test_asking_twice_asks_once(desk: Desk) -> None:
    assert len(desk.expect()) == 1
    assert desk.expect() == []
    with pytest.raises(KindUnknown):
        desk.expect(kinds=("gossip",))


def test_the_clock_asks_every_connected_body_for_last_month_once(desk: Desk) -> None:
    assert expect_everywhere() == len(FORMATS)
    assert expect_everywhere() == 0
    asked = states(as_of=date(2040, 1, 1))
    assert {one.body for one in asked} == {"Alpha"} and {one.kind for one in asked} == set(FORMATS)


def test_a_file_with_one_fault_is_refused_whole_and_a_reason_lets_a_warning_pass(desk: Desk) -> None:
    (asked,) = desk.expect()
    with pytest.raises(WrongReturn) as refusal:
        desk.send(asked, desk.right(payroll_eo_headcount=11))
    assert refusal.value.values["codes"] == "parts-headcount"
    unpaid = desk.right(paybill_employer_ni=0, paybill_total=500, cost_total=500)
    with pytest.raises(WrongReturn, match="ni-missing"):
        desk.send(asked, unpaid)
    edition = desk.send(
        asked, unpaid, reasons={"ni-missing": "All are below the threshold", "parts-fte": "never asked"}
    )
    assert edition.reasons == {"ni-missing": "All are below the threshold"}
    with reading(Automation("t"), "returns.read"):
        assert EditionRow.objects.count() == 1


@pytest.mark.promise("P21")
def test_who_sent_a_return_never_accepts_it(desk: Desk) -> None:
    (asked,) = desk.expect()
    both = person_with(["returns.send", "returns.accept"], desk.alpha)
    with act(both, "returns.send", desk.alpha, at=ON_TIME):
        services.return_send(return_id=asked.pk, name="w.csv", content=desk.right())
    assert not desk.accept(asked, by=both)
    assert desk.accept(asked)


def test_a_correction_stands_beside_what_it_corrects_cell_by_cell(desk: Desk) -> None:
    (asked,) = desk.expect()
    desk.send(asked, desk.right())
    desk.accept(asked)
    with pytest.raises(SameFile):
        desk.send(asked, desk.right())
    desk.reopen(asked)
    desk.send(asked, desk.right(consultancy_contracts=3), at=LATE)
    desk.accept(asked)
    with reading(Automation("t"), "returns.read"):
        earlier, later = Edition.objects.order_by("edition")
        assert changes(later, earlier) == [{"line": 2, "column": "consultancy_contracts", "before": 0, "after": 3}]
        ((row, cells),) = returned_figures(kind="workforce", month=OCTOBER)
        assert (row.pk, cells["consultancy_contracts"], cells["paybill_salary"]) == (asked.pk, 3, "100.00")


@pytest.mark.promise("P40")
def test_what_had_been_received_on_a_day_can_be_asked_later(desk: Desk) -> None:
    (asked,) = desk.expect()
    desk.send(asked, desk.right())
    desk.reopen(asked)
    desk.send(asked, desk.right(consultancy_contracts=3), at=LATE)
    assert [one.edition for one in states(known_at=datetime(2026, 11, 10, tzinfo=UTC))] == [1]
    assert [one.edition for one in states(known_at=datetime(2026, 11, 1, tzinfo=UTC))] == [0]
    assert [one.edition for one in states()] == [2]


@pytest.mark.parametrize("model", [Edition, EditionRow, Refusal])
def test_what_was_received_is_never_changed(desk: Desk, model: Any) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), act(Automation("t"), None, desk.alpha, at=ON_TIME):
        model.objects.update(body=desk.alpha)


def test_a_native_body_sends_nothing_and_an_unknown_one_is_asked_for_its_system(desk: Desk) -> None:
    beta = desk.world.beta
    with act(desk.office, "returns.maintain", beta, at=ON_TIME):
        (asked,) = services.returns_expect(kinds=["workforce"], months=[OCTOBER])
    with pytest.raises((IsNative, NotConnected)), act(desk.sender, "returns.send", beta, at=ON_TIME):
        services.return_send(return_id=asked.pk, name="w.csv", content=b"x")


# Native returns


def made(kind: str, body: Body, month: FiscalPeriod) -> list[dict[str, str]]:
    """The native return, which passes the checks that everybody's do."""
    with reading(Automation("returns.make"), "returns.maintain", [body]):
        content = native_rows(kind, body, month)
        parent = parent_of(body, month.last)
    found = check(kind, content, Context(today=date(2027, 1, 1), parents={body.name: parent}))
    # Invoices that a factory finishes have no coded lines; those that are posted always have.
    faults = [each for each in found.faults if not (each.code == "missing" and each.column.startswith("expense_"))]
    assert [str(each) for each in faults] == []
    return list(csv.DictReader(io.StringIO(content.decode())))


def query(statement: str, *values: Any) -> Any:
    with reading(Automation("t"), "ledger.read"), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def test_a_native_workforce_return_equals_people_payslips_and_books(db: None) -> None:
    payroll: Payroll = built_payroll(*SALARIES)
    (row,) = made("workforce", payroll.alpha, SEPTEMBER)
    people = query("SELECT count(*) FROM people_employment WHERE body_id = %s AND started_on <= %s", payroll.alpha.pk,
                   SEPTEMBER.last)[0]  # fmt: skip
    assert int(row["payroll_total_headcount"]) == people == 3
    assert (row["payroll_eo_headcount"], row["payroll_eo_fte"]) == ("3", "3.00")
    books = dict(
        zip(("salary", "ni", "pension"), query(
            "SELECT sum(debit_pence - credit_pence) FILTER (WHERE a.code = '5000'),"
            " sum(debit_pence - credit_pence) FILTER (WHERE a.code = '5010'),"
            " sum(debit_pence - credit_pence) FILTER (WHERE a.code = '5020')"
            " FROM ledger_balance b JOIN ledger_account a ON a.id = b.account_id WHERE b.body_id = %s",
            payroll.alpha.pk,
        ), strict=True)
    )  # fmt: skip

    def pence(*names: str) -> Decimal:
        return sum((Decimal(row[f"paybill_{name}"]) for name in names), Decimal(0)) * 100

    assert pence("salary", "allowances", "performance", "overtime") == books["salary"]
    assert pence("overtime") > 0, "three hours of overtime were entered"
    assert pence("employer_pension") == books["pension"]
    assert pence("employer_ni") == query(
        "SELECT sum(l.pence) FROM pay_payslip p CROSS JOIN LATERAL unnest(p.elements, p.amounts) AS l(element, pence)"
        " WHERE p.body_id = %s AND l.element = 81", payroll.alpha.pk,
    )[0]  # fmt: skip
    assert pence("total") == sum(int(value) for value in (books["salary"], books["pension"])) + pence("employer_ni")


def test_native_invoices_cost_and_measures_equal_their_transactions(db: None) -> None:
    centre: Centre = build_centre()
    centre.cost_centre("C1", service="invoices")
    centre.cost("C1", "5000", 150_000)
    centre.cost("C1", "5400", 280_000)
    centre.finished(centre.alpha, 7)
    month = centre.month
    rows = made("invoices", centre.alpha, month)
    count, pence = query(
        "SELECT count(*), sum(payable_pence) FROM payables_invoice WHERE body_id = %s AND state = 'paid'",
        centre.alpha.pk,
    )
    assert (len(rows), sum(Decimal(row["amount"]) for row in rows) * 100) == (count, pence) and count == 7
    costs = {row["category"]: Decimal(row["amount"]) for row in made("cost", centre.alpha, month)}
    assert costs == {"Pay": Decimal("1500.00"), "Licences": Decimal("2800.00")}
    measures = {row["measure"]: row for row in made("measures", centre.alpha, month)}
    assert measures["volume.received"]["numerator"] == "7"


def test_what_is_not_held_is_not_made(db: None) -> None:
    world = build_world()
    for kind in ("contracts", "workforce", "invoices"):
        with pytest.raises(NotHeld), reading(Automation("t"), "returns.maintain", [world.alpha]):
            native_rows(kind, world.alpha, OCTOBER)


def test_a_return_is_made_from_transactions_by_whoever_sees_no_payslip(db: None) -> None:
    payroll: Payroll = built_payroll(*SALARIES)
    office = person_with(["returns.maintain"], payroll.alpha)
    with act(office, "returns.maintain", payroll.alpha, at=ON_TIME):
        (asked,) = services.returns_expect(kinds=["workforce"], months=[SEPTEMBER])
        edition = services.return_make(return_id=asked.pk)
    with reading(Automation("t"), "returns.read"):
        assert Return.objects.get().state == "made"
        assert Decimal(EditionRow.objects.get(edition=edition).cells["paybill_total"]) > 0


# On the site


@pytest.fixture
def site_desk(committed_db: CommittedDatabase) -> Desk:
    return build_desk()


def test_a_refused_file_is_named_on_the_page_and_nothing_of_it_is_kept(site_desk: Desk) -> None:
    (asked,) = site_desk.expect()
    url = f"/alpha/returns/{asked.pk}/"
    sender = signed_in(site_desk.sender)
    wrong = SimpleUploadedFile("w.csv", site_desk.right(payroll_eo_headcount=11), "text/csv")
    page = unescape(sender.post(f"{url}send/", {"file": wrong}, follow=True).content.decode())
    assert "Nothing was taken." in page and "parts-headcount" in page
    right = SimpleUploadedFile("w.csv", site_desk.right(), "text/csv")
    page = unescape(sender.post(f"{url}send/", {"file": right}, follow=True).content.decode())
    assert "1 row received." in page and "Files that were refused" in page
    page = unescape(signed_in(site_desk.signatory).post(f"{url}accept/", follow=True).content.decode())
    assert "The return is accepted." in page
    listed = json.loads(read(sender, "/all/returns/?format=json"))["rows"]
    assert [(row["state"], row["refusals"], row["completeness_basis_points"]) for row in listed] == [
        ("Accepted", 1, 10_000)
    ]


@pytest.mark.promise("P15")
def test_templates_and_schemas_are_had_as_files(site_desk: Desk) -> None:
    reader = signed_in(site_desk.office)
    for kind, form in FORMATS.items():
        assert read(reader, f"/all/returns/formats/{kind}/template/") == template(form)
        assert json.loads(read(reader, f"/all/returns/formats/{kind}/schema/")) == json_schema(form)
        page = read(reader, f"/all/returns/formats/{kind}/")
        assert f"/all/returns/formats/{kind}/template/" in page
    read(reader, "/all/returns/formats/none/schema/", 400)


def test_who_holds_no_duty_of_returns_sees_none(site_desk: Desk) -> None:
    stranger = signed_in(person_with(["levels.read"], site_desk.alpha))
    for path in ("returns/", "returns/formats/", "returns/formats/workforce/"):
        read(stranger, f"/alpha/{path}", 403)


@pytest.mark.browser
@pytest.mark.promise("P49")
def test_axe_finds_nothing_on_the_pages_of_returns(
    site_desk: Desk, site: str, page: Any, axe: Callable[[Any], list[str]]
) -> None:
    september, october = site_desk.expect(SEPTEMBER, OCTOBER)
    site_desk.send(october, site_desk.right(), at=LATE, reasons={"month-missing": "The system was being moved"})
    site_desk.reopen(october)
    site_desk.send(october, site_desk.right(consultancy_contracts=3), at=LATE,
                   reasons={"month-missing": "The system was being moved"})  # fmt: skip
    person = person_with(["returns.send", "returns.read"], site_desk.alpha)
    cookie = signed_in(person).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": site}])
    found = {}
    for name, url in {
        "returns": "/all/returns/",
        "return": f"/alpha/returns/{october.pk}/",
        "return-send": f"/alpha/returns/{september.pk}/send/",
        "return-formats": "/alpha/returns/formats/",
        "return-format": "/alpha/returns/formats/workforce/",
    }.items():
        answer = page.goto(f"{site}{url}")
        assert answer.status == 200, (name, answer.status)
        found[name] = axe(page)
        if place := os.environ.get("HANAPER_PICTURES"):
            page.screenshot(path=Path(place) / f"{name}.png", full_page=True)
    assert found == {name: [] for name in found}
