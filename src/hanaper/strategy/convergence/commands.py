"""`hanaper processes`: convergence of a month, the ways that documents went, and evidence for other tools."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from hanaper.strategy.convergence.asking import Asked

app = typer.Typer(no_args_is_help=True)

Body = Annotated[str | None, typer.Option(metavar="CODE", help="Only this body.")]
Month = Annotated[str, typer.Option(metavar="YYYY-MM", help="Month in which documents began.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one object.")]
Code = Annotated[str, typer.Option("--process", metavar="CODE", help="Process, such as invoice.")]


@app.command("ocel")
def ocel_export(process: Code, month: Month, body: Body = None) -> None:
    """Write a month's evidence of a process as OCEL 2.0 JSON to stdout. It names nobody.

    Examples:

      hanaper processes ocel --process invoice --month 2026-11 > invoices.json
    """
    from hanaper.strategy.convergence.ocel import ocel

    with _reading(body) as ask:
        for piece in ocel(ask(process, month)):
            sys.stdout.write(piece)
    sys.stdout.write("\n")


@app.command("variants")
def variants_list(process: Code, month: Month, body: Body = None, as_json: AsJson = False) -> None:
    """List the ways that documents of a process went in a month, the most frequent first.

    Examples:

      hanaper processes variants --process invoice --month 2026-11
    """
    import json
    from dataclasses import asdict

    from hanaper.strategy.convergence.selectors import variants

    with _reading(body) as ask:
        found = variants(ask(process, month))
    if as_json:
        typer.echo(json.dumps({"variants": [asdict(each) for each in found]}, indent=2))
        return
    for each in found:
        mark = "standard" if each.on_path else "not standard"
        typer.echo(f"{each.documents:>9,}  {mark:<12}  " + " > ".join(step for step, _ in each.path))


@contextmanager
def _reading(body: str | None) -> Iterator[Callable[[str, str], Asked]]:
    """A reading act as a rule, with what asks a question of a process and a month in it."""
    from hanaper.centre.levels.api import BodyUnknown, month_of
    from hanaper.foundation.acts.api import Automation, reading
    from hanaper.foundation.tenancy.api import Body as Row
    from hanaper.strategy.convergence.asking import asked
    from hanaper.strategy.convergence.standards import standard

    bodies = None
    if body is not None and not (bodies := list(Row.objects.filter(code=body))):
        raise BodyUnknown(found=body)
    now = datetime.now(UTC)

    def ask(process: str, month: str) -> Asked:
        chosen = month_of(month)
        code = standard(process, on=chosen.last).process_code
        return asked(month=chosen, processes=[code], as_of=now, known_at=now)

    with reading(Automation("convergence"), "convergence.read", bodies, at=now):
        yield ask
