"""Answering on the screen. An answer leaves no trace of who gave it, so it keeps no repeat key either: the question is
gone once it is answered, and a second press finds none."""

from __future__ import annotations

from hanaper.centre.satisfaction import selectors, services
from hanaper.centre.satisfaction.forms import DECLINED, AnswerForm
from hanaper.foundation.interface.api import Done, EditPage, Fact, FormRefused, Link, Visit, page, press
from hanaper.kernel.dates import show_date

PATH = "satisfaction/questions/"


def question_url(scope: str, pk: int) -> str:
    return f"/{scope}/{PATH}{pk}/"


@page("satisfaction.answer")
def question_form(visit: Visit, pk: int) -> EditPage:
    """The question about one piece of finished work."""
    asked, least = selectors.question_get_for(pk), selectors.least_told(visit.today)
    return EditPage(
        title=f"How was it? {asked.surveyed.service}",
        scope=visit.scope,
        form=visit.entered or AnswerForm(),
        submit="Send",
        facts=[
            Fact("About", asked.about),
            Fact("For", asked.body.name),
            Fact("Open until", show_date(asked.until)),
        ],
        intro=[
            "One answer is enough. It is counted without your name, and the question is forgotten with it.",
            f"Counts are shown once {least} people or more have answered and the month's questions are over.",
        ],
        cancel=Link("Later", f"/{visit.scope}/work/"),
        synthetic=asked.body.synthetic,
    )


@press("satisfaction.answer", shows=question_form, leaves_key=False)
def question_answer(visit: Visit, pk: int) -> Done:
    form = AnswerForm(visit.posted())
    if not form.is_valid():
        raise FormRefused(form)
    visit.entered = form
    score, said = form.cleaned_data["score"], form.cleaned_data["said"]
    if score == DECLINED:
        services.question_decline(question_id=pk)
        return Done(f"/{visit.scope}/work/", "The question is forgotten.")
    services.question_answer(question_id=pk, score=int(score), said=said)
    return Done(f"/{visit.scope}/work/", "Thank you. Your answer is counted, without your name.")
