"""`hanaper tenancy`: who is served, by whom, since when."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from hanaper.foundation.tenancy.rules.plan import Change
    from hanaper.foundation.tenancy.rules.rows import Fault, Numbered

app = typer.Typer(no_args_is_help=True, help="Clusters, groups, bodies and their cost centres.")

BYTES_MOST = 5_000_000


@app.command("load")
def load_command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="YAML file of rows.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Judge every row and say what would change.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Load clusters, groups, bodies, memberships and cost centres from a YAML file.

    Every row is judged before the first is written, and each bad one is named with what was found and what was
    expected; then nothing is written, and the command ends with 1. Loading the same file again changes nothing. Rows
    that stand and are not in the file stay as they are.

    Examples:

      hanaper tenancy load our-cluster.yaml --dry-run

      hanaper tenancy load our-cluster.yaml
    """
    from hanaper.foundation.acts.api import Automation, act
    from hanaper.foundation.identity.api import operator_rule
    from hanaper.foundation.tenancy.models import Body
    from hanaper.foundation.tenancy.rules.rows import CostCentreRow
    from hanaper.foundation.tenancy.services import cost_centres_put, reference_put

    rows, faults, changes = _judged(file)
    if not faults and not dry_run:
        written = [each.row for each in rows]
        operator = Automation(operator_rule())
        with act(operator, None, None):
            reference_put(written)
        for code in sorted({change.row.body for change in changes if isinstance(change.row, CostCentreRow)}):
            with act(operator, None, body := Body.objects.get(code=code)):
                cost_centres_put(written, body)
    _say(file, len(rows), faults, changes, dry_run=dry_run, as_json=as_json)
    raise typer.Exit(1 if faults else 0)


def _judged(file: Path) -> tuple[list[Numbered], list[Fault], list[Change]]:
    """The rows of the file, everything that is wrong with it, and what it would change."""
    from hanaper.foundation.acts.api import Automation, reading
    from hanaper.foundation.identity.api import operator_rule
    from hanaper.foundation.tenancy.rules.plan import changes, conflicts
    from hanaper.foundation.tenancy.rules.rows import rows_read
    from hanaper.foundation.tenancy.selectors import made_up, rows_standing

    document, unreadable = _document(file)
    if unreadable is not None:
        return [], [unreadable], []
    rows, faults = rows_read(document)
    with reading(Automation(operator_rule()), "tenancy.load") as opened:
        standing = rows_standing()
        if not faults:  # what a bad row stands for is not known, so neither is what names it
            faults = conflicts(rows, standing, synthetic=made_up(), on=opened.today)
    return rows, faults, changes([each.row for each in rows], standing)


def _document(file: Path) -> tuple[Any, Fault | None]:
    import yaml

    from hanaper.foundation.tenancy.rules.rows import Fault

    if (size := file.stat().st_size) > BYTES_MOST:
        return None, Fault("the file", 0, "", f"{size:,} bytes", f"at most {BYTES_MOST:,}")
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8-sig")), None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "a place unknown"
        return None, Fault("the file", 0, "", f"{error.problem} at {where}", "YAML")
    except (yaml.YAMLError, ValueError) as error:
        return None, Fault("the file", 0, "", str(error), "YAML in UTF-8")


def _say(
    file: Path, rows: int, faults: Sequence[Fault], changes: Sequence[Change], *, dry_run: bool, as_json: bool
) -> None:
    from dataclasses import asdict

    if as_json:
        said = {
            "file": str(file),
            "dry_run": dry_run,
            "rows": rows,
            "written": not (faults or dry_run),
            "faults": [asdict(fault) for fault in faults],
            "changes": [_change(change) for change in changes] if not faults else [],
        }
        typer.echo(json.dumps(said, indent=2, ensure_ascii=False, default=str))
        return
    if faults:
        for fault in faults:
            typer.echo(str(fault), err=True)
        typer.echo(f"Nothing was written: {len(faults):,} to put right in {file}.", err=True)
        return
    for change in changes:
        typer.echo(f"{change.what:<8} {change.row.table}: {_key(change)}{_differences(change)}")
    verb = "would change" if dry_run else "changed"
    typer.echo(f"{rows:,} rows read, {len(changes):,} {verb}.", err=True)


def _change(change: Change) -> dict[str, Any]:
    fields = {name: {"from": before, "to": after} for name, (before, after) in change.fields.items()}
    return {"what": change.what, "table": change.row.table, "key": list(change.row.key), "fields": fields}


def _key(change: Change) -> str:
    return ", ".join(str(part) for part in change.row.key)


def _differences(change: Change) -> str:
    return "".join(f"; {name} was {before}, is {after}" for name, (before, after) in change.fields.items())


@app.command("list")
def list_command(
    on: Annotated[
        datetime | None, typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="As on this day; today if left out.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """List every cluster with the bodies that it serves.

    Examples:

      hanaper tenancy list

      hanaper tenancy list --on 2026-04-01 --json
    """
    from django.utils import timezone

    from hanaper.foundation.tenancy.selectors import served
    from hanaper.kernel.dates import business_date

    day: date = on.date() if on else business_date(timezone.now())
    found = served(on=day)
    if as_json:
        typer.echo(json.dumps(found, indent=2, ensure_ascii=False, default=str))
        return
    for cluster in found["clusters"]:
        typer.echo(f"{cluster['code']}: {cluster['name']}, served by {cluster['centre']}, lead {cluster['lead']}")
        for body in cluster["bodies"]:
            until = f" to {body['served_to']}" if body["served_to"] else ""
            typer.echo(
                f"  {body['code']:<12} {body['name']} (group {body['group']}, from {body['served_from']}{until})"
            )
    for body in found["unserved"]:
        typer.echo(f"served by none: {body['code']:<12} {body['name']}")
