"""`hanaper update`: the update of a day, as text, JSON, HTML or PDF."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

app = typer.Typer(add_completion=False)

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE")]


@app.command("update")
def update(
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The day for which it speaks; today if left out."),
    ] = None,
    known_at: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Leave out what was recorded here after that day."),
    ] = None,
    month: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM", help="The month that is measured; the latest by the day if left out."),
    ] = None,
    form: Annotated[Literal["text", "json", "html", "pdf"], typer.Option("--format", help="What to print.")] = "text",
    into: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write to a file and not to the screen.")
    ] = None,
) -> None:
    """Say what can be said of the strategy's progress on a day, statement by statement, each with its sources.

    Made-up figures stand apart from real ones, and no figure of a demonstration stands beside a claim.

    Examples:

      hanaper update --as-of 2024-03-04

      hanaper update --as-of 2026-11-22 --format json

      hanaper update --format pdf --output update.pdf
    """
    from hanaper.centre.levels.api import as_it_stands, latest_month, month_of
    from hanaper.foundation.acts.api import Automation, reading
    from hanaper.foundation.interface.api import report_pdf, standalone
    from hanaper.kernel.dates import business_date
    from hanaper.strategy.update.api import as_data, as_text, edition, update_page
    from hanaper.strategy.update.reader import Print

    now = datetime.now(UTC)
    today = business_date(now)
    on, known_on = (day.date() if day else today for day in (as_of, known_at))
    if form == "pdf" and into is None and sys.stdout.isatty():
        raise typer.BadParameter("A PDF does not go to a screen: add --output FILE, or send it on with > or |.")
    with reading(Automation("update"), "update.read", at=now):
        chosen = month_of(month) if month else latest_month(process_code="invoice", on=on)
        made = edition(on=on, known_on=known_on, month=chosen, as_at=as_it_stands(now=now))
        match form:
            case "json":
                written = json.dumps(as_data(made), indent=2, ensure_ascii=False, default=str).encode() + b"\n"
            case "html":
                written = standalone(update_page(Print(), made)).encode()
            case "pdf":
                written = report_pdf(update_page(Print(), made), publisher="Hanaper")
            case _:
                written = as_text(made).encode()
    if into is not None:
        into.write_bytes(written)
        typer.echo(f"Written to {into}", err=True)
    else:
        sys.stdout.buffer.write(written)
        sys.stdout.buffer.flush()
