"""Notices about pay: what came in, what waits to be matched and for how long, and what was followed."""

from __future__ import annotations

from datetime import date
from typing import Any

from hanaper.foundation.interface.api import (
    ChoiceFilter,
    Column,
    Done,
    EditPage,
    Fact,
    FormRefused,
    Link,
    ListPage,
    ObjectPage,
    Press,
    Section,
    Table,
    Visit,
    name_wrong_rows,
    page,
    press,
)
from hanaper.foundation.interface.steps import page_of, panel, state_tag, step_view
from hanaper.hr.pay import notices, selectors
from hanaper.hr.pay.errors import WrongNotices
from hanaper.hr.pay.forms import MatchForm, NoticesForm
from hanaper.hr.pay.models import Notice
from hanaper.hr.pay.process import PAY_NOTICE
from hanaper.hr.pay.rules.notice_file import MONEY
from hanaper.hr.pay.views.who import Who
from hanaper.hr.pay.wording import ORDER_KINDS, SET_ASIDE
from hanaper.kernel.dates import show_date
from hanaper.kernel.errors import NotThere
from hanaper.kernel.money import Money


@page_of(PAY_NOTICE)
def notice_url(scope: str, pk: int) -> str:
    return f"/{scope}/pay-notices/{pk}/"


@page("pay-run.read")
def notice_list(visit: Visit) -> ListPage:
    rows = selectors.notices()
    who = Who(pk for pk in rows.values_list("employment_id", flat=True) if pk is not None)
    today = visit.today
    table = Table(
        "notices",
        columns=[
            Column("number", "Notice", "code", link=lambda n: notice_url(n.body.code, n.pk), sort=True),
            Column("kind", "Kind", value=lambda n: n.get_kind_display(), sort=True),
            Column("effective_on", "Holds from", "date", sort=True),
            Column("payroll_number", "Payroll number", "code",
                   value=lambda n: who.number(n.employment_id) if n.employment_id else n.payroll_number),
            Column("name", "Name", value=lambda n: who.name(n.employment_id) if n.employment_id else ""),
            Column("body__name", "Body", sort=True),
            Column("state", "State", "tag", value=lambda n: state_tag(n.state)),
            Column("waits", "Waits, days", "number",
                   value=lambda n: (today - n.state_since.date()).days if n.state == "unmatched" else None),
        ],
        rows=rows,
        filters=[
            ChoiceFilter("state", "State", choices=[(s, state_tag(s).text) for s in PAY_NOTICE.states]),
            ChoiceFilter("kind", "Kind", choices=Notice.Kind.choices),
        ],
        synthetic=lambda n: n.body.synthetic,
        noun=("notice", "notices"),
        empty="No notices yet. Bring in a file of them.",
    )  # fmt: skip
    may = visit.scope != "all" and visit.holds("pay-facts.set", visit.body)
    return ListPage(
        title="Notices about pay",
        scope=visit.scope,
        table=table.bind(visit.asked, visit.path),
        actions=[Press("Bring in notices", visit.url("pay-notices/import/"), method="get")] if may else [],
        help=["A notice that fits one employment is followed by a rule. The others wait for somebody to match them."],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("pay-run.read")
def notice_show(visit: Visit, pk: int) -> ObjectPage:
    notice = selectors.notice_get_for(pk)
    shown = panel(PAY_NOTICE, notice)
    about = notice.employment_id
    who = Who([about] if about else [])
    return ObjectPage(
        title=f"Notice {notice}",
        scope=visit.scope,
        caption=notice.get_kind_display(),
        identity=[
            Fact("Holds from", notice.effective_on, "date"),
            Fact("Payroll number", who.number(about) if about else None, "code", missing="Matched to nobody"),
            Fact("Name", who.name(about) if about else None, missing="Matched to nobody"),
        ],
        state=shown.state,
        waiting=shown.waiting,
        facts=[
            Fact("Body", notice.body.name),
            Fact("Payroll number on it", notice.payroll_number or None, "code", missing="It gives no number"),
            Fact("Employments that it fits", notice.matches, "number"),
            Fact("File", notice.file.name, hint=f"line {notice.line}"),
        ],
        sections=[Section("What it says", facts=_said(notice))],
        actions=shown.actions,
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=shown.related,
        back=Link("Notices about pay", visit.url("pay-notices/")),
        item=f"pay-notice:{pk}",
        synthetic=notice.body.synthetic,
    )


def _said(notice: Notice) -> list[Fact]:
    found = []
    for name, value in notice.given.items():
        found.append(Fact(LABELS.get(name, name.replace("_", " ").capitalize()), _shown(name, value)))
    return found or [Fact("Nothing besides", "Its kind says it all")]


def _shown(name: str, value: Any) -> str:
    if name in MONEY:
        return str(Money(value))
    if name == "made_on":
        return show_date(date.fromisoformat(value))
    return YES_NO.get(value) or ORDER_KINDS.get(value, str(value))


YES_NO = {True: "Yes", False: "No"}
LABELS = {"is_week1": "Week 1/month 1", "order_kind": "Kind of order", "plan": "Loan plan"}


@page("pay-facts.set")
def notices_form(visit: Visit) -> EditPage:
    return EditPage(
        title="Bring in notices",
        scope=visit.scope,
        form=visit.entered or NoticesForm(),
        submit="Check and bring in",
        intro=["The whole file is taken, or nothing of it. The same file again changes nothing."],
        cancel=Link("Cancel", visit.url("pay-notices/")),
        back=Link("Notices about pay", visit.url("pay-notices/")),
        synthetic=visit.body.synthetic,
    )


@press("pay-facts.set", shows=notices_form)
def notices_import(visit: Visit) -> Done:
    form = NoticesForm(visit.posted(), visit.request.FILES)
    if not form.is_valid():
        raise FormRefused(form)
    visit.entered = form
    file = form.cleaned_data["file"]
    try:
        made = notices.notices_import(name=file.name, content=file.read())
    except WrongNotices as refusal:
        name_wrong_rows(form, refusal.values["wrong"], field="file")
        raise FormRefused(form) from None
    return Done(visit.url("pay-notices/"), f"{len(made)} notices are in. Rules follow those that fit one employment.")


@page("pay-facts.set")
def match_form(visit: Visit, pk: int) -> EditPage:
    notice = selectors.notice_get_for(pk)
    return EditPage(
        title=f"Match notice {notice}",
        scope=visit.scope,
        form=visit.entered or MatchForm(),
        submit="Match it",
        intro=["Say whom it is about. A rule then follows it, from the day on which it holds."],
        cancel=Link("Cancel", notice_url(notice.body.code, pk)),
        back=Link(f"Notice {notice}", notice_url(notice.body.code, pk)),
        synthetic=notice.body.synthetic,
    )


@press("pay-facts.set", shows=match_form)
def notice_match(visit: Visit, pk: int) -> Done:
    form = MatchForm(visit.posted())
    if not form.is_valid():
        raise FormRefused(form)
    visit.entered = form
    try:
        notices.notice_match(notice_id=pk, payroll_number=form.cleaned_data["payroll_number"])
    except NotThere:
        form.add_error("payroll_number", "No employment of this body has this payroll number")
        raise FormRefused(form) from None
    return Done(notice_url(visit.scope, pk), "It is matched. A rule follows it now.")


notice_set_aside = step_view(
    PAY_NOTICE, "set-aside", load=selectors.notice_get_for, reasons=SET_ASIDE,
    take=lambda ids, reason: notices.notices_set_aside(ids=ids, reason=reason),
    consequence="Nobody's pay changes by it.", said="The notice is set aside.",
)  # fmt: skip
