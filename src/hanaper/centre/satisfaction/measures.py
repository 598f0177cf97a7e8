"""The measure of satisfaction, pinned: what is asked of whom, what is counted, and how it misleads."""

from __future__ import annotations

from datetime import date
from typing import Final

from hanaper.centre.levels.api import Measure

QUESTION: Final = "How likely are you to recommend this service to a colleague in another department?"
LEAST_LIKELY, MOST_LIKELY = "not at all likely", "extremely likely"

MEASURE: Final = Measure(
    code="net-promoter-score",
    version=1,
    since=date(2024, 4, 1),
    title="Net Promoter Score",
    unit="points",
    numerator="Promoters (9 and 10 of 10) less detractors (0 to 6) among those who answered",
    denominator="All who answered; the response rate is of all who were asked in the month",
    exclusions=(
        "Nobody who answered. Not asked: people without a sign-in or without the duty to answer, and those asked about "
        "any service in the last 30 days"
    ),
    source="satisfaction_round: counts by body, process and month, without people, documents or times",
    owner="Service performance, the shared service centre",
    guard=(
        "A score is of those who answered: read it with its response rate and its interval. Below a response of 20% it "
        "is indicative and carries no place. Nothing is shown under ten answers, nor before the last day to answer has "
        "passed, and a body that alone would be left out takes another with it. Who is asked is a lot, drawn by the "
        "platform: neither the centre nor the body chooses. Suppliers and people without a sign-in are not asked."
    ),
)
