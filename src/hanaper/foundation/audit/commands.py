"""`hanaper audit`: verify the trail, and keep its heads."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="The audit trail: is it whole, and how far has it come?")


@app.command("verify")
def verify_command(
    body: Annotated[str | None, typer.Option(metavar="CODE", help="Only this body.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Verify every link of the chains of evidence, journals and changes, and the signed heads kept outside.

    Ends with 0 when all is whole, and with 1 when anything is not: the first bad link of each body is named.

    Examples:

      hanaper audit verify

      hanaper audit verify --body dvla --json
    """
    from hanaper.foundation.audit.api import verify
    from hanaper.foundation.audit.wording import WORDING
    from hanaper.foundation.tenancy.api import Body

    names = dict(Body.objects.values_list("pk", "code")) | {0: "the platform"}
    ids = {code: pk for pk, code in names.items()}
    if body is not None and body not in ids:
        raise typer.BadParameter(f"there is no body {body!r}", param_hint="--body")
    report = verify(None if body is None else [ids[body]])
    if as_json:
        typer.echo(
            json.dumps(
                {
                    "whole": report.is_whole,
                    "links": report.links,
                    "seconds": round(report.seconds, 3),
                    "bodies": [asdict(each) | {"body": names.get(each.body_id)} for each in report.bodies],
                },
                indent=2,
            )
        )
    else:
        for each in report.bodies:
            name = names.get(each.body_id, f"body {each.body_id}")
            said = f"{name}: {each.links:,} links, {each.heads} heads outside"
            said += f", {each.disposed} details disposed" if each.disposed else ""
            if each.problems:
                first = each.problems[0]
                where = f"place {first.position}" if first.position is not None else "no place"
                what = " ".join(str(part) for part in (first.stream, first.row_id) if part is not None)
                said += f"\n  NOT WHOLE at {where} ({what}): {WORDING['audit.' + first.code]}"
                said += f"\n  and {len(each.problems) - 1} more" if len(each.problems) > 1 else ""
            typer.echo(said)
    raise typer.Exit(0 if report.is_whole else 1)


@app.command("heads")
def heads_command() -> None:
    """Sign how far every chain has come, and keep it in HANAPER_HEADS. Copy that directory to another machine.

    Examples:

      hanaper audit heads
    """
    from django.conf import settings

    from hanaper.foundation.audit.api import keep_heads

    typer.echo(f"{keep_heads(now=True)} heads kept in {settings.HANAPER_HEADS_DIRECTORY}", err=True)
