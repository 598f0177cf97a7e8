"""`hanaper invoice`: what can be asked of invoices at the command line. `check` needs neither database nor settings."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.progress import track

from hanaper.finance.payables.rules.check import Finding, Report, check

app = typer.Typer(no_args_is_help=True, help="Supplier invoices.")

FILES_FOR_WORKERS: Final = 20
"""A worker process takes half a second to load the rules, in which one process checks a hundred invoices."""
WORKERS_MAX: Final = 8
"""Each worker holds the rules in some 200 MB of memory."""


@app.callback()
def _invoice() -> None:
    """Keeps `check` a command of its own while it is the only one."""


@app.command("check")
def check_command(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="UBL 2.1 invoice files."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print a list of objects, one for each file.")] = False,
) -> None:
    """Say what the UBL 2.1 schema and the EN 16931 rules say of invoice files.

    Ends with 0 when every file is a valid invoice, 1 when any is not, 2 when a file cannot be read.

    Examples:

      hanaper invoice check invoice.xml

      hanaper invoice check --json incoming/*.xml > findings.json
    """
    try:
        reports = check_files(files)
    except OSError as error:
        raise typer.BadParameter(f"{error.filename}: {error.strerror}", param_hint="FILE") from None
    if as_json:
        typer.echo(json.dumps([_as_object(report) for report in reports], indent=2, ensure_ascii=False))
    else:
        for report in reports:
            for line in _as_lines(report):
                typer.echo(line)
    wrong = sum(not report.valid for report in reports)
    typer.echo(_summary(len(reports), wrong), err=True)
    if wrong:
        raise typer.Exit(1)


def check_files(files: Sequence[Path]) -> list[Report]:
    workers = min(len(os.sched_getaffinity(0)), WORKERS_MAX) if len(files) > FILES_FOR_WORKERS else 1
    with _reports(files, workers) as reports:
        shown = sys.stderr.isatty() and len(files) > FILES_FOR_WORKERS
        return list(
            track(
                reports, "Checking", total=len(files), console=Console(stderr=True), transient=True, disable=not shown
            )
        )


@contextmanager
def _reports(files: Sequence[Path], workers: int) -> Iterator[Iterator[Report]]:
    """The reports in the order of the files, made here or by worker processes."""
    if workers == 1:
        yield map(check, files)
        return
    # Spawned, because the Saxon library does not survive a fork.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        yield pool.map(check, files, chunksize=8)
    finally:
        pool.shutdown(cancel_futures=True)


def _as_object(report: Report) -> dict[str, Any]:
    return {
        "file": report.file,
        "root": report.root,
        "valid": report.valid,
        "xsd_valid": report.xsd_valid,
        "schema_errors": [finding.text for finding in report.schema_errors],
        "en16931_errors": _ids(report.errors),
        "en16931_warnings": _ids(report.warnings),
        "findings": [
            {
                "rule": finding.rule,
                "flag": finding.flag,
                "location": finding.location,
                "line_number": finding.line_number,
                "text": finding.text,
            }
            for finding in report.findings
        ],
        "rules_version": report.rules_version,
    }


def _as_lines(report: Report) -> Iterator[str]:
    verdict = "valid" if report.valid else "not valid"
    kind = f" {report.root}," if report.root else ""
    rules = " ".join(_ids(report.findings))
    yield f"{report.file}:{kind} {verdict}" + (f" ({rules})" if rules else "")
    for finding in report.findings:
        where = finding.location or "the file"
        line = f" (line {finding.line_number})" if finding.line_number else ""
        label = "error" if finding.flag == "fatal" else "warning"
        yield f"  {label} {finding.rule} at {where}{line}: {finding.text}"


def _ids(findings: Sequence[Finding]) -> list[str]:
    return sorted({finding.rule for finding in findings})


def _summary(files: int, wrong: int) -> str:
    counted = "1 file" if files == 1 else f"{files:,} files"
    return f"{counted}: all valid." if not wrong else f"{counted}: {files - wrong:,} valid, {wrong:,} not valid."
