"""`hanaper satisfaction`: the scores of a month, and asking without waiting for the clock."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="How satisfied people are with the services of the centre.")


@app.command("show")
def satisfaction_show(
    month: Annotated[
        str | None, typer.Option(metavar="YYYY-MM", help="Month of asking; the last one if left out.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Show the Net Promoter Score of each service, with its interval, its response rate, and why one is not told.

    Example:

      hanaper satisfaction show --month 2026-10 --json
    """
    from hanaper.centre.levels.api import month_of, month_slug
    from hanaper.centre.satisfaction.measures import MEASURE
    from hanaper.centre.satisfaction.pages import points, untold
    from hanaper.centre.satisfaction.report import satisfaction
    from hanaper.foundation.acts.api import Automation, reading
    from hanaper.foundation.interface import formats
    from hanaper.kernel.dates import business_date
    from hanaper.kernel.periods import FiscalPeriod

    now = datetime.now(UTC)
    chosen = month_of(month) if month else FiscalPeriod.of_date(business_date(now)).previous
    with reading(Automation("satisfaction"), "satisfaction.read", at=now):
        found = satisfaction(month=chosen)
    if as_json:
        scores = [each.as_data() for each in found]
        said = {
            "month": month_slug(chosen),
            "measure": MEASURE.label,
            "unit": "hundredths of a point",
            "scores": scores,
        }
        typer.echo(json.dumps(said, indent=2, ensure_ascii=False))
        return
    if not found:
        typer.echo(f"Nobody was asked in {chosen.name}.", err=True)
    for each in found:
        if each.body is not None and each.answers is None:
            continue  # it would only say that it is not told; --json has them
        where = f"{each.told.surveyed.service}, {each.where}{' (made up)' if each.synthetic else ''}"
        if each.answers is None or each.interval is None:
            typer.echo(f"{where}: {untold(each.told) or 'nobody answered'}.")
            continue
        typer.echo(
            f"{where}: {points(each.score)}, from {points(each.interval.low)} to {points(each.interval.high)};"
            f" {each.answers.answered} of {each.answers.asked} answered, {formats.percent(each.answers.response)}"
            f"{', indicative' if each.is_indicative else ''}."
        )


@app.command("ask")
def satisfaction_ask() -> None:
    """Ask now what the clock asks each morning, and forget what is over. Nobody is asked twice by asking again.

    Example:

      hanaper satisfaction ask
    """
    from hanaper.centre.satisfaction.tasks import ask_everywhere

    asked = ask_everywhere()
    typer.echo(f"{asked} {'person was' if asked == 1 else 'people were'} asked.")
