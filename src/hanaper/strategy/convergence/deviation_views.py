"""Deviations on the screen: the list with its alarm, one of them, asking, agreeing, refusing, ending."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from hanaper.foundation.duties.api import duty
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
    Rows,
    Section,
    Table,
    Tag,
    Visit,
    page,
    press,
)
from hanaper.foundation.interface.steps import page_of, panel, state_tag, step_view
from hanaper.foundation.processes.api import process as declared
from hanaper.kernel.dates import show_date
from hanaper.strategy.convergence import selectors, services
from hanaper.strategy.convergence.forms import DeviationForm
from hanaper.strategy.convergence.models import Deviation
from hanaper.strategy.convergence.pages import SECTION
from hanaper.strategy.convergence.process import DEVIATION
from hanaper.strategy.convergence.standards import standards
from hanaper.strategy.convergence.wording import ASPECTS

ITEM: Final = "deviation:{pk}"
_STANDING = {"in force": "In force", "overdue": "Overdue", "other": "Neither"}


@page_of(DEVIATION)
def deviation_url(scope: str, pk: int) -> str:
    return f"/{scope}/{SECTION}deviations/{pk}/"


@page("convergence.read")
def deviation_list(visit: Visit) -> ListPage:
    """Every deviation, with cost, owner and expiry; those that are over and were not ended are named in words."""
    may_ask = visit.scope != "all" and visit.holds("deviation.propose", visit.body)
    table = Table(
        "deviations",
        columns=[
            Column("number", "Number", "code", link=lambda r: deviation_url(r["body_code"], r["id"]), sort=True),
            Column("process_code", "Process", value=lambda r: declared(r["process_code"]).title, sort=True),
            Column("body", "Body", sort=True),
            Column("what", "What is done otherwise"),
            Column("aspect", "In", value=lambda r: ASPECTS[r["aspect"]]),
            Column("cost_pence", "Cost a year", "money", sort=True, hint="empty: not worked out"),
            Column("owner_duty", "Answered for by", value=lambda r: duty(r["owner_duty"]).title),
            Column("from_on", "From", "date", sort=True),
            Column("expires_on", "Expires", "date", sort=True),
            Column("standing", "Standing", "tag", value=_standing),
            Column("state", "State", "tag", value=lambda r: state_tag(r["state"]), sort=True),
        ],
        rows=selectors.deviation_rows(as_of=visit.at, known_at=visit.at),
        caption="Deviations from standard processes",
        filters=[
            ChoiceFilter("standing", "Standing", choices=list(_STANDING.items()), by=_stands),
            ChoiceFilter("process", "Process", field="process_code",
                         choices=[(code, held.process.title) for code, held in standards(visit.today).items()]),
            ChoiceFilter("state", "State", choices=[(s, state_tag(s).text) for s in DEVIATION.states]),
        ],
        order="expires_on",
        synthetic=lambda r: bool(r["synthetic"]),
        noun=("deviation", "deviations"),
        empty="No deviation was asked for. A body that must do otherwise asks here, for two years at most.",
    )  # fmt: skip
    return ListPage(
        title="Deviations",
        scope=visit.scope,
        section=SECTION,
        back=Link("Convergence", visit.url(SECTION)),
        table=table.bind(visit.asked, visit.path),
        actions=[Press("Ask to deviate", visit.url(f"{SECTION}deviations/ask/"), method="get")] if may_ask else [],
        help=[
            "An approved deviation is still a deviation: its documents are not converged.",
            "It counts until its expiry and no day longer. To go on, another one is asked for.",
        ],
        synthetic=any(body.synthetic for body in visit.bodies),
    )


@page("convergence.read")
def deviation_show(visit: Visit, pk: int) -> ObjectPage:
    """One deviation."""
    found = selectors.deviation_get_for(pk)
    shown = panel(DEVIATION, found)
    return ObjectPage(
        title=f"Deviation {found}",
        scope=visit.scope,
        section=SECTION,
        caption=f"{declared(found.process_code).title}: {found.what}",
        identity=[
            Fact("Cost a year", found.cost_pence, "money", missing="Not worked out", hint=found.cost_source),
            Fact("Expires", found.expires_on, "date"),
            Fact("Standing", _tag(found.is_in_force(visit.today), found.is_expired(visit.today))),
        ],
        state=shown.state,
        waiting=shown.waiting,
        facts=_facts(found),
        sections=[Section("Why", paragraphs=[found.why])],
        actions=shown.actions,
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=shown.related,
        back=Link("Deviations", visit.url(f"{SECTION}deviations/")),
        item=ITEM.format(pk=pk),
        synthetic=found.body.synthetic,
    )


@page("deviation.propose")
def deviation_ask_form(visit: Visit) -> EditPage:
    """The form."""
    return EditPage(
        title="Ask to deviate from a standard process",
        scope=visit.scope,
        section=SECTION,
        form=visit.entered or _form(visit),
        submit="Ask",
        intro=[
            "Whoever keeps the standard agrees or refuses. While it is in force its documents count as not converged.",
            "It ends by itself at its expiry, two years after its first day at the latest.",
        ],
        cancel=Link("Cancel", visit.url(f"{SECTION}deviations/")),
        back=Link("Deviations", visit.url(f"{SECTION}deviations/")),
        synthetic=visit.body.synthetic,
    )


@press("deviation.propose", shows=deviation_ask_form)
def deviation_ask(visit: Visit) -> Done:
    form = _form(visit, visit.posted())
    if not form.is_valid():
        raise FormRefused(form)
    visit.entered = form
    values = dict(form.cleaned_data)
    renews = values.pop("renews")
    asked = services.DeviationAsked(cost_pence=values.pop("cost"), renews_id=int(renews) if renews else None, **values)
    made = services.deviation_propose(asked=asked)
    return Done(deviation_url(visit.scope, made.pk), f"{made} is asked for. Whoever keeps the standard decides.")


def _form(visit: Visit, posted: Any = None) -> DeviationForm:
    approved = Deviation.objects.filter(body=visit.body, state="approved").order_by("pk")
    renewable = [(str(each.pk), f"{each}: {each.what[:60]}") for each in approved]
    return DeviationForm(posted, on=visit.today, renewable=renewable)


def _facts(found: Deviation) -> Sequence[Fact]:
    facts = [
        Fact("Process", declared(found.process_code).title),
        Fact("Step", found.step or "The whole process"),
        Fact("What is done otherwise", found.what),
        Fact("In", Deviation.Aspect(found.aspect).label),
        Fact("Cost a year", found.cost_pence, "money", missing="Not worked out", hint=found.cost_source),
        Fact(
            "Answered for by",
            f"Whoever may {duty(found.owner_duty).title[:1].lower()}{duty(found.owner_duty).title[1:]}",
        ),
        Fact("From", show_date(found.from_on)),
        Fact("Expires", show_date(found.expires_on)),
        Fact("Where the case is kept", found.evidence, missing="Nothing named"),
    ]
    if found.renews is not None:
        facts.append(Fact("Renews", str(found.renews), href=deviation_url(found.body.code, found.renews.pk)))
    return facts


def _step(code: str, take: Any, consequence: str, said: str) -> Any:
    return step_view(
        DEVIATION, code, load=selectors.deviation_get_for, take=take, consequence=consequence, said=said,
        facts=lambda visit, found: _facts(found),
    )  # fmt: skip


deviation_approve = _step(
    "approve", services.deviation_approve,
    "The body may do otherwise until the expiry. Its documents count as not converged all the same.", "Agreed.",
)  # fmt: skip
deviation_refuse = _step("refuse", services.deviation_refuse, "The body keeps to the standard.", "Refused.")
deviation_withdraw = _step("withdraw", services.deviation_withdraw, "Nothing is asked for any more.", "Withdrawn.")
deviation_end = _step("end", services.deviation_end, "From today the body keeps to the standard again.", "Ended.")


def _standing(row: Any) -> Tag:
    return _tag(row["in_force"], row["overdue"])


def _tag(in_force: bool, overdue: bool) -> Tag:
    return Tag("In force", "orange") if in_force else Tag("Overdue", "red") if overdue else Tag("Not in force", "grey")


def _stands(rows: Rows, value: str) -> Rows:
    if value == "other":
        return rows.where("in_force", "is", False).where("overdue", "is", False)
    return rows.where("in_force" if value == "in force" else "overdue", "is", True)
