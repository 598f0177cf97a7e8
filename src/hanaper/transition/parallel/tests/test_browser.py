"""The pages of a parallel run in Chromium, judged by axe."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from hanaper.foundation.acts.api import Actor
from hanaper.foundation.identity.models import Person
from hanaper.foundation.identity.tests import people
from hanaper.transition.parallel.api import Difference
from hanaper.transition.parallel.tests.test_runs import DAY, SEPTEMBER, Moving
from tests.databases import CommittedDatabase

pytestmark = pytest.mark.browser

#: Where pictures go, when somebody wants to look at them.
PICTURES = os.environ.get("HANAPER_PICTURES", "")


def sign_in(page: Any, site: str, actor: Actor) -> None:
    """Give the browser the session of somebody who has just signed in."""
    with people.test_act():
        account = people.account(Person.objects.get(pk=actor.person_id))
    cookie = people.signed_in_client(account).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.clear_cookies()
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])


@pytest.mark.promise("P49")
def test_the_pages_of_a_parallel_run_pass_axe(
    site: str, page: Any, committed_db: CommittedDatabase, axe: Callable[[Any], list[str]]
) -> None:
    moving = Moving()
    pay = moving.payroll
    base, code, starter, penny = (
        pay.hire(6_000_000, code="BR"), pay.hire(6_000_000, code="BR"),
        pay.hire(day=date(2026, 9, 16), known=date(2026, 9, 1)), pay.hire(),
    )  # fmt: skip
    moving.run = pay.calculate(pay.open(SEPTEMBER))
    theirs = moving.ours(base, code, starter, penny)
    numbers = [moving.number(each) for each in (base, code, starter, penny)]
    theirs[numbers[0]]["basic"] -= 10000
    theirs[numbers[0]]["tax"] -= 1890
    theirs[numbers[1]]["tax"] += 4000
    moving.facts[numbers[1]]["tax_code"] = "D0"
    theirs[numbers[2]]["basic"] -= 4839
    theirs[numbers[3]]["ni"] += 1
    theirs["GHOST1"] = {"basic": 200000, "tax": 19000}
    run = moving.bring(moving.file(theirs))

    def look(path: str, name: str) -> None:
        answer = page.goto(f"{site}{path}")
        assert answer.status == 200, (path, answer.status)
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)
        assert axe(page) == [], name

    sign_in(page, site, moving.desk)
    look("/alpha/parallel-runs/import/", "parallel-import")
    moving.compare(run)
    look("/alpha/parallel-runs/", "parallel-runs")
    sign_in(page, site, moving.control)
    look(f"/alpha/parallel-runs/{run.pk}/", "parallel-run")
    look(f"/alpha/parallel-runs/{run.pk}/differences/", "parallel-differences")
    with pay.doing(moving.control, "migration.read", DAY):
        pk = Difference.objects.filter(cause="tax-code").values_list("pk", flat=True).get()
    look(f"/alpha/parallel-differences/{pk}/", "parallel-difference")
    look(f"/alpha/parallel-differences/{pk}/accept/", "parallel-difference-accept")
