"""The answer as tables: bodies with their service levels and cost, what was planted and caught, and the checks."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from hanaper.foundation.interface.formats import duration, money, number, percent

#: Wide enough for the bodies' names where stdout is no terminal.
WIDTH_MIN = 132


def print_answer(answer: dict[str, Any]) -> None:
    """On stdout, as data. Everything is made up, and each table says so."""
    wide = Console()
    console = wide if wide.width >= WIDTH_MIN or sys.stdout.isatty() else Console(width=WIDTH_MIN)
    where = f"{answer['cluster']['centre']}, {answer['month']}"
    console.print(_table(
        f"{where}: supplier invoices. Made up: sizes like {answer['cluster']['sizes_like']}'s, nothing else is real.",
        ("Body", "Received", "Untouched", "Median", "Nine in ten", "Paid in 5 days", "Cost each", "end to end"),
        _bodies(answer),
    ))  # fmt: skip
    console.print(_table(
        "What was planted, and what caught it (made up)",
        ("Fault", "Planted", "Caught", "Went to", "Because"),
        [(row["fault"], number(row["planted"]), number(row["caught"]), row["state"], row["reason"])
         for row in answer["faults"]],
    ))  # fmt: skip
    console.print(_table(
        "What must hold",
        ("", "Check", "Found"),
        [("yes" if row["passed"] else "NO", row["name"], row["found"]) for row in answer["checks"]],
    ))  # fmt: skip


def _bodies(answer: dict[str, Any]) -> Iterable[tuple[str, ...]]:
    costs = {row["body_code"]: row for row in answer["cost_to_serve"]["bodies"] if row["service"] == "invoices"}
    together: dict[str, Any] = next(
        (row for row in answer["cost_to_serve"]["together"] if row["service"] == "invoices"), {}
    )
    for body in answer["service_levels"]["bodies"]:
        yield _row(body["name"], body["figures"], costs.get(body["code"], {}))
    yield _row("All bodies", answer["service_levels"]["together"], together)


def _row(name: str, figures: dict[str, Any], cost: dict[str, Any]) -> tuple[str, ...]:
    def value(key: str) -> int | None:
        found: int | None = figures.get(key, {}).get("value")
        return found

    return (
        name,
        number(value("volume.received")),
        percent(value("touchless.all")),
        duration(value("waited.median")),
        duration(value("waited.p90")),
        percent(value("prompt-payment.target")),
        money(cost.get("unit_full_pence")) or "left out",
        money(cost.get("unit_end_to_end_pence")) or "left out",
    )


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    made = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for place, heading in enumerate(head):
        is_figure = 0 < place < 8 and heading not in ("Check", "Found", "Went to", "Because")
        made.add_column(heading, justify="right" if is_figure else "left")
    for row in rows:
        made.add_row(*row)
    return made
