"""Benefits on the screen: proposed, signed and approved by who may, and every figure open to its workings."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from typer.testing import CliRunner

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.commercial.suppliers.tests.test_pages import read, signed_in
from hanaper.foundation.acts.api import Actor, Automation, reading
from hanaper.strategy.benefits import services
from hanaper.strategy.benefits.commands import app
from hanaper.strategy.benefits.facts import instrument
from hanaper.strategy.benefits.models import Baseline, Benefit, CostToAchieve, Reconciliation
from hanaper.strategy.benefits.rules.forecast_file import ForecastYear
from hanaper.strategy.benefits.tests.factories import Office, build_office
from tests.databases import CommittedDatabase


@pytest.fixture
def office(committed_db: CommittedDatabase) -> Office:
    return build_office()


def post(client: Client, url: str, **said: Any) -> Any:
    return client.post(url, said, follow=True)


BASELINE = {
    "title": "Invoices before", "view": "unit-cost", "service": "invoices", "perimeter": "The centre",
    "began_on-day": "1", "began_on-month": "4", "began_on-year": "2023",
    "ended_on-day": "1", "ended_on-month": "4", "ended_on-year": "2024",
    "volume": "1000", "cost_pence": "60,000.00", "hours": "1000", "quality": "90", "price_year": "2026-27",
    "instrument": instrument("unit-cost"), "source": "Books of 2023-24", "confidence": "medium",
}  # fmt: skip


@pytest.mark.promise("P21")
def test_a_baseline_is_taken_by_one_and_signed_by_another_on_the_site(office: Office) -> None:
    made = post(signed_in(office.taker), "/alpha/baselines/propose/", **BASELINE)
    assert made.status_code == 200 and "It waits for a signature" in unescape(made.content.decode())
    with reading(Automation("t"), "benefit.read"):
        pk = Baseline.objects.get().pk
    page = unescape(read(signed_in(office.taker), f"/alpha/baselines/{pk}/"))
    assert "£60.00" in page and "Nobody has signed it" in page and f"/baselines/{pk}/sign/" not in page
    signed = post(signed_in(office.signer), f"/alpha/baselines/{pk}/sign/")
    assert "The baseline is signed." in unescape(signed.content.decode())


def test_a_wrong_year_is_named_beside_its_field(office: Office) -> None:
    made = post(signed_in(office.taker), "/alpha/baselines/propose/", **BASELINE | {"price_year": "2026"})
    assert made.status_code == 400
    assert "must be a fiscal year, such as 2026-27" in unescape(made.content.decode())


def test_a_benefit_from_proposal_to_the_workings_of_a_month(office: Office) -> None:
    baseline = office.baseline("unit-cost")
    said = {
        "baseline": str(Baseline_number(baseline.pk)), "title": "Cheaper invoices", "owner": "Head of finance services",
        "kind": "efficiency", "benefit_class": "cash-releasing", "method": "(u0 I - u) n", "attribution": "All of it",
        "share": "100", "change_on-day": "1", "change_on-month": "6", "change_on-year": "2024",
        "draw_pence": "60,000.00", "draw_hours": "", "evidence": "",
    }  # fmt: skip
    made = post(signed_in(office.owner), "/alpha/benefits/propose/", **said)
    assert "It waits for approval by somebody else" in unescape(made.content.decode()), made.content.decode()[:3000]
    with reading(Automation("t"), "benefit.read"):
        pk = Benefit.objects.get().pk
    post(signed_in(office.approver), f"/alpha/benefits/{pk}/approve/")
    file = SimpleUploadedFile("p.csv", b"year,amount\n2026-27,1200.00\n2027-28,1300.00\n", "text/csv")
    kept = post(signed_in(office.owner), f"/alpha/benefits/{pk}/forecast/", file=file)
    assert "Profile 1 is kept, with 2 years." in unescape(kept.content.decode())
    slug = f"{office.month.start:%Y-%m}"
    ran = CliRunner().invoke(app, ["read", "--month", slug, "--cluster", "north"])
    assert ran.exit_code == 0, ran.output

    reader = signed_in(office.approver)
    listed = unescape(read(reader, f"/all/benefits/?as_of={office.month.last:%Y-%m-%d}"))
    assert "Cheaper invoices" in listed and "£1,000.00" in listed and "Measured, not realised" in listed
    assert "Made up: north, unit cost of a service" in listed
    claims = unescape(read(reader, "/all/benefits/claims/"))
    assert "more than £120,000,000.00" in claims and "£1,000.00" not in claims
    assert "more than £120,000,000.00" not in listed, "no made-up measure stands beside a real claim"
    month = unescape(read(reader, f"/alpha/benefits/{pk}/months/{slug}/"))
    for words in (
        "What they would have cost before",
        "£6,000.00",
        "Held for 1 of the 6 months",
        "Finance has not reconciled it",
    ):
        assert words in month
    rows = json.loads(read(reader, "/all/benefits/?format=json"))["rows"]
    assert [(row["net_pence"], row["synthetic"]) for row in rows] == [(100_000, True)]
    assert CliRunner().invoke(app, ["show", "--json"]).output.count('"measured": 100000') == 0, "the month is not over"


def Baseline_number(pk: int) -> str:  # noqa: N802  (reads a number inside an act)
    with reading(Automation("t"), "benefit.read"):
        return Baseline.objects.get(pk=pk).number


def test_a_profile_with_a_wrong_row_is_refused_by_line(office: Office) -> None:
    benefit = office.benefit(office.baseline("unit-cost"))
    file = SimpleUploadedFile("p.csv", b"year,amount,optimism_bias\n2026,1,\n2027-28,x,10\n", "text/csv")
    said = post(signed_in(office.owner), f"/alpha/benefits/{benefit.pk}/forecast/", file=file)
    page = unescape(said.content.decode())
    assert said.status_code == 400 and "fiscal year such as 2026-27" in page and "why that much optimism bias" in page


def test_finance_reconciles_and_records_costs(office: Office) -> None:
    benefit = office.benefit(office.baseline("unit-cost"))
    finance = signed_in(office.finance)
    day = {"since-day": "1", "since-month": "7", "since-year": "2024"}
    post(finance, f"/alpha/benefits/{benefit.pk}/reconcile/", monthly_pence="300", posts="", budget_line="Agency staff",
         source="Ledger", **day)  # fmt: skip
    on = {"as_of-day": "1", "as_of-month": "4", "as_of-year": "2026"}
    cost = {"category": "programme", "kind": "spent", "year": "2026-27", "pence": "1,000.00", "source": "Ledger"}
    post(finance, "/alpha/benefits/costs/record/", **cost, **on)
    with reading(Automation("t"), "benefit.read"):
        assert Reconciliation.objects.get().since == date(2024, 7, 1)
        assert CostToAchieve.objects.get().pence == 100_000
    listed = unescape(read(signed_in(office.approver), "/all/benefits/costs/"))
    assert "Programme" in listed and "£1,000.00" in listed


@pytest.mark.promise("P15")
@pytest.mark.parametrize(
    "path", ["benefits/", "baselines/", "benefits/costs/", "benefits/propose/", "baselines/propose/"]
)
def test_who_holds_no_duty_of_benefits_sees_none(office: Office, path: str) -> None:
    stranger = signed_in(person_with(["levels.read"], office.centre.alpha))
    read(stranger, f"/alpha/{path}", 403)


def test_the_command_says_where_clusters_stand(office: Office) -> None:
    office.benefit(office.baseline("unit-cost"))
    office.read()
    said = CliRunner().invoke(app, ["show", "--json", "--as-of", f"{office.month.last:%Y-%m-%d}"])
    assert said.exit_code == 0, said.output
    (one,) = json.loads(said.stdout)
    assert one["synthetic"] is True and one["years"][0]["measured"] == 100_000
    words = CliRunner().invoke(app, ["show", "--as-of", f"{office.month.last:%Y-%m-%d}"]).stdout
    assert "made up: synthetic" in words and "£1,000.00" in words


@pytest.mark.browser
@pytest.mark.promise("P49")
def test_axe_finds_nothing_on_the_pages_of_benefits(
    office: Office, site: str, page: Any, axe: Callable[[Any], list[str]]
) -> None:
    baseline = office.baseline("unit-cost")
    benefit = office.benefit(baseline, draw_pence=6_000_000)
    office.benefit(office.baseline("hours"), title="Time saved", kind="time-saved")
    prices = office.baseline("prices")
    office.read()
    with office.in_act("owner", "benefit.report"):
        years = [
            ForecastYear(year=office.month.fiscal_year.first_year + n, pence=90_000 + n * 10_000) for n in range(15)
        ]
        services.benefit_forecast(benefit_id=benefit.pk, years=years)
    with office.in_act("finance", "benefit.reconcile"):
        services.cost_to_achieve_record(category="data", kind="spent", year=office.month.fiscal_year.first_year,
                                        pence=50_000, as_of=office.month.start, source="Ledger")  # fmt: skip
    everything = person_with(["benefit.approve", "benefit.read", "benefit.report", "costs.read"], office.centre.alpha)
    slug = f"{office.month.start:%Y-%m}"
    found = {}
    _sign_in(page, site, everything)
    for name, url in {
        "benefits": "/alpha/benefits/",
        "benefit": f"/alpha/benefits/{benefit.pk}/",
        "benefit-month": f"/alpha/benefits/{benefit.pk}/months/{slug}/",
        "benefit-propose": "/alpha/benefits/propose/",
        "baselines": "/alpha/baselines/",
        "baseline": f"/alpha/baselines/{baseline.pk}/",
        "baseline-prices": f"/alpha/baselines/{prices.pk}/",
        "costs-to-achieve": "/alpha/benefits/costs/",
        "claims": "/alpha/benefits/claims/",
    }.items():
        answer = page.goto(f"{site}{url}")
        assert answer.status == 200, (name, answer.status)
        found[name] = axe(page)
        if place := os.environ.get("HANAPER_PICTURES"):
            page.screenshot(path=Path(place) / f"{name}.png", full_page=True)
    assert found == {name: [] for name in found}


def _sign_in(page: Any, site: str, actor: Actor) -> None:
    cookie = signed_in(actor).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": site}])
