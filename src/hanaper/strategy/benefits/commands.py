"""`hanaper benefits`: profiles appraised by the Green Book; the register of benefits, and what a month realised."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from hanaper.strategy.benefits.positions import Position
    from hanaper.strategy.benefits.rules.appraisal import Appraisal, Row

app = typer.Typer(no_args_is_help=True, help="Benefits: appraisal by the Green Book, and the register of benefits.")

RATES: tuple[Literal["standard", "health", "reduced"], ...] = ("standard", "health", "reduced")


@app.command("appraise")
def appraise(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="CSV file, one amount a row."),
    ],
    rates: Annotated[
        Literal["standard", "health", "reduced"], typer.Option(help="Which rates of the Green Book.")
    ] = "standard",
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The day whose rates hold; today if left out."),
    ] = None,
    inflation: Annotated[
        float | None,
        typer.Option(min=0, max=50, help="Per cent a year, where amounts are nominal; left out, they are real."),
    ] = None,
    without: Annotated[list[str] | None, typer.Option(metavar="MEMBER", help="Leave out this member's rows.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Discount a profile of benefits and costs, year by year, and say what a decision turns on. No database is used.

    Examples:

      hanaper benefits appraise profile.csv

      hanaper benefits appraise profile.csv --rates reduced --as-of 2026-04-01 --json

      hanaper benefits appraise profile.csv --without "HM Treasury"
    """
    from hanaper.kernel.csv_rows import line_ranges
    from hanaper.kernel.dates import business_date
    from hanaper.strategy.benefits.errors import WrongProfile
    from hanaper.strategy.benefits.rules.appraisal import appraise as appraised
    from hanaper.strategy.benefits.rules.discounting import schedule
    from hanaper.strategy.benefits.rules.profile_file import read_profile

    rows, wrong, first = read_profile(file.read_bytes())
    if wrong:
        named = "; ".join(
            f"line {each.line}, {each.column or 'row'}: {each.found}, not {each.expected}" for each in wrong
        )
        raise WrongProfile(count=len(wrong), lines=line_ranges([each.line for each in wrong]), wrong=f"{named}.")
    members = {row.member for row in rows if row.member}
    if unknown := sorted(set(without or ()) - members):
        raise typer.BadParameter(f"no rows of {', '.join(unknown)}; members are {', '.join(sorted(members)) or 'none'}")
    on = as_of.date() if as_of else business_date(datetime.now(UTC))
    grown = Decimal(str(inflation or 0))
    chosen = schedule(rates, on=on)
    found = appraised(rows, chosen, inflation_percent=grown, without=without or ())
    others = {
        kind: appraised(rows, schedule(kind, on=on), inflation_percent=grown, without=without or ()).net_present_value
        for kind in RATES
        if kind != rates and _in_force(kind, on)
    }
    terms = {
        "rates": rates,
        "rates_source": chosen.source,
        "on": on,
        "prices": f"nominal, deflated by {grown} per cent a year" if inflation else "real, of the first year",
        "first_year": first,
        "without": without or [],
    }
    if as_json:
        typer.echo(json.dumps(_data(found, terms, others, rows), indent=2, ensure_ascii=False, default=str))
    else:
        _print(found, terms, others, rows, first)


@app.command("template")
def template() -> None:
    """Print a profile to begin with.

    Example:

      hanaper benefits template > profile.csv
    """
    from hanaper.strategy.benefits.rules.profile_file import TEMPLATE

    typer.echo(TEMPLATE, nl=False)


@app.command("factors")
def factors(
    rates: Annotated[
        Literal["standard", "health", "reduced"], typer.Option(help="Which rates of the Green Book.")
    ] = "standard",
    years: Annotated[int, typer.Option(min=0, max=400, help="The last year.")] = 125,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The day whose rates hold; today if left out."),
    ] = None,
) -> None:
    """Print the discount factor of each year as CSV.

    Example:

      hanaper benefits factors --rates health --years 30
    """
    from hanaper.kernel.dates import business_date
    from hanaper.strategy.benefits.rules.discounting import factor, schedule

    chosen = schedule(rates, on=as_of.date() if as_of else business_date(datetime.now(UTC)))
    typer.echo("year,factor")
    for year in range(years + 1):
        typer.echo(f"{year},{factor(chosen, year):.6f}")


