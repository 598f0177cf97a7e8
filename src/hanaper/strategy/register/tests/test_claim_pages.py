"""Claims through the pages and the commands: recorded by one person, checked by another, brought in as a file."""

from __future__ import annotations

import os
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from typer.testing import CliRunner

from hanaper.commercial.suppliers.tests.factories import person_with
from hanaper.commercial.suppliers.tests.test_pages import read, send, signed_in
from hanaper.foundation.identity.models import Person
from hanaper.foundation.identity.tests import people
from hanaper.strategy.register.commands import app
from hanaper.strategy.register.rules.entering import COLUMNS
from hanaper.strategy.register.tests.claims import FIGURE, Keeping, as_csv, build_keeping
from tests.databases import CommittedDatabase

STEP = {"once": "k1"}


@pytest.fixture
def keeping(committed_db: CommittedDatabase) -> Keeping:
    return build_keeping()


def test_a_claim_is_recorded_checked_by_somebody_else_and_found_on_the_figures_page(keeping: Keeping) -> None:
    ann, bob = signed_in(keeping.ann), signed_in(keeping.bob)
    figure = "/real/register/figures/benefits-over-15-years/"
    assert "Record another claim" in read(ann, figure)
    form = read(ann, "/real/register/claims/record/figure/?about=benefits-over-15-years")
    assert "Benefits over fifteen years" in unescape(form)
    wrong = ann.post("/real/register/claims/record/figure/", FIGURE | STEP | {"value": "2.5bn"})
    assert wrong.status_code == 400 and "Pounds have their sign" in unescape(wrong.content.decode())
    url = send(ann, "/real/register/claims/record/figure/", FIGURE | {"once": "k2"})
    assert "Check against its source" in unescape(read(bob, "/all/work/"))
    assert "Check against its source" not in unescape(read(ann, "/all/work/"))
    read(bob, f"{url}check/")
    send(bob, f"{url}check/", STEP)
    page = unescape(read(ann, url))
    assert "Checked against the source: it stands" in page and "about £2.5 billion" in page
    history = unescape(
        read(signed_in(person_with(["register.read"], keeping.world.beta)), figure.replace("real", "all"))
    )
    assert "Real, CL-" in history and "Hanaper contributors" in history and "about £2.5 billion" in history
    source = unescape(read(ann, "/real/register/sources/claim-1/"))
    assert "Shared services: progress" in source and "Real, CL-" in source and "about £2.5 billion" in source


@pytest.mark.parametrize("kind", ["figure", "state", "date", "live", "commitment"])
def test_each_kind_has_a_form_of_what_it_needs(keeping: Keeping, kind: str) -> None:
    page = unescape(read(signed_in(keeping.ann), f"/real/register/claims/record/{kind}/"))
    assert "Title of the source" in page
    assert ("Short name of a new figure" in page) == (kind == "figure")
    assert ("Planned or actual" in page) == (kind == "date")


def test_a_file_is_brought_in_or_refused_row_by_row(keeping: Keeping) -> None:
    ann = signed_in(keeping.ann)
    url = "/real/register/claims/file/"

    def post(content: bytes) -> Any:
        return ann.post(url, {"file": SimpleUploadedFile("claims.csv", content, "text/csv"), "once": str(len(content))})

    refused = post(as_csv(FIGURE, FIGURE | {"as_of": "soon"}))
    assert refused.status_code == 400 and "Line 3, as of: found soon" in unescape(refused.content.decode())
    assert post(b"about,value\r\n").status_code == 400
    assert post(b"%PDF-1.7 no table").status_code == 400, "judged by its content"
    assert read(ann, "/real/register/claims/template/").strip() == ",".join(COLUMNS)
    assert post(as_csv(FIGURE)).status_code == 303
    assert "1 claim" in unescape(read(ann, "/real/register/claims/?state=recorded"))
    assert "CL-" in read(ann, "/real/register/claims/?format=csv")


def test_the_command_records_a_file_and_prints_its_template(keeping: Keeping, tmp_path: Path) -> None:
    with people.test_act():
        account = people.account(Person.objects.get(pk=keeping.ann.person_id))
    template = CliRunner().invoke(app, ["claims-template"]).stdout
    assert template.strip() == ",".join(COLUMNS)
    file = tmp_path / "claims.csv"
    file.write_bytes(as_csv(FIGURE))
    words = ["claims-import", str(file), "--body", "real", "--by", account.username]
    assert "Recorded: 1; here already: 0" in CliRunner().invoke(app, words).stdout
    assert "Recorded: 0; here already: 1" in CliRunner().invoke(app, words).stdout
    assert CliRunner().invoke(app, [*words[:-1], "nobody"]).exit_code == 2


@pytest.mark.promise("P15")
def test_who_may_only_read_records_and_checks_nothing(keeping: Keeping) -> None:
    claim = keeping.record()
    reader = signed_in(person_with(["register.read"], keeping.world.real))
    assert "Record a claim" not in read(reader, "/real/register/claims/")
    read(reader, "/real/register/claims/record/figure/", 403)
    read(reader, "/real/register/claims/file/", 403)
    assert reader.post(f"/real/register/claims/{claim.pk}/check/", STEP).status_code == 403
    read(reader, f"/real/register/claims/{claim.pk}/")
    read(signed_in(person_with(["register.read"], keeping.world.beta)), f"/all/register/claims/{claim.pk}/", 404)


@pytest.mark.browser
@pytest.mark.promise("P49")
def test_axe_finds_nothing_on_claims(keeping: Keeping, site: str, page: Any, axe: Callable[[Any], list[str]]) -> None:
    claim = keeping.standing()
    keeping.record(value="£2,600,000,000", note="Read again a week later.")
    cookie = signed_in(keeping.bob).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": site}])
    for path, name in (("", "list"), (f"{claim.pk}/", "one"), (f"{claim.pk + 1}/check/", "check"),
                       ("record/", "kinds"), ("record/figure/", "record"), ("file/", "file")):  # fmt: skip
        assert page.goto(f"{site}/real/register/claims/{path}").status == 200
        assert axe(page) == [], name
        if place := os.environ.get("HANAPER_PICTURES"):
            page.screenshot(path=Path(place) / f"claims-{name}.png", full_page=True)
    page.goto(f"{site}/real/register/figures/benefits-over-15-years/")
    if place := os.environ.get("HANAPER_PICTURES"):
        page.screenshot(path=Path(place) / "claims-figure.png", full_page=True)
