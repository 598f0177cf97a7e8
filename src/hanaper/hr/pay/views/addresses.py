"""Where the pages of runs and of what they tell stand."""

from __future__ import annotations

from hanaper.foundation.interface.steps import page_of
from hanaper.hr.pay.process import PAY_RUN, SUBMISSION


@page_of(PAY_RUN)
def run_url(scope: str, pk: int) -> str:
    return f"/{scope}/pay-runs/{pk}/"


@page_of(SUBMISSION)
def submission_url(scope: str, pk: int) -> str:
    return f"/{scope}/pay-submissions/{pk}/"
