"""`hanaper pay`: what can be asked of pay without a database."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from hanaper.kernel.dates import business_date, show_date

app = typer.Typer(no_args_is_help=True, help="Pay: its rules, and pay runs.")


@app.callback()
def _pay() -> None:
    """Keeps `calculate` a command of its own while it is the only one."""


@app.command("calculate")
def calculate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[IN.csv OUT.csv]",
            help="Rows to calculate, and where to write them with results; after --vectors, further such files.",
        ),
    ] = None,
    vectors: Annotated[
        Path | None,
        typer.Option(
            "--vectors",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            readable=True,
            help="A file that says what should come out: compare, and write nothing. More may follow.",
        ),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Print the workings of every row.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print an object with all rows; a list for several files.")
    ] = False,
    on: Annotated[
        datetime | None,
        typer.Option(
            "--on", formats=["%Y-%m-%d"], help="The day whose law holds where a row names none. Today if not given."
        ),
    ] = None,
) -> None:
    """Work out tax, National Insurance, loans, pensions and orders for the rows of a CSV file.

    What a file is about is told by its columns; a wrong one is answered with those that are known. No database is used.
    With --vectors it ends with 1 where any row does not agree with what the file expects.

    Examples:

      hanaper pay calculate people.csv paid.csv

      hanaper pay calculate --vectors hmrc-tax-tests.csv hmrc-insurance-tests.csv

      hanaper pay calculate --explain people.csv paid.csv
    """  # fmt: skip
    from hanaper.hr.pay.calculating.running import calculate_file, write_results

    given = files or []
    if vectors is None and len(given) != 2:
        raise typer.BadParameter("give IN.csv and OUT.csv, or --vectors FILE", param_hint="IN.csv OUT.csv")
    sources = [given[0]] if vectors is None else [vectors, *given]
    day = on.date() if on else business_date(datetime.now(UTC))
    try:
        outcomes = [calculate_file(path, on=day, explain=explain, against=vectors is not None) for path in sources]
        if vectors is None:
            write_results(given[1], outcomes[0])
    except OSError as error:
        raise typer.BadParameter(f"{error.filename}: {error.strerror}", param_hint="FILE") from None
    _say(outcomes, sources, written=None if vectors else given[1], explain=explain, as_json=as_json)
    if vectors is not None and any(outcome.agreeing < len(outcome.rows) for outcome in outcomes):
        raise typer.Exit(1)


def _say(outcomes: list[Any], sources: list[Path], *, written: Path | None, explain: bool, as_json: bool) -> None:
    if as_json:
        objects = [_as_object(outcome) for outcome in outcomes]
        typer.echo(json.dumps(objects if len(objects) > 1 else objects[0], indent=2, ensure_ascii=False, default=str))
    for source, outcome in zip(sources, outcomes, strict=True):
        if not as_json:
            _say_rows(outcome, explain)
        count, kind = len(outcome.rows), outcome.kind
        if written is not None:
            typer.echo(f"{written}: {count:,} rows of {kind}", err=True)
        else:
            typer.echo(f"{source.name}: {outcome.agreeing:,} of {count:,} rows agree ({kind})", err=as_json)


def _say_rows(outcome: Any, explain: bool) -> None:
    for row in outcome.rows:
        for each in row.differences:
            typer.echo(f"{row.name}: {each.what} ours {each.ours or '(none)'}, theirs {each.theirs}")
        if explain:
            typer.echo("\n".join(_explained(row)))


def _as_object(outcome: Any) -> dict[str, Any]:
    return {
        "kind": outcome.kind,
        "rows": len(outcome.rows),
        "agree": outcome.agreeing,
        "results": [
            {
                "row": row.name,
                **row.results,
                "differences": [{"what": d.what, "ours": d.ours, "theirs": d.theirs} for d in row.differences],
                **({"workings": [_working(w) for w in row.workings]} if row.workings else {}),
            }
            for row in outcome.rows
        ],
    }


def _working(working: Any) -> dict[str, Any]:
    return {
        "line": working.line,
        "formula": working.formula,
        "inputs": dict(working.inputs),
        "result": working.result,
        "unit": working.unit,
        "figures": [_figure(value) for value in working.figures],
    }


def _figure(value: Any) -> dict[str, Any]:
    return {
        "name": value.name,
        "description": value.description,
        "value": value.value,
        "unit": value.unit,
        "in_force_from": value.start,
        "source": value.source.title,
        "is_assumption": value.is_assumption,
    }


def _explained(row: Any) -> list[str]:
    from hanaper.hr.pay.rules.showing import shown, shown_result, titled

    lines = [f"{row.name}: " + ", ".join(f"{name} {value}" for name, value in row.results.items())]
    for working in row.workings:
        inputs = ", ".join(f"{titled(name)} {shown(name, value)}" for name, value in working.inputs.items())
        lines.append(f"  {working.line}: {working.formula} = {shown_result(working)}")
        lines.append(f"    with {inputs}")
        for value in working.figures:
            said = " (an assumption)" if value.is_assumption else ""
            lines.append(f"    by {value.name}, from {show_date(value.start)}{said}: {value.source.title}")
    return lines
