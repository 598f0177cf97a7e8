"""`hanaper costs`: what each service cost for each body, and the loading of what duties cost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(no_args_is_help=True, help="Cost to serve: what each service cost for each body.")


@app.command("show")
def show(
    month: Annotated[str, typer.Option(metavar="YYYY-MM", help="The month.")],
    cluster: Annotated[str | None, typer.Option(metavar="CODE", help="Only this cluster.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Say what each service cost for each body in a month, to the penny of the books.

    Examples:

      hanaper costs show --month 2026-11

      hanaper costs show --month 2026-11 --cluster quarry --json
    """
    from hanaper.centre.costs.api import as_data, clusters_in_scope, cost_report
    from hanaper.centre.costs.errors import ClusterUnknown
    from hanaper.centre.levels.api import month_of
    from hanaper.foundation.acts.api import Automation, reading

    chosen = month_of(month)
    with reading(Automation("costs"), "costs.read"):
        found = [one for one in clusters_in_scope(chosen) if cluster in (None, one.code)]
        if cluster is not None and not found:
            raise ClusterUnknown(found=cluster)
        answers = [as_data(cost_report(one, chosen)) for one in found]
    if as_json:
        typer.echo(json.dumps({"month": month, "clusters": answers}, indent=2, ensure_ascii=False, default=str))
        return
    for answer in answers:
        _print(answer)


@app.command("load")
def load(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="CSV file.")],
    cluster: Annotated[str, typer.Option(metavar="CODE", help="The cluster whose duties these are.")],
) -> None:
    """Load what duties cost: duty, month, pay, productive_hours, source, assumption (yes or no).

    All rows are loaded or none. A row that differs from what is kept becomes the next version; nothing is overwritten.

    Example:

      hanaper costs load duty-costs-2026-11.csv --cluster quarry
    """
    from hanaper.centre.costs.api import duty_costs_load, read_duty_costs
    from hanaper.centre.costs.errors import ClusterUnknown, NoLead
    from hanaper.foundation.acts.api import Automation, act
    from hanaper.foundation.tenancy.api import Cluster

    found = Cluster.objects.select_related("lead").filter(code=cluster).first()
    if found is None:
        raise ClusterUnknown(found=cluster)
    if found.lead is None:
        raise NoLead(cluster=found.name)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = read_duty_costs(lines)
    with act(Automation("costs.load"), None, found.lead):
        new = duty_costs_load(rows=rows, synthetic=found.synthetic)
    typer.echo(f"{len(rows):,} rows read, {new:,} new.", err=True)


def _print(answer: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    from hanaper.foundation.interface.formats import money, number

    made = " Every figure rests on made-up rows." if answer["synthetic"] else ""
    typer.echo(f"{answer['cluster']['name']}, {answer['month']}.{made}", err=True)
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Body", "Service"):
        drawn.add_column(heading)
    for heading in ("Finished", "Cost to serve", "Unit", "with unused", "end to end"):
        drawn.add_column(heading, justify="right")
    drawn.add_column("Read with care")
    for row in [*answer["bodies"], *answer["together"]]:
        units = (row["unit_pence"], row["unit_full_pence"], row["unit_end_to_end_pence"])
        drawn.add_row(row["body"], row["service_title"], number(row["documents"]), money(row["cts_pence"]),
                      *(money(unit) or "-" for unit in units), row["note"])  # fmt: skip
    Console(soft_wrap=False).print(drawn)
    said = f"Shared {money(answer['served_pence'])} + unused {money(answer['unused_pence'])}"
    typer.echo(f"{said} = full cost {money(answer['full_pence'])}.", err=True)
