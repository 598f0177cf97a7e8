"""What a process says, on the page of one of its documents: its state, what the reader may do, what happened.

Everything is read from the process's declaration and its evidence; a module's view only adds its own facts. So a button
is there exactly when `advance` would take the step, and a reader who may not take it is told why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.duties.api import duties_held, duty
from hanaper.foundation.identity.api import person_names
from hanaper.foundation.interface import formats, timeline
from hanaper.foundation.interface.errors import FormRefused
from hanaper.foundation.interface.fields import ChoiceField
from hanaper.foundation.interface.forms import Form
from hanaper.foundation.interface.pages import ConfirmPage, Fact, Link, Press
from hanaper.foundation.interface.tables import Colour, Tag
from hanaper.foundation.interface.timeline import TimelineEntry
from hanaper.foundation.interface.views import Done, Guarded, page, press
from hanaper.foundation.interface.visits import Visit
from hanaper.foundation.interface.wording import explain_code
from hanaper.foundation.processes.api import (
    Document,
    Evidence,
    Outcome,
    Process,
    Step,
    StepRefused,
    claims,
    linked,
    own_work,
)

#: A document's page by its process: (process code) -> from scope and id to URL. Modules register theirs at start.
_PAGES: dict[str, Callable[[str, int], str]] = {}
_COLOURS: Mapping[str, Colour] = {
    "held": "orange", "returned": "orange", "rejected": "red", "withdrawn": "grey", "cancelled": "grey",
    "posted": "green", "paid": "green", "released": "green", "written": "green", "approved": "teal", "closed": "grey",
}  # fmt: skip
_HARMFUL = frozenset({"reject", "withdraw", "cancel", "release"})


def page_of(process: Process) -> Callable[[Callable[[str, int], str]], Callable[[str, int], str]]:
    """Decorator: the URL of a document's page, from its body's code and its id."""

    def register(url: Callable[[str, int], str]) -> Callable[[str, int], str]:
        _PAGES[process.code] = url
        return url

    return register


def document_url(process_code: str, scope: str, document_id: int) -> str | None:
    """Where a document is seen, or None where its module has no page for it."""
    page = _PAGES.get(process_code)
    return page(scope, document_id) if page else None


def state_tag(state: str) -> Tag:
    """A state as a tag: the word says it, the colour repeats it."""
    words = state.replace("-", " ")
    return Tag(words[:1].upper() + words[1:], _COLOURS.get(state, "blue"))


@dataclass(frozen=True)
class StepPanel:
    """What the page of one document shows of its process: fields of the same names as `ObjectPage`'s."""

    state: Tag
    waiting: str
    actions: Sequence[Press]
    withheld: Sequence[str]
    timeline: Sequence[TimelineEntry] = field(default=())
    related: Sequence[Link] = field(default=())


def panel(process: Process, document: Document, *, exclude: Sequence[str] = ()) -> StepPanel:
    """The panel for whoever reads in the open act. exclude: steps that the page offers in a way of its own."""
    scope = document.body.code
    url = document_url(process.code, scope, document.pk) or ""
    act = current_act()
    person = act.person_id
    held = duties_held(person_id=person, on=act.today, body_id=document.body_id) if person else {}
    steps = [s for s in process.steps_from(document.state) if not s.is_automatic and s.code not in exclude]
    actions: list[Press] = []
    withheld: list[str] = []
    mine: Step | None = None
    for step in steps:
        if step.duty not in held:
            continue
        taken = own_work(process, step, [document.pk], document.body_id, [person] if person else [])
        if taken:
            reason = explain_code("processes.own-work", taken=timeline.sentence(f"{process.code}.{taken[document.pk]}"))
            withheld.append(f"{_label(process, step)}: {reason}")
        else:
            actions.append(_press(process, step, url, first=not actions))
            mine = mine or step
    holder, since = claims(process, [document.pk]).get(document.pk, (None, None))
    if mine is not None:
        actions.append(_claim_press(process, mine, document, holder is None))
    return StepPanel(
        state=state_tag(document.state),
        waiting=" ".join(filter(None, [_waiting(process, document), _taken_by(holder, since)])),
        actions=actions,
        withheld=withheld,
        timeline=history(process, document.pk),
        related=related(process, document.pk, scope),
    )


def history(process: Process, document_id: int) -> list[TimelineEntry]:
    """The document's evidence as sentences, newest first, with who or which rule took each step."""
    rows = list(Evidence.objects.filter(process=process.code, document_id=document_id).order_by("-at", "-id"))
    names = person_names([row.actor_id for row in rows if row.actor_id])
    found = []
    for row in rows:
        by = names.get(row.actor_id, "") if row.actor_id else "Automatic rule"
        details = [explain_code(row.reason) if row.reason else ""]
        if row.waited_seconds:
            details.append(f"After {formats.duration(row.waited_seconds)} {row.from_state.replace('-', ' ')}")
        found.append(
            TimelineEntry(
                at=row.at,
                title=timeline.sentence(f"{process.code}.{row.step}"),
                by=by,
                detail=". ".join(detail.rstrip(".") for detail in details if detail),
                kind=row.step,
            )
        )
    return found


