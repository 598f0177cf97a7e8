"""`hanaper levels`: the service levels of a month."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

app = typer.Typer(add_completion=False)


@app.command("levels")
def levels(
    body: Annotated[str | None, typer.Option(metavar="CODE", help="Only this body.")] = None,
    month: Annotated[
        str | None, typer.Option(metavar="YYYY-MM", help="Month of receipt; the latest one if left out.")
    ] = None,
    as_of: Annotated[
        datetime | None, typer.Option(metavar="TIME", help="As it stood then, in UTC; as it stands if left out.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Say how many invoices were received in a month, how long they took and how much was done by hand.

    Examples:

      hanaper levels --month 2026-11

      hanaper levels --body mof --month 2026-11 --json
    """
    from hanaper.centre.levels.report import report
    from hanaper.centre.levels.rules.months import month_of
    from hanaper.centre.levels.selectors import as_it_stands
    from hanaper.foundation.acts.api import Automation, reading

    when = (as_of.replace(tzinfo=UTC) if as_of and as_of.tzinfo is None else as_of) or datetime.now(UTC)
    with reading(Automation("levels"), "levels.read", _bodies(body), at=when):
        chosen = month_of(month) if month else None
        answer = report(month=chosen, as_of=when if as_of else as_it_stands(now=when))
    if as_json:
        typer.echo(json.dumps(answer, indent=2, ensure_ascii=False, default=str))
        return
    _print(answer)


_SHOWN = (
    ("volume.received", "Received"),
    ("volume.open", "Open"),
    ("touchless.all", "Touchless"),
    ("touchless.eligible", "of eligible"),
    ("touchless.eligible-share", "Eligible"),
    ("waited.median", "Median"),
    ("standard.met", "In standard"),
    ("prompt-payment.target", "5 days"),
    ("prompt-payment.limit", "30 days"),
)


def _print(answer: dict[str, Any]) -> None:
    """The answer as a table on stdout: a line for each body, and one for all."""
    from rich.console import Console
    from rich.table import Table

    made = " Every figure rests on made-up invoices." if answer["synthetic"] else ""
    typer.echo(f"Invoices received in {answer['month']}.{made}", err=True)
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    drawn.add_column("Body")
    for _, heading in _SHOWN:
        drawn.add_column(heading, justify="right")
    lines = [(one["name"], one["figures"]) for one in answer["bodies"]]
    for name, figures in [*lines, *([("All", answer["together"])] if len(lines) > 1 else [])]:
        drawn.add_row(name, *(_cell(figures, key) for key, _ in _SHOWN))
    Console(soft_wrap=False).print(drawn)


def _bodies(code: str | None) -> Any:
    from hanaper.centre.levels.errors import BodyUnknown
    from hanaper.foundation.tenancy.api import Body

    if code is None:
        return None
    found = list(Body.objects.filter(code=code))
    if not found:
        raise BodyUnknown(found=code)
    return found


def _cell(made: dict[str, Any], key: str) -> str:
    from hanaper.foundation.interface import formats

    figure = made.get(key)
    if figure is None or figure["value"] is None:
        return "-"
    match figure["unit"]:
        case "basis points":
            return formats.percent(figure["value"])
        case "seconds":
            return formats.duration(figure["value"])
        case _:
            return formats.number(figure["value"])
