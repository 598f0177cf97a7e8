"""`hanaper ledger`: what the books and their neighbours offer at the command line."""

from __future__ import annotations

import typer

from hanaper.ledger.exchange.commands import load_rates

app = typer.Typer(no_args_is_help=True, help="The books.")


@app.callback()
def _ledger() -> None:
    """Keeps `load-rates` a command of its own while it is the only one."""


app.command("load-rates")(load_rates)
