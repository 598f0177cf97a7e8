"""The tables on the page of a pay run: what stands out, who is held back, what came late, totals, what is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q

from hanaper.foundation.identity.api import person_names
from hanaper.foundation.interface.api import (
    Column,
    Fact,
    Table,
    Tag,
    Visit,
)
from hanaper.foundation.interface.steps import state_tag
from hanaper.hr.pay import selectors
from hanaper.hr.pay.control import control_totals
from hanaper.hr.pay.late import LateItem
from hanaper.hr.pay.models import PayRun, Submission
from hanaper.hr.pay.views.addresses import run_url, submission_url
from hanaper.hr.pay.views.who import Who
from hanaper.hr.pay.wording import CHECKS, HELD, TOTALS

_FILE = {
    (True, True): "Download",
    (True, False): "Written",
    (False, True): "Not written yet",
    (False, False): "Not written yet",
}


def checks_of(run: PayRun) -> list[Fact]:
    """How many checks of each kind were raised, and how many are open."""
    counted = (
        selectors.pay_checks(run.pk)
        .values("kind")
        .annotate(all=Count("pk"), open=Count("pk", filter=Q(state="raised")))
    ).order_by("kind")
    at = run_url(run.body.code, run.pk)
    found = [
        Fact(
            CHECKS.get(row["kind"], row["kind"]),
            Tag(f"{row['open']} open of {row['all']}", "orange" if row["open"] else "green"),
            href=f"{at}checks/?kind={row['kind']}",
        )
        for row in counted
    ]
    return found or [Fact("Nothing stands out", "Every payslip is like the one before")]


def held_table(run: PayRun, held: Sequence[Any]) -> Table:
    """Who is held back, and why."""
    who = Who(each.employment_id for each in held)
    return Table(
        "held-back",
        columns=[
            Column("number", "Payroll number", "code", value=lambda h: who.number(h.employment_id),
                   link=lambda h: f"/{run.body.code}/employments/{h.employment_id}/"),
            Column("name", "Name", value=lambda h: who.name(h.employment_id)),
            Column("code", "Why", value=lambda h: HELD.get(h.code, HELD["other"]).format_map(_Words(h.values))),
        ],
        rows=list(held),
        synthetic=lambda h: run.body.synthetic,
        page_size=200,
        noun=("person", "people"),
    )  # fmt: skip


def late_table(run: PayRun, late: Sequence[LateItem]) -> Table:
    """What came after the cut-off, and from whom."""
    who = Who(each.employment_id for each in late)
    names = person_names([each.owner_id for each in late])
    return Table(
        "late",
        columns=[
            Column("what", "What", value=lambda each: each.what),
            Column("number", "Payroll number", "code", value=lambda each: who.number(each.employment_id),
                   link=lambda each: f"/{run.body.code}/employments/{each.employment_id}/"),
            Column("came_at", "Came", "datetime", value=lambda each: each.came_at),
            Column("owner", "From", value=lambda each: names.get(each.owner_id, "A rule")),
        ],
        rows=late,
        synthetic=lambda each: run.body.synthetic,
        page_size=200,
        noun=("item", "items"),
    )  # fmt: skip


class _Words(dict[str, Any]):
    """Values of a refusal; one that is missing shows as nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def totals_table(run: PayRun) -> Table:
    """What was calculated, by element."""
    rows = [(label, run.totals[code]) for code, label in TOTALS.items() if code in run.totals]
    return Table(
        "totals",
        columns=[
            Column("what", "What", value=lambda row: row[0]),
            Column("pence", "In all", "money", value=lambda row: row[1]),
        ],
        rows=rows,
        synthetic=lambda row: run.body.synthetic,
        page_size=200,
        noun=("total", "totals"),
    )


def control_table(run: PayRun) -> Table:
    """Each figure wherever it stands, and whether it is the same everywhere."""
    return Table(
        "control-totals",
        columns=[
            Column("what", "What", value=lambda t: t.what),
            Column("payslips", "Payslips", "money", value=lambda t: t.payslips),
            Column("books", "Books", "money", value=lambda t: t.books),
            Column("instructed", "Instructed", "money", value=lambda t: t.instructed),
            Column("pain001", "pain.001", "money", value=lambda t: (t.files or {}).get("pain.001")),
            Column("bacs18", "Bacs 18", "money", value=lambda t: (t.files or {}).get("bacs18")),
            Column("reported", "Told to HMRC", "money", value=lambda t: t.reported),
            Column("agrees", "Agreed", "tag", value=lambda t: _AGREED[t.agrees]),
        ],
        rows=control_totals(run),
        synthetic=lambda t: run.body.synthetic,
        page_size=200,
        noun=("control total", "control totals"),
    )


_AGREED = {True: Tag("The same", "green"), False: Tag("Differs", "red")}


def told_table(visit: Visit, run: PayRun, told: Sequence[Submission]) -> Table:
    """What the run tells HMRC and others, with its files for whoever sends them."""
    sends = visit.holds("pay-run.submit", run.body)
    return Table(
        "told",
        columns=[
            Column("kind", "What", value=lambda s: s.get_kind_display(),
                   link=lambda s: submission_url(run.body.code, s.pk)),
            Column("part", "Part", "number"),
            Column("people", "People", "number"),
            Column("ir_mark", "IRmark", "code"),
            Column("state", "State", "tag", value=lambda s: state_tag(s.state)),
            Column("file", "File", value=lambda s: _FILE[bool(s.file_id), sends],
                   link=lambda s: f"{submission_url(run.body.code, s.pk)}file/" if s.file_id and sends else None),
        ],
        rows=list(told),
        synthetic=lambda s: run.body.synthetic,
        page_size=200,
        noun=("submission", "submissions"),
    )  # fmt: skip
