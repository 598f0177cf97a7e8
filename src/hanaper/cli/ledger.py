"""`hanaper ledger`: what the books and their neighbours offer at the command line."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from hanaper.cli import output
from hanaper.ledger.exchange.commands import load_rates

app = typer.Typer(no_args_is_help=True, help="The books.")

app.command("load-rates")(load_rates)


@app.command("load-chart")
def load_chart(
    since: Annotated[datetime, typer.Option("--from", metavar="DATE", formats=["%Y-%m-%d"], help="The first day.")],
) -> None:
    """Load the standard chart of accounts, which every body shares. Accounts that stand already stay as they are.

    Example:

      hanaper ledger load-chart --from 2026-04-01
    """
    from hanaper.foundation.acts.api import Automation, act
    from hanaper.foundation.identity.api import operator_rule
    from hanaper.ledger.api import chart_load

    with act(Automation(operator_rule()), None, None):
        new = chart_load(since=since.date())
    output.talk(f"{new:,} accounts are new.")