@app.command("read")
def read(
    month: Annotated[str, typer.Option(metavar="YYYY-MM", help="The month to measure.")],
    cluster: Annotated[str | None, typer.Option(metavar="CODE", help="Only this cluster.")] = None,
    index: Annotated[str, typer.Option(help="Prices of the month over those of the baselines, such as 1.031.")] = "1",
    index_source: Annotated[str, typer.Option(help="Where the index was read, and which edition.")] = "",
) -> None:
    """Measure every benefit that is reporting for a month, against its baseline. Again, it adds only what changed.

    Examples:

      hanaper benefits read --month 2026-11

      hanaper benefits read --month 2026-11 --index 1.031 --index-source "GDP deflator, HM Treasury, September 2026"
    """
    from decimal import InvalidOperation

    from hanaper.centre.costs.api import ClusterUnknown, clusters_in_scope
    from hanaper.centre.levels.api import month_of
    from hanaper.foundation.acts.api import Automation, act, reading
    from hanaper.strategy.benefits.api import month_facts, readings_take

    try:
        grown = Decimal(index)
    except InvalidOperation:
        raise typer.BadParameter(f"{index} is no number", param_hint="--index") from None
    if grown != 1 and not index_source:
        raise typer.BadParameter("an index needs the source that it was read in", param_hint="--index-source")
    chosen = month_of(month)
    with reading(Automation("benefits.read"), "benefit.read"):
        found = [one for one in clusters_in_scope(chosen) if cluster in (None, one.code)]
        if cluster is not None and not found:
            raise ClusterUnknown(found=cluster)
        facts = [month_facts(one, chosen) for one in found]
    for each in facts:
        # Its own act for each cluster, in the books of the body that hosts the centre.
        with act(Automation("benefits.read"), None, each.cluster.lead):
            new = readings_take(facts=each, index=grown, index_source=index_source)
        made_up = " Made up: synthetic." if each.synthetic else ""
        typer.echo(f"{each.cluster.name}, {chosen.name}: {len(new)} new readings.{made_up}", err=True)


