"""The front door of service levels: measures as data, and what evidence says of a month.

with reading(actor, "levels.read"):
    asked = question(month=month_of("2026-11"))
    together = figures(asked, summaries(asked)[None])
"""

from hanaper.centre.levels.errors import BodyUnknown, MeasureUnknown, MonthUnreadable, ProcessNotMeasured
from hanaper.centre.levels.figures import Figure, figures, is_provisional
from hanaper.centre.levels.measured import MEASURED, Measured, measured
from hanaper.centre.levels.measures import MEASURES, Measure, measure
from hanaper.centre.levels.pages import basis_text, holder_text, month_filter, months_before, value_text, with_query
from hanaper.centre.levels.pay import pay_figures
from hanaper.centre.levels.questions import Question, question, weekday_holidays
from hanaper.centre.levels.report import report
from hanaper.centre.levels.rules.intervals import Interval, Place, Runner, places, product, wilson
from hanaper.centre.levels.rules.months import month_of, month_slug
from hanaper.centre.levels.rules.rates import share
from hanaper.centre.levels.selectors import (
    Answers,
    Control,
    HoldCount,
    Holder,
    Summary,
    Volume,
    Wait,
    Waiting,
    answers,
    as_it_stands,
    controls,
    documents,
    holder_of,
    holds,
    latest_month,
    longest_waiting,
    summaries,
    volumes,
    waits,
)

__all__ = [
    "MEASURED",
    "MEASURES",
    "Answers",
    "BodyUnknown",
    "Control",
    "Figure",
    "HoldCount",
    "Holder",
    "Interval",
    "Measure",
    "MeasureUnknown",
    "Measured",
    "MonthUnreadable",
    "Place",
    "ProcessNotMeasured",
    "Question",
    "Runner",
    "Summary",
    "Volume",
    "Wait",
    "Waiting",
    "answers",
    "as_it_stands",
    "basis_text",
    "controls",
    "documents",
    "figures",
    "holder_of",
    "holder_text",
    "holds",
    "is_provisional",
    "latest_month",
    "longest_waiting",
    "measure",
    "measured",
    "month_filter",
    "month_of",
    "month_slug",
    "months_before",
    "pay_figures",
    "places",
    "product",
    "question",
    "report",
    "share",
    "summaries",
    "value_text",
    "volumes",
    "waits",
    "weekday_holidays",
    "wilson",
    "with_query",
]
