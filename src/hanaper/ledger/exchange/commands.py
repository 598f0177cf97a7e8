"""`hanaper ledger load-rates`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def load_rates(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="CSV file of rates."),
    ],
) -> None:
    """Load dated exchange rates: currency, valid_from, valid_to, units_per_pound, source.

    All rows are loaded or none. Rows that stand already are left as they are. Ends with 1 when a row is refused.

    Example:

      hanaper ledger load-rates rates-2026-11.csv
    """
    from hanaper.foundation.acts.api import Automation, act
    from hanaper.foundation.interface.wording import explain
    from hanaper.kernel.errors import HanaperError
    from hanaper.ledger.exchange.rules import read_rates
    from hanaper.ledger.exchange.services import rates_load

    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rates = read_rates(lines)
        with act(Automation("ledger.load-rates"), None, None):
            new = rates_load(rates)
    except HanaperError as error:
        typer.echo(explain(error).text, err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{len(rates):,} rates read, {new:,} new.")
