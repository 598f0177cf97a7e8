"""`hanaper update`: the update of a month."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

app = typer.Typer(add_completion=False)


@app.command("update")
def update(
    month: Annotated[str | None, typer.Option(metavar="YYYY-MM", help="The month; the latest if left out.")] = None,
    as_of: Annotated[
        datetime | None, typer.Option(metavar="TIME", help="As it stood then, in UTC; as it stands if left out.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Say which clusters there are, which are served here, and what a month of their work says.

    Made-up figures stand apart from real ones, and no figure stands beside a claim.

    Examples:

      hanaper update --month 2026-11

      hanaper update --month 2026-11 --json
    """
    from hanaper.centre.levels.api import as_it_stands, latest_month, month_of
    from hanaper.foundation.acts.api import Automation, reading
    from hanaper.kernel.dates import business_date
    from hanaper.strategy.update.api import as_data, edition

    now = (as_of.replace(tzinfo=UTC) if as_of and as_of.tzinfo is None else as_of) or datetime.now(UTC)
    with reading(Automation("update"), "update.read", at=now):
        chosen = month_of(month) if month else latest_month(process_code="invoice", on=business_date(now))
        answer = as_data(edition(month=chosen, as_of=now if as_of else as_it_stands(now=now)))
    if as_json:
        typer.echo(json.dumps(answer, indent=2, ensure_ascii=False, default=str))
        return
    _print(answer)


def _print(answer: dict[str, Any]) -> None:
    from hanaper.foundation.interface.formats import duration, money, number, percent

    for cluster in answer["register"]:
        live = "live" if cluster["is_live"] else "not live"
        typer.echo(
            f"{cluster['name']}: {cluster['groups']} groups, {cluster['bodies']} bodies,"
            f" {number(cluster['people'])} people ({cluster['people_as_of']}); {live} ({cluster['live_as_of']})"
        )
    parts = (("measured", "Measured here"), ("made_up", "MADE UP, not performance"))
    for key, title in parts:
        for one in answer[key]:
            levels = one["together"]
            typer.echo(f"\n{title}: {one['name']}, {answer['edition']['month']}, {one['bodies_served']} bodies served")
            typer.echo(f"  invoices {number(levels['documents']) or 'left out'}")
            typer.echo(
                f"  touchless {percent(levels['touchless_basis_points']) or '-'} of all,"
                f" {percent(levels['touchless_eligible_basis_points']) or '-'} of the eligible"
                f" {percent(levels['eligible_share_basis_points']) or '-'}"
                + (", provisional" if one["is_provisional"] else "")
            )
            typer.echo(
                f"  full cost {money(one['full_pence']) or 'not known'}, unused {money(one['unused_pence']) or '-'}"
            )
            if paid := one["pay"]["together"]:
                typer.echo(
                    f"  pay: {number(paid['payslips'])} payslips, {money(paid['gross_pence'])} gross,"
                    f" {money(paid['books_pence'])} in the books; accuracy"
                    f" {percent(paid['accuracy_basis_points']) or 'not known'}"
                )
            for line in one["waited"][:3]:
                typer.echo(
                    f"  waited: {line['body']}, {line['state']}: nine in ten within {duration(line['p90_seconds'])}"
                )
    if not answer["measured"]:
        typer.echo("\nMeasured here: no real body is served here yet.")
