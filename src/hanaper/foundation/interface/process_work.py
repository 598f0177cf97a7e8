"""Work lists made from a process's declaration: what waits for a step waits for whoever holds its duty.

    register_work(JOURNAL, {"approve": "Approve", "correct": "Correct"}, label="Manual journals")

The due date is the process's standard counted from when the document reached the standard's first state. What the
reader may not take because of earlier work on it (`never_by`) does not wait for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Min

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.identity.api import person_names
from hanaper.foundation.interface.inbox import Found, InboxProvider, WorkItem, register
from hanaper.foundation.interface.steps import document_url
from hanaper.foundation.processes.api import Document, Evidence, Process, Step, claims, own_work
from hanaper.kernel.dates import business_date
from hanaper.parameters.bank_holidays import england_and_wales

ASKED_MOST = 10_000
"""Documents of one step that are asked whose work they are; past that, the count takes all for other people's."""

Words = Callable[[Any], str]


def register_work(
    process: Process,
    steps: Mapping[str, str],
    *,
    label: str,
    detail: Words = lambda document: "",
    title: Words | None = None,
    synthetic: Callable[[Any], bool] | None = None,
) -> None:
    """Make an inbox provider of each named step.

    steps: from the code of a step that is work to do to the verb it shows; leave out steps that are only possible,
        such as withdrawing. label: plural of the documents. detail: the few words that tell one from another.
    """
    for code, verb in steps.items():
        step = process.step(code)
        if step.duty is None:
            raise ValueError(f"{process.code}.{code} is taken by automation: it waits for nobody")
        find = _finder(process, step, verb, title or _number(process), detail, synthetic or _body_is_synthetic)
        register(InboxProvider(f"{process.code}.{code}", f"{label} to {verb[:1].lower()}{verb[1:]}", step.duty, find))


def _finder(
    process: Process, step: Step, verb: str, title: Words, detail: Words, synthetic: Callable[[Any], bool]
) -> Callable[[int], Found]:
    def find(limit: int) -> Found:
        waiting = process.model.objects.filter(state__in=step.from_states)
        # Oldest first is most urgent first: one standard, so who waits longest is due soonest.
        oldest = list(waiting.order_by("state_since", "pk").values_list("pk", "body_id")[:ASKED_MOST])
        mine = _own(process, step, oldest)
        others = [pk for pk, _ in oldest if pk not in mine]
        beyond = waiting.count() - len(oldest) if len(oldest) == ASKED_MOST else 0
        found = process.model.objects.select_related("body").in_bulk(others[:limit])
        documents = [found[pk] for pk in others[:limit]]
        dues = _dues(process, documents)
        holders = {pk: person for pk, (person, _) in claims(process, others[:limit]).items()}
        names = person_names(holders.values())
        items = [
            WorkItem(
                kind=process.title,
                title=title(document),
                url=document_url(process.code, document.body.code, document.pk) or f"/{document.body.code}/work/",
                body=document.body.name,
                step=verb,
                since=document.state_since,
                due=dues.get(document.pk),
                detail=detail(document),
                holder=names.get(holders.get(document.pk, 0), ""),
                synthetic=synthetic(document),
            )
            for document in documents
        ]
        return Found(items, len(others) + beyond)

    return find


def _own(process: Process, step: Step, waiting: Sequence[tuple[int, int]]) -> set[int]:
    person = current_act().person_id
    if person is None or not step.never_by:
        return set()
    by_body: dict[int, list[int]] = {}
    for pk, body_id in waiting:
        by_body.setdefault(body_id, []).append(pk)
    return {pk for body, ids in by_body.items() for pk in own_work(process, step, ids, body, [person])}


def _dues(process: Process, documents: Sequence[Document]) -> dict[int, date]:
    standard = process.standard
    if standard is None:
        return {}
    began = (
        Evidence.objects.filter(
            process=process.code, document_id__in=[document.pk for document in documents], to_state=standard.start
        )
        .values_list("document_id")
        .annotate(began=Min("at"))
    )
    calendar = england_and_wales()
    return {pk: calendar.add_working_days(business_date(at), standard.days) for pk, at in began}


def _number(process: Process) -> Words:
    return lambda document: f"{process.title} {document.number or document.pk}"


def _body_is_synthetic(document: Any) -> bool:
    return bool(document.body.synthetic)
