"""Two deviations of the model: one in force all month, one that expires in the middle of it and that nobody ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hanaper.demo.plan.working import Diary


@dataclass(frozen=True, slots=True)
class PlannedDeviation:
    """place: of the body that asks, from 0. days: from the month's first day to the expiry."""

    place: int
    process: str
    step: str
    aspect: str
    what: str
    why: str
    owner: str
    days: int
    cost_pence: int | None = None
    cost_source: str = ""


DEVIATIONS: Final[Mapping[str, PlannedDeviation]] = {
    "threshold": PlannedDeviation(
        place=1, process="invoice", step="approve", aspect="parameters", days=365, owner="invoice.approve",
        what="Invoices below the ceiling that rules may pass go to an approver as well",
        why="Its delegation letters have not been written anew yet.",
        cost_pence=2_400_000, cost_source="Made up for the demonstration",
    ),
    "journals": PlannedDeviation(
        place=2, process="manual-journal", step="", aspect="path", days=14, owner="order.approve",
        what="Journals are written in a spreadsheet first and entered together",
        why="An earlier system still holds the grants that they spread.",
    ),
}  # fmt: skip


def plan_deviations(diary: Diary, place: int) -> None:
    """The deeds by which a body asks, and the centre agrees, on the first day of the month."""
    for name, planned in DEVIATIONS.items():
        if planned.place == place:
            refs = [f"DV-{diary.body}-{name}"]
            diary.note("deviation.propose", 0, diary.own("budget-holders"), refs)
            diary.note("deviation.approve", 0, diary.centre("performance"), refs)