@app.command("show")
def show(
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Months after it are left out; today if not given."),
    ] = None,
    known_at: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="What was recorded after that day is left out."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Say where each cluster stands: forecast, measured and realised by year and view, costs, and what is left.

    Example:

      hanaper benefits show --json
    """
    from dataclasses import asdict

    from hanaper.foundation.acts.api import Automation, reading
    from hanaper.kernel.dates import business_date, end_of_day
    from hanaper.strategy.benefits.api import positions

    on = as_of.date() if as_of else business_date(datetime.now(UTC))
    until = end_of_day(known_at.date()) if known_at else None
    with reading(Automation("benefits.show"), "benefit.read"):
        found = positions(as_of=on, known_at=until)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], indent=2, ensure_ascii=False, default=str))
        return
    _print_positions(found)


def _print_positions(found: Sequence[Position]) -> None:
    from rich.console import Console
    from rich.table import Table

    from hanaper.foundation.interface.formats import money

    if not found:
        typer.echo("No cluster has a benefit or a cost to achieve here.")
    for one in found:
        made_up = ", made up: synthetic" if one.synthetic else ""
        typer.echo(f"{one.name}{made_up}: {one.reporting} of {one.benefits} benefits reporting, {one.readings}"
                   f" readings; cost to date {money(one.cost_to_date_pence) or 'not known'}")  # fmt: skip
        drawn = Table(box=None, pad_edge=False, header_style="bold")
        for heading in ("Seen as", "Year"):
            drawn.add_column(heading)
        for heading in ("Forecast", "Measured", "Realised", "Cash", "Hours saved"):
            drawn.add_column(heading, justify="right")
        for each in one.years:
            amounts = (each.forecast, each.measured, each.realised, each.cash)
            year = f"{each.year}-{(each.year + 1) % 100:02d}"
            drawn.add_row(each.view, year, *(money(pence) or "-" for pence in amounts), str(each.hours or "-"))
        Console(soft_wrap=False, width=120).print(drawn)


def _in_force(kind: Any, on: Any) -> bool:
    """Whether the Green Book had these rates on the day: the reduced ones begin in 2026."""
    from hanaper.parameters.errors import NothingInForce
    from hanaper.strategy.benefits.rules.discounting import schedule

    try:
        schedule(kind, on=on)
    except NothingInForce:
        return False
    return True


def _data(found: Appraisal, terms: dict[str, Any], others: Mapping[Any, int], rows: list[Row]) -> dict[str, Any]:
    return {
        **terms,
        "unit": "pence",
        "net_present_value": found.net_present_value,
        "present_benefits": found.present_benefits,
        "present_cash": found.present_cash,
        "present_costs": found.present_costs,
        "benefit_cost_ratio": found.benefit_cost_ratio,
        "payback_year": found.payback_year,
        "cash_share_percent": found.cash_share_percent,
        "benefits_may_fall_percent": found.benefits_may_fall_percent,
        "costs_may_rise_percent": found.costs_may_rise_percent,
        "net_present_value_at": others,
        "qualitative": sum(row.of == "qualitative" for row in rows),
        "optimism_bias": [
            {"year": row.year, "of": row.of, "percent": row.bias_percent, "reason": row.reason}
            for row in rows
            if row.bias_percent
        ],
        "years": [
            {
                "year": year.year,
                "factor": f"{year.factor:.6f}",
                "by": year.by,
                "benefits": year.benefits,
                "cash": year.cash,
                "costs": year.costs,
                "net": year.net,
                "present_net": year.present_net,
                "cumulative": year.cumulative,
            }
            for year in found.years
        ],
    }


def _print(
    found: Appraisal, terms: dict[str, Any], others: Mapping[Any, int], rows: list[Row], first: int | None
) -> None:
    from rich.console import Console
    from rich.table import Table

    from hanaper.foundation.interface.formats import money
    from hanaper.kernel.dates import show_date

    typer.echo(
        f"Rates: {terms['rates']}, in force on {show_date(terms['on'])}. Source: {terms['rates_source']}.", err=True
    )
    typer.echo(f"Prices: {terms['prices']}. Year 0 is not discounted.", err=True)
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    drawn.add_column("Year")
    for heading in ("Factor", "Benefits", "of which cash", "Costs", "Net", "Present net", "Cumulative"):
        drawn.add_column(heading, justify="right")
    for year in found.years:
        name = f"{first + year.year}-{(first + year.year + 1) % 100:02d}" if first is not None else str(year.year)
        amounts = (year.benefits, year.cash, year.costs, year.net, year.present_net, year.cumulative)
        drawn.add_row(name, f"{year.factor:.4f}", *(money(pence) for pence in amounts))
    Console(soft_wrap=False, width=160).print(drawn)
    typer.echo(f"Present benefits {money(found.present_benefits)}, of which cash {money(found.present_cash)}"
               f" ({_or_none(found.cash_share_percent, '%')}).")  # fmt: skip
    typer.echo(f"Present costs {money(found.present_costs)}.")
    typer.echo(f"Net present value {money(found.net_present_value)}; benefits over costs"
               f" {_or_none(found.benefit_cost_ratio)}; paid back in year {_or_none(found.payback_year)}.")  # fmt: skip
    typer.echo(_switching(found))
    for kind, pence in others.items():
        typer.echo(f"At the {kind} rates: {money(pence)}.")
    if count := sum(row.of == "qualitative" for row in rows):
        typer.echo(f"{count} qualitative rows are in no sum.")
    for row in rows:
        if row.bias_percent:
            typer.echo(f"Optimism bias of {row.bias_percent} per cent on {row.of}, year {row.year}: {row.reason}.")


def _switching(found: Appraisal) -> str:
    """What it takes for the net present value to be nought."""
    fall, rise = found.benefits_may_fall_percent, found.costs_may_rise_percent
    if fall is None or rise is None:
        return "Nothing is spent or nothing is gained, so nothing can turn it to nought."
    if found.net_present_value < 0:
        return f"It reaches nought only if benefits rise by {-fall}% or costs fall by {-rise}%."
    return f"It falls to nought if benefits fall by {fall}% or costs rise by {rise}%."


def _or_none(value: Any, unit: str = "") -> str:
    return "none" if value is None else f"{value}{unit}"
