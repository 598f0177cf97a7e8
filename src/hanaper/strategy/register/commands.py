"""`hanaper register`: clusters and figures as sources tell of them, on a day, of what was recorded by another."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime
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


def _register(as_of: datetime | None, known_at: datetime | None) -> Register:
    from hanaper.kernel.dates import business_date
    from hanaper.strategy.register.api import load_register, register_at

    today = business_date(datetime.now(UTC))
    on, known_on = (day.date() if day else today for day in (as_of, known_at))
    return register_at(load_register(), as_of=on, known_at=known_on)


def _json(found: Any) -> str:
    return json.dumps(found, indent=2, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(value)
