"""Payroll numbers and names beside many rows."""

from __future__ import annotations

import pytest

from hanaper.hr.pay.tests.factories import build_payroll
from hanaper.hr.pay.views import who
from hanaper.hr.pay.views.who import Who
from hanaper.hr.people.api import Employment


def test_every_row_has_its_number_and_name_in_a_few_queries(
    db: None, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: object
) -> None:
    monkeypatch.setattr(who, "BLOCK", 3)
    payroll = build_payroll()
    employed = [payroll.hire() for _ in range(7)]
    with payroll.doing(payroll.desk, "pay-run.read"):
        found = Who([*(each.pk for each in employed), 0])
        with django_assert_max_num_queries(6):  # type: ignore[operator]
            numbers = [found.number(each.pk) for each in employed]
            names = [found.name(each.pk) for each in employed]
        ids = [each.pk for each in employed]
        assert numbers == list(Employment.objects.filter(pk__in=ids).order_by("pk").values_list("number", flat=True))
        assert all(names) and len(set(names)) == len(employed)
        assert (found.number(0), found.name(0)) == ("", "")