def related(process: Process, document_id: int, scope: str) -> list[Link]:
    """Links to the documents that this one is linked to, named by their numbers."""
    from hanaper.foundation.processes.api import process as find_process

    found = []
    for code, pk, kind in linked(process, document_id):
        other = find_process(code)
        number = other.model._default_manager.filter(pk=pk).values_list("number", flat=True).first()
        url = document_url(code, scope, pk)
        if url:
            found.append(Link(f"{other.title} {number or pk}", url, detail=kind.replace("-", " ")))
    return found


def _label(process: Process, step: Step) -> str:
    words = step.code.replace("-", " ")
    return words[:1].upper() + words[1:]


def _press(process: Process, step: Step, url: str, *, first: bool) -> Press:
    kind = "warning" if step.code in _HARMFUL else "primary" if first else "secondary"
    return Press(_label(process, step), f"{url}{step.code}/", method="get", kind=kind)  # type: ignore[arg-type]


def _claim_press(process: Process, step: Step, document: Document, free: bool) -> Press:
    verb = "take" if free else "release"
    url = f"/{document.body.code}/work/{process.code}/{step.code}/{document.pk}/{verb}/"
    hint = "Colleagues see that you work on it." if free else "For whoever takes it next."
    return Press(f"{verb.capitalize()} this item", url, kind="secondary", hint=hint)


def _taken_by(holder: int | None, since: datetime | None) -> str:
    return f"Taken by {person_names([holder])[holder]} since {formats.instant(since)}." if holder and since else ""


def _waiting(process: Process, document: Document) -> str:
    steps = process.steps_from(document.state)
    if not steps:
        return ""
    who = "an automatic rule" if steps[0].is_automatic else f"someone who may {_lower(duty(steps[0].duty or '').title)}"
    return f"Waiting for {who}, since {formats.instant(document.state_since)}."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


class ReasonCodeForm(Form):
    """One reason, chosen from codes that stand in the evidence."""

    reason = ChoiceField(label="Reason", widget=forms.RadioSelect)

    def __init__(self, *args: Any, reasons: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["reason"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = list(reasons.items())
        chosen.error_messages["required"] = "Choose a reason"


def confirm_page(
    visit: Visit,
    process: Process,
    document: Document,
    step_code: str,
    *,
    consequence: str,
    facts: Sequence[Fact] = (),
    reasons: Mapping[str, str] | None = None,
) -> ConfirmPage:
    """The page that asks before a step is taken. reasons: codes and their words, where the step needs one.

    Raises NotThere for a step that does not begin where the document stands: the page was left open too long.
    """
    step = process.step(step_code)
    url = document_url(process.code, visit.scope, document.pk) or visit.url()
    if document.state not in step.from_states:
        raise StepRefused(reason="processes.wrong-state", state=document.state, step=step_code, process=process.code)
    label = _label(process, step)
    number = document.number or str(document.pk)
    return ConfirmPage(
        title=f"{label} {process.title.lower()} {number}",
        scope=visit.scope,
        caption=process.title,
        consequence=consequence,
        facts=facts,
        form=(visit.entered or ReasonCodeForm(reasons=reasons)) if reasons else None,
        press=Press(label, f"{url}{step_code}/", kind="warning" if step_code in _HARMFUL else "primary"),
        cancel=Link("Go back without doing this", url),
        back=Link("Back", url),
        item=f"{process.code}:{document.pk}",
        synthetic=document.body.synthetic,
    )


def reason_posted(visit: Visit, reasons: Mapping[str, str]) -> str:
    """The code chosen on a confirm page. Raises FormRefused where none was."""
    form = ReasonCodeForm(visit.posted(), reasons=reasons)
    if not form.is_valid():
        raise FormRefused(form)
    return str(form.cleaned_data["reason"])


def done(visit: Visit, process: Process, outcome: Outcome, sentence: str) -> Done:
    """Where a step leads: the document's page, saying what was done. Raises StepRefused where it was refused."""
    if not outcome.moved:
        raise StepRefused(reason=outcome.code, state=outcome.state, step="", process=process.code, **outcome.values)
    return Done(document_url(process.code, visit.scope, outcome.document_id) or visit.url(), sentence)


def step_view(
    process: Process,
    step_code: str,
    *,
    load: Callable[[int], Document],
    take: Callable[..., Sequence[Outcome]],
    consequence: str,
    said: str,
    facts: Callable[[Visit, Any], Sequence[Fact]] | None = None,
    reasons: Mapping[str, str] | None = None,
    fresh: bool = False,
) -> Guarded:
    """The view of one step of one document: GET asks, POST takes it and says what was done.

    load: from id to the document, in scope. take: the service, called with `ids=[pk]` and, where there are reasons,
        `reason=` the code chosen. consequence: what taking it means. facts: what one decides by.
    said: the sentence afterwards. fresh: whether a sign-in of the last five minutes is wanted.
    """
    duty_code = process.step(step_code).duty or ""

    @page(duty_code)
    def asks(visit: Visit, pk: int) -> ConfirmPage:
        document = load(pk)
        shown = facts(visit, document) if facts else ()
        return confirm_page(visit, process, document, step_code, consequence=consequence, facts=shown, reasons=reasons)

    @press(duty_code, shows=asks, item=f"{process.code}:{{pk}}", fresh=fresh)
    def takes(visit: Visit, pk: int) -> Done:
        chosen = {"reason": reason_posted(visit, reasons)} if reasons else {}
        (outcome,) = take(ids=[pk], **chosen)
        return done(visit, process, outcome, said)

    return takes
