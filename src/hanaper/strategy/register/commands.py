"""`hanaper register`: clusters and figures as sources tell of them, on a day, of what was recorded by another."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from hanaper.strategy.register.facts import Register

app = typer.Typer(no_args_is_help=True)

AsOf = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The day for which it speaks; today if left out."),
]
KnownAt = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Leave out what was recorded here after that day."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one object.")]


@app.command("show")
def register_show(as_of: AsOf = None, known_at: KnownAt = None, as_json: AsJson = False) -> None:
    """Show every cluster as it stood: who leads it, its groups, whether it works, its states.

    Examples:

      hanaper register show --as-of 2024-03-04

      hanaper register show --as-of 2024-03-04 --known-at 2026-11-22 --json
    """
    register = _register(as_of, known_at)
    if as_json:
        typer.echo(_json({"clusters": register.clusters, "gaps": register.gaps}))
        return
    if not register.clusters:
        typer.echo("No cluster had been recorded here by then.")
    for cluster in register.clusters:
        live = "no source says" if cluster.live is None else "yes" if cluster.is_live else "no"
        counted = f"{cluster.people:,} people, counted {cluster.lead.headcount.as_of}"
        typer.echo(f"{cluster.name}: led by {cluster.lead.name}; {counted}; live: {live}")
        for group in cluster.groups:
            said = group.commitment.status if group.commitment else "not stated"
            count = len(group.bodies)
            typer.echo(f"  {group.name}: {count} {'body' if count == 1 else 'bodies'}; commitment: {said}")
        for state in sorted(cluster.states, key=lambda each: each.as_of.first):
            typer.echo(f"  {state.as_of}, {state.of}: {state.state} [{state.source}]")


@app.command("figures")
def figures_list(as_of: AsOf = None, known_at: KnownAt = None, as_json: AsJson = False) -> None:
    """List every claim of every figure, in order of date, with its source.

    Examples:

      hanaper register figures --as-of 2024-03-04
    """
    from hanaper.strategy.register.in_words import figure_text

    register = _register(as_of, known_at)
    if as_json:
        typer.echo(_json({"figures": register.series}))
        return
    if not register.series:
        typer.echo("No figure had been recorded here by then.")
    for series in register.series:
        typer.echo(f"{series.definition} ({series.id})")
        for fact in series.facts:
            typer.echo(f"  {fact.as_of}: {figure_text(fact)}; version {fact.version}, [{fact.source}]")


@app.command("claims-template")
def claims_template() -> None:
    """Print the columns of a file of claims.

    Example:

      hanaper register claims-template > claims.csv
    """
    from hanaper.strategy.register.rules.entering import template

    typer.echo(template().rstrip())


@app.command("claims-import")
def claims_import(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="CSV file.")],
    body: Annotated[str, typer.Option(metavar="CODE", help="The body in whose name they are recorded.")],
    by: Annotated[
        str, typer.Option("--by", metavar="USERNAME", help="Who records: holds register-claim.record there.")
    ],
) -> None:
    """Record the claims of a file, all or none. They stand once somebody else has checked them.

    Example:

      hanaper register claims-import claims.csv --body co --by jdoe
    """
    from hanaper.foundation.acts.api import Actor, act
    from hanaper.foundation.identity.api import Account
    from hanaper.foundation.tenancy.api import Body
    from hanaper.strategy.register.services import claims_record

    where = Body.objects.filter(code=body).first()
    account = Account.objects.filter(username=by.lower(), is_active=True).first()
    if where is None or account is None:
        hint, found = ("--body", body) if where is None else ("--by", by)
        raise typer.BadParameter(f"there is no {found!r}", param_hint=hint)
    with act(Actor(account.person_id, account.pk), "register-claim.record", where):
        taken = claims_record(content=file.read_bytes())
    typer.echo(f"Recorded: {len(taken.made)}; here already: {taken.there}. Somebody else checks them now.")


def _register(as_of: datetime | None, known_at: datetime | None) -> Register:
    from hanaper.foundation.acts.api import Automation, reading
    from hanaper.kernel.dates import business_date
    from hanaper.strategy.register.entered import register_known

    today = business_date(datetime.now(UTC))
    on, known_on = (day.date() if day else today for day in (as_of, known_at))
    with reading(Automation("register"), "register.read"):
        return register_known(as_of=on, known_at=known_on)


def _json(found: Any) -> str:
    return json.dumps(found, indent=2, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(value)
