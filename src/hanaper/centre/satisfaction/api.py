"""The front door of satisfaction.

with reading(actor, "satisfaction.read"):
    scores = satisfaction(month=month_of("2026-10"))
"""

from hanaper.centre.satisfaction.errors import QuestionNotOpen
from hanaper.centre.satisfaction.measures import MEASURE
from hanaper.centre.satisfaction.pages import points, rounded
from hanaper.centre.satisfaction.report import Score, satisfaction
from hanaper.centre.satisfaction.rules.promoters import Answers, interval
from hanaper.centre.satisfaction.selectors import Question, Told, questions_open
from hanaper.centre.satisfaction.services import question_answer, question_decline, questions_ask
from hanaper.centre.satisfaction.surveyed import SURVEYED, Surveyed

__all__ = [
    "MEASURE",
    "SURVEYED",
    "Answers",
    "Question",
    "QuestionNotOpen",
    "Score",
    "Surveyed",
    "Told",
    "interval",
    "points",
    "question_answer",
    "question_decline",
    "questions_ask",
    "questions_open",
    "rounded",
    "satisfaction",
]
