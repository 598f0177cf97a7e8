"""Figures of service levels: a value, what it counts over what, under which version of which measure, and its lines.

`lines` are the filters of the list of documents (`views.levels_documents`) that shows exactly the documents counted: a
test opens every one of them and counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hanaper.centre.levels.measures import Measure, Unit, measure
from hanaper.centre.levels.questions import Question
from hanaper.centre.levels.rules.rates import share
from hanaper.centre.levels.selectors import Summary

NO_SAMPLE = "No sample of untouched documents has been checked yet: not known, and not nought."
NO_CLOCK = "No clock can be stopped yet, so none was."


@dataclass(frozen=True)
class Figure:
    """One figure. value: None where it is not known, and `note` says why. numerator: how many `lines` shows."""

    key: str
    title: str
    measure: Measure
    unit: Unit
    value: int | None
    numerator: int | None = None
    denominator: int | None = None
    lines: Mapping[str, str] | None = None
    note: str = ""
    is_provisional: bool = False
    synthetic: bool = False

    def as_data(self) -> dict[str, Any]:
        """The figure as JSON keeps it."""
        return {
            "key": self.key,
            "title": self.title,
            "measure": self.measure.code,
            "version": self.measure.version,
            "unit": self.unit,
            "value": self.value,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "lines": dict(self.lines) if self.lines is not None else None,
            "note": self.note,
            "provisional": self.is_provisional,
            "synthetic": self.synthetic,
        }


@dataclass(frozen=True)
class _Maker:
    """Makes the figures of one summary."""

    question: Question
    counts: Summary
    made: list[Figure] = field(default_factory=list)

    def count(self, key: str, title: str, code: str, size: int, lines: Mapping[str, str], note: str = "") -> None:
        synthetic = self.counts.synthetic
        self.made.append(
            Figure(key, title, measure(code), "documents", size, size, None, lines, note, synthetic=synthetic)
        )

    def rate(self, key: str, title: str, code: str, part: int, whole: int, lines: Mapping[str, str] | None,
             note: str = "", *, provisional: bool = False) -> None:  # fmt: skip
        value = share(part, whole)
        said = note if value is not None else f"Nothing to count over. {note}".strip()
        self.made.append(
            Figure(key, title, measure(code), "basis points", value, part, whole, lines, said, provisional,
                   self.counts.synthetic)
        )  # fmt: skip

    def unknown(self, key: str, title: str, code: str, note: str) -> None:
        self.made.append(
            Figure(key, title, measure(code), "basis points", None, note=note, synthetic=self.counts.synthetic)
        )

    def stretch(self, key: str, title: str, code: str, unit: Unit, value: int | None, lines: Mapping[str, str]) -> None:
        self.made.append(
            Figure(key, title, measure(code), unit, value, lines=lines, synthetic=self.counts.synthetic,
                   note="" if value is not None else "No document.")
        )  # fmt: skip


def is_provisional(question: Question) -> bool:
    """Whether the month's touchless rate may still change, because a document may be reopened or reversed."""
    return question.today < question.month.end + timedelta(days=question.provisional_days)


def figures(question: Question, counts: Summary) -> list[Figure]:
    """Every figure of a summary, in the order in which they are read."""
    make = _Maker(question, counts)
    _volume(make, counts)
    _touchless(make, counts, provisional=is_provisional(question))
    _times(make, counts)
    _payment(make, counts)
    make.rate("holds.held", "Held at least once", "holds", counts.held, counts.documents, {"held": "yes"})
    return make.made


def _volume(make: _Maker, counts: Summary) -> None:
    make.count("volume.received", "Received", "volume", counts.documents, {})
    make.count("volume.finished", "Finished", "volume", counts.finished, {"over": "yes"})
    make.count("volume.open", "Open", "volume", counts.open_documents, {"over": "no"})


def _touchless(make: _Maker, counts: Summary, *, provisional: bool) -> None:
    untouched = {"touch": "untouched"}
    make.rate("touchless.all", "Touchless, of all", "touchless", counts.untouched, counts.documents, untouched,
              provisional=provisional)  # fmt: skip
    make.rate("touchless.eligible", "Touchless, of eligible", "touchless", counts.untouched_eligible, counts.eligible,
              untouched | {"eligible": "yes"}, "Eligible: has an order, and its file is valid.",
              provisional=provisional)  # fmt: skip
    make.rate("touchless.eligible-share", "Eligible share", "touchless", counts.eligible, counts.documents,
              {"eligible": "yes"})  # fmt: skip
    left = f"{counts.without_value} without an amount in pounds are left out." if counts.without_value else ""
    value = share(counts.untouched_pence, counts.value_pence)
    make.made.append(
        Figure("touchless.by-value", "Touchless, by value", measure("touchless"), "basis points", value,
               counts.untouched_pence, counts.value_pence, untouched, left or ("No value." if value is None else ""),
               provisional, counts.synthetic)
    )  # fmt: skip
    make.unknown("touchless.sampled-errors", "Errors in a sample", "touchless", NO_SAMPLE)
    make.count("touchless.control-only", "Required approval only", "touchless", counts.control_only,
               {"touch": "control only"}, "A control, not waste.")  # fmt: skip
    make.count("touchless.by-hand", "Worked on by hand", "touchless", counts.by_hand, {"touch": "by hand"})


def _times(make: _Maker, counts: Summary) -> None:
    make.stretch("waited.median", "Median time", "waited", "seconds", counts.median_seconds, {})
    make.stretch("waited.p90", "Nine in ten within", "waited", "seconds", counts.p90_seconds, {})
    make.stretch("waited.median-days", "Median, working days", "waited", "working days", counts.median_days, {})
    make.stretch("waited.p90-days", "Nine in ten, working days", "waited", "working days", counts.p90_days, {})
    days = make.question.standard_days
    make.rate("standard.met", f"Within {days} working days", "standard", counts.standard_met,
              counts.standard_met + counts.standard_missed, {"standard": "in time"},
              _not_yet(counts.standard_not_yet))  # fmt: skip


def _payment(make: _Maker, counts: Summary) -> None:
    question = make.question
    left = []
    if counts.left_out_refused:
        left.append(f"{counts.left_out_refused} refused")
    if counts.left_out_nothing_owed:
        left.append(f"{counts.left_out_nothing_owed} that owe nothing")
    out = f"Left out: {' and '.join(left)}." if left else ""
    target, limit = question.target.whole_number, question.limit.whole_number
    make.rate("prompt-payment.target", f"Paid within {target} days", "prompt-payment", counts.target_met,
              counts.target_met + counts.target_missed, {"target": "in time"},
              f"{_not_yet(counts.target_not_yet)} {out}".strip())  # fmt: skip
    make.rate("prompt-payment.limit", f"Paid within {limit} days", "prompt-payment", counts.limit_met,
              counts.limit_met + counts.limit_missed, {"limit": "in time"},
              f"{_not_yet(counts.limit_not_yet)} {out}".strip())  # fmt: skip
    make.rate("prompt-payment.stopped", "Clock stopped", "prompt-payment", 0,
              counts.limit_met + counts.limit_missed + counts.limit_not_yet, None, NO_CLOCK)  # fmt: skip


def _not_yet(size: int) -> str:
    return f"{size} still within their time are counted apart." if size else ""
