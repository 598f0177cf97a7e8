"""`hanaper returns`: check a file without a database, print templates and schemas, make a native body's return."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(no_args_is_help=True, help="Returns of departments: formats, checks, and returns from transactions.")

Kind = Annotated[str, typer.Option("--kind", help="workforce, invoices, contracts, cost or measures.")]


@app.command("check")
def check_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="CSV file.")],
    kind: Kind,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="As if sent on that day; today if left out."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Check a return, row by row, and say what is wrong, what stands out and what was mended. Ends with 1 on a fault.

    Example:

      hanaper returns check workforce-2026-10.csv --kind workforce
    """
    from hanaper.kernel.dates import business_date
    from hanaper.strategy.returns.rules.checks import Context, check

    _known(kind)
    found = check(kind, file.read_bytes(), Context(today=on.date() if on else business_date(datetime.now(UTC))))
    if as_json:
        said = {
            "kind": kind,
            "version": found.form.version,
            "rows": found.lines,
            "cells_given": found.given,
            "cells_asked": found.asked,
            "findings": [
                {"code": each.code, "severity": each.severity, "line": each.line, "column": each.column,
                 "found": each.found, "expected": each.expected, "rule": each.rule}
                for each in found.findings
            ],
        }  # fmt: skip
        typer.echo(json.dumps(said, indent=2, ensure_ascii=False))
    else:
        for each in found.findings:
            typer.echo(f"{each.severity}: {each.code}, line {each.line}, {each.column or 'file'}: {each.found},"
                       f" expected {each.expected}. {each.rule}")  # fmt: skip
        typer.echo(f"Rows: {found.lines}; faults: {len(found.faults)}; warnings: {len(found.warnings)};"
                   f" mended: {len(found.mended)}.", err=True)  # fmt: skip
    raise typer.Exit(1 if found.faults else 0)


@app.command("template")
def print_template(kind: Annotated[str, typer.Argument(metavar="KIND")]) -> None:
    """Print the CSV template of a return.

    Example:

      hanaper returns template workforce > workforce.csv
    """
    from hanaper.strategy.returns.rules.formats import FORMATS, template

    _known(kind)
    sys.stdout.write(template(FORMATS[kind]))


@app.command("schema")
def print_schema(kind: Annotated[str, typer.Argument(metavar="KIND")]) -> None:
    """Print the JSON Schema of a return.

    Example:

      hanaper returns schema invoices
    """
    from hanaper.strategy.returns.rules.formats import FORMATS, json_schema

    _known(kind)
    typer.echo(json.dumps(json_schema(FORMATS[kind]), indent=2))


@app.command("make")
def make(
    kind: Kind,
    body: Annotated[str, typer.Option(metavar="CODE", help="The body.")],
    month: Annotated[str, typer.Option(metavar="YYYY-MM", help="The month.")],
) -> None:
    """Make a native body's return from its transactions, and print it.

    Example:

      hanaper returns make --kind workforce --body dorh --month 2026-10
    """
    from hanaper.centre.levels.api import month_of
    from hanaper.foundation.acts.api import Automation, reading
    from hanaper.strategy.returns.api import native_rows

    found = _body(body)
    with reading(Automation("returns.make"), "returns.maintain", [found]):
        made = native_rows(kind, found, month_of(month))
    sys.stdout.write(made.decode())


@app.command("connect")
def connect(
    body: Annotated[str, typer.Option(metavar="CODE", help="The body.")],
    system: Annotated[str, typer.Option(help="The system that it runs.")],
    since: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="From which day.")],
    source: Annotated[str, typer.Option(help="Who says so, or where it is written.")],
) -> None:
    """Say that a body runs another system, so that it sends its returns.

    Example:

      hanaper returns connect --body dorh --system "Old finance system" --since 2026-04-01 --source "Head of finance"
    """
    from hanaper.foundation.acts.api import Automation, act
    from hanaper.strategy.returns.api import connection_set

    with act(Automation("returns.connect"), None, _body(body)):
        connection_set(system=system, since=since.date(), source=source)
    typer.echo(f"{body} runs {system} from {since:%Y-%m-%d}.", err=True)


@app.command("expect")
def expect(
    month: Annotated[str, typer.Option(metavar="YYYY-MM", help="The month.")],
    body: Annotated[list[str], typer.Option(metavar="CODE", help="The body; give it once for each.")],
    kind: Annotated[list[str] | None, typer.Option(help="The kind; all five if left out.")] = None,
) -> None:
    """Ask bodies for their returns of a month. What is asked for already stays as it is.

    Example:

      hanaper returns expect --month 2026-10 --body dorh --kind workforce --kind invoices
    """
    from hanaper.centre.levels.api import month_of
    from hanaper.foundation.acts.api import Automation, act
    from hanaper.strategy.returns.api import returns_expect
    from hanaper.strategy.returns.rules.formats import FORMATS

    chosen = month_of(month)
    for one in [_body(code) for code in body]:
        with act(Automation("returns.expect"), None, one):
            made = returns_expect(kinds=kind or list(FORMATS), months=[chosen])
        typer.echo(f"{one.code}, {chosen.name}: {len(made)} returns are due.", err=True)


def _body(code: str) -> Any:
    from hanaper.foundation.tenancy.api import Body, BodyNotThere

    found = Body.objects.filter(code=code).first()
    if found is None:
        raise BodyNotThere()
    return found


def _known(kind: str) -> None:
    from hanaper.strategy.returns.errors import KindUnknown
    from hanaper.strategy.returns.rules.formats import FORMATS

    if kind not in FORMATS:
        raise KindUnknown(found=kind, expected=", ".join(FORMATS))
