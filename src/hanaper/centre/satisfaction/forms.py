"""One question."""

from __future__ import annotations

from django import forms

from hanaper.centre.satisfaction.measures import LEAST_LIKELY, MOST_LIKELY, QUESTION
from hanaper.foundation.interface.api import ChoiceField, Form

SAID_MOST = 500
DECLINED = "none"
_LIKELY = {0: f"0, {LEAST_LIKELY}", 10: f"10, {MOST_LIKELY}"}


class AnswerForm(Form):
    """A score from 0 to 10, and words where somebody wants to add some."""

    score = ChoiceField(
        label=QUESTION,
        choices=[
            *((str(score), _LIKELY.get(score, str(score))) for score in range(11)),
            (DECLINED, "I would rather not say"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a score from 0 to 10, or that you would rather not say"},
    )
    said = forms.CharField(
        label="What could be better, or what went well", max_length=SAID_MOST, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Leave names out. Your words are kept apart from your score and your name.",
    )  # fmt: skip
