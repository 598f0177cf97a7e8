"""Days of payment that are fast: their run was gathered or is past its cut-off, and nobody would check a change."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from hanaper.foundation.acts.api import current_act
from hanaper.hr.pay.models import PayRun
from hanaper.hr.people.api import Employment, on_frozen


@on_frozen
def _run_is_fast(employment: Employment, from_on: date) -> date | None:
    """The day after the last payment from `from_on` on that a run holds fast for this employment; None without one."""
    last = (
        PayRun.objects.filter(
            Q(cut_off_on__lt=current_act().today) | ~Q(state="open"),
            body=employment.body, scheme__code=employment.scheme, frequency=employment.frequency, pay_on__gte=from_on,
        ).exclude(state="abandoned").order_by("-pay_on").values_list("pay_on", flat=True).first()
    )  # fmt: skip
    return last and last + timedelta(days=1)
