"""The month's benefits by hand: from planted figures and raw rows, by the formula as it is pinned.

Nothing of the module that is checked does the sums.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.db import connection

from hanaper.demo.benefits import COST_BEFORE_PENCE, HOURS_BEFORE, PLANTED, PRICES_BEFORE, VOLUME_BEFORE
from hanaper.demo.checks import Check
from hanaper.demo.doing import Month
from hanaper.foundation.duties.api import RETAINED, duty
from hanaper.kernel.dates import start_of_day
from hanaper.strategy.benefits.api import Reading, benefits, last_readings

PROCESSES: Final = ("invoice", "payment", "payment-run")


def benefits_by_hand(month: Month, costs: dict[str, Any]) -> Check:
    """The readings equal the pinned formula over planted baselines and raw rows. costs: the month's cost to serve."""
    found = {
        row.benefit.baseline.view: row
        for row in last_readings(Reading.objects.select_related("benefit__baseline")).values()
    }
    expected = {
        "unit-cost": _unit_cost(costs),
        "hours": _hours(month),
        "prices": _prices(month),
        "running-cost": (None, None),
    }
    rows, apart = [], []
    for each in PLANTED:
        row = found.get(each.view)
        net, hours = expected[each.view]
        same = row is not None and (row.net_pence, row.hours) == (net, hours)
        apart += [] if same else [each.view]
        rows.append(
            {
                "benefit": each.title, "view": each.view, "outcome": row.outcome if row else None,
                "net_pence": row.net_pence if row else None, "by_hand_pence": net,
                "hours": row.hours if row else None, "by_hand_hours": hours,
                "failed_tests": [test["code"] for test in row.tests if not test["passed"]] if row else None,
                "synthetic": True,
            }
        )  # fmt: skip
    said = f"{len(rows)} benefits, {len(apart)} apart"
    measured = benefits().filter(state="reporting").count()
    holds = not apart and measured == len(PLANTED)
    return Check("benefits equal the hand calculation", holds, said, f"{len(PLANTED)} benefits, 0 apart", rows)


def _unit_cost(costs: dict[str, Any]) -> tuple[int | None, None]:
    """(u0 n - what every body's invoices cost, unused labour included) x share; None where it is indicative."""
    rows = [row for row in costs["bodies"] if row["service"] == "invoices"]
    if any(row["is_indicative"] for row in rows):
        return None, None
    documents = sum(row["documents"] for row in rows)
    now = sum(row["cts_pence"] + row["unused_pence"] for row in rows)
    gross = Decimal(COST_BEFORE_PENCE) / VOLUME_BEFORE * documents - now
    return _penny(gross * Decimal(PLANTED[0].share) / 10_000), None


def _hours(month: Month) -> tuple[None, Decimal | None]:
    """w0 n less the hours that screens saw the centre's people work on invoices and their payments."""
    period = month.plan.days.period
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT duty, sum(seen), sum(seconds) FROM hanaper.effort_sums(%s, %s) WHERE process = ANY (%s) GROUP BY 1",
            [period.start, period.end, list(PROCESSES)],
        )
        rows = [(seen, seconds) for code, seen, seconds in cursor.fetchall() if duty(code).side != RETAINED]
        cursor.execute(
            "SELECT count(*) FROM (SELECT document_id, body_id FROM processes_evidence WHERE process = 'invoice'"
            "  AND to_state IN ('paid', 'settled') GROUP BY 1, 2 HAVING min(at) >= %s AND min(at) < %s) x",
            [start_of_day(period.start), start_of_day(period.end)],
        )
        documents = cursor.fetchone()[0]
    if not rows or any(seen == 0 for seen, _ in rows):
        return None, None
    now = sum((Decimal(seconds) for _, seconds in rows), Decimal(0)) / 3600
    return None, (HOURS_BEFORE / VOLUME_BEFORE * documents - now).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _prices(month: Month) -> tuple[int | None, None]:
    """What the month's quantities of the two goods would have cost before, less what was invoiced for them."""
    period = month.plan.days.period
    gained, bought = Decimal(0), False
    with connection.cursor() as cursor:
        for item, unit, pence in PRICES_BEFORE:
            cursor.execute(
                "SELECT sum(l.quantity), sum(l.net_minor) FROM payables_invoiceline l JOIN payables_invoice i"
                " ON (i.body_id, i.id) = (l.body_id, l.invoice_id) WHERE l.name = %s AND l.unit = %s"
                " AND i.currency = 'GBP' AND i.received_on >= %s AND i.received_on < %s"
                " AND i.state = ANY ('{approved,posted,settled,paid}')",
                [item, unit, period.start, period.end],
            )
            quantity, net = cursor.fetchone()
            if quantity:
                gained, bought = gained + pence * quantity - net, True
    return (_penny(gained) if bought else None), None


def _penny(pence: Decimal) -> int:
    return int(pence.to_integral_value(ROUND_HALF_UP))
