"""What a run tells others: one submission, its file, and what became of it."""

from __future__ import annotations

from django.http import HttpResponse

from hanaper.foundation.files.api import file_get_for, file_response
from hanaper.foundation.interface.api import (
    Fact,
    Link,
    ObjectPage,
    Press,
    Visit,
    download,
    page,
)
from hanaper.foundation.interface.steps import panel, step_view
from hanaper.hr.pay import reporting, selectors
from hanaper.hr.pay.process import SUBMISSION
from hanaper.hr.pay.views.addresses import run_url, submission_url
from hanaper.hr.pay.wording import REJECTED
from hanaper.kernel.errors import NotThere


@page("pay-run.read")
def submission_show(visit: Visit, pk: int) -> ObjectPage:
    told = selectors.submission_get_for(pk)
    shown = panel(SUBMISSION, told)
    may_have = told.file_id is not None and visit.holds("pay-run.submit", told.body)
    file = Press("Download the file", f"{submission_url(told.body.code, pk)}file/", method="get", kind="secondary")
    return ObjectPage(
        title=told.get_kind_display(),
        scope=visit.scope,
        caption=f"Pay run {told.run}",
        identity=[
            Fact("People", told.people, "number"),
            Fact("IRmark", told.ir_mark, "code", missing="Has none"),
        ],
        state=shown.state,
        waiting=shown.waiting,
        facts=[
            Fact("Body", told.body.name),
            Fact("Part", told.part, "number"),
            Fact("Pays on", told.run.pay_on, "date"),
        ],
        actions=[*shown.actions, *([file] if may_have else [])],
        withheld=shown.withheld,
        timeline=shown.timeline,
        related=shown.related,
        back=Link(f"Pay run {told.run}", run_url(told.body.code, told.run_id)),
        item=f"pay-submission:{pk}",
        synthetic=told.body.synthetic,
    )


@download("pay-run.submit")
def submission_file(visit: Visit, pk: int) -> HttpResponse:
    """A message or schedule of a run, which names people: for whoever sends it."""
    found = selectors.submission_get_for(pk)
    if found.file_id is None:
        raise NotThere(what="submission", found=pk)
    return file_response(file_get_for(found.file_id))


submission_send = step_view(
    SUBMISSION, "send", load=selectors.submission_get_for,
    take=lambda ids: reporting.submissions_send(ids=list(ids)),
    consequence="You say that this was sent.", said="Recorded as sent.",
)  # fmt: skip
submission_accept = step_view(
    SUBMISSION, "accept", load=selectors.submission_get_for,
    take=lambda ids: reporting.submissions_accept(ids=list(ids)),
    consequence="You say that whoever it was sent to accepted it.", said="Recorded as accepted.",
)  # fmt: skip
submission_reject = step_view(
    SUBMISSION, "reject", load=selectors.submission_get_for,
    take=lambda ids, reason: reporting.submissions_reject(ids=list(ids), reason=reason), reasons=REJECTED,
    consequence="A rule writes it anew, from what is recorded now; then it is sent again.",
    said="Recorded as not accepted.",
)  # fmt: skip
