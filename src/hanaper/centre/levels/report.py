"""The whole answer of a month as plain values: what the command prints and the demonstration checks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hanaper.centre.levels.figures import figures, is_provisional
from hanaper.centre.levels.questions import question
from hanaper.centre.levels.selectors import answers, latest_month
from hanaper.foundation.tenancy.api import Body
from hanaper.kernel.dates import business_date
from hanaper.kernel.periods import FiscalPeriod


def report(*, month: FiscalPeriod | None = None, as_of: datetime, known_at: datetime | None = None) -> dict[str, Any]:
    """The answer of the bodies in scope, as JSON keeps it. Called inside a reading act.

    month: of receipt; the latest with a document where left out.
    """
    chosen = month or latest_month(process_code="invoice", on=business_date(as_of))
    asked = question(month=chosen, as_of=as_of, known_at=known_at)
    answer = answers(asked)
    found = answer.summaries
    bodies = {one.pk: one for one in Body.objects.filter(pk__in=asked.body_ids)}

    def of(rows: Sequence[Any], body_id: int | None) -> list[dict[str, Any]]:
        return [
            {name: value for name, value in vars(row).items() if name != "body_id"}
            for row in rows
            if row.body_id == body_id
        ]

    parts: dict[str, Sequence[Any]] = {
        "volume": answer.volumes,
        "waited": answer.waits,
        "holds": answer.holds,
        "controls": answer.controls,
    }
    together = found.get(None)
    return {
        "process": asked.process_code,
        "month": asked.slug,
        "as_of": asked.as_of,
        "known_at": asked.known_at,
        "provisional": is_provisional(asked),
        "synthetic": any(counts.synthetic for counts in found.values()),
        "together": {f.key: f.as_data() for f in figures(asked, together)} if together else {},
        **{name: of(rows, None) for name, rows in parts.items()},
        "waiting_longest": [
            vars(one) | {"holder": {"duties": list(one.holder.duties), "side": one.holder.side}}
            for one in answer.waiting
        ],
        "bodies": [
            {
                "code": bodies[pk].code,
                "name": bodies[pk].name,
                "synthetic": counts.synthetic,
                "figures": {f.key: f.as_data() for f in figures(asked, counts)},
                **{name: of(rows, pk) for name, rows in parts.items()},
            }
            for pk, counts in sorted(found.items(), key=lambda pair: pair[0] or 0)
            if pk is not None
        ],
    }
