"""`hanaper worker` and `hanaper jobs`."""

from __future__ import annotations

import gc
import json
from dataclasses import asdict
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="The queue: what waits, what failed.")


def worker(
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="Jobs at once.")] = 4,
    until_done: Annotated[bool, typer.Option("--until-done", help="Stop when no job waits.")] = False,
) -> None:
    """Run jobs and seal what was written, until stopped. Start as many as you like.

    Examples:

      hanaper worker

      hanaper worker --concurrency 8
    """
    from hanaper.foundation.jobs.api import run_worker

    # A batch holds millions of values and no cycles: to look for cycles among them took a fifth of a pay run's time.
    gc.set_threshold(100_000, 50, 100)
    run_worker(concurrency=concurrency, until_done=until_done)


@app.command("list")
def list_command(
    as_json: Annotated[bool, typer.Option("--json", help="Print a list of objects.")] = False,
) -> None:
    """List jobs that wait, run or have failed, newest first. Ends with 1 when any has failed.

    Examples:

      hanaper jobs list

      hanaper jobs list --json
    """
    from hanaper.foundation.jobs.api import jobs

    found = jobs()
    if as_json:
        typer.echo(json.dumps([asdict(state) for state in found], indent=2, default=str))
    else:
        for state in found:
            ids = " ".join(f"{name}={value}" for name, value in state.ids.items())
            typer.echo(f"{state.id}  {state.status:<6} {state.name} {ids}  tried {state.attempts} times")
    raise typer.Exit(1 if any(state.status == "failed" for state in found) else 0)


@app.command("retry")
def retry_command(
    job_id: Annotated[
        int | None, typer.Argument(metavar="[JOB]", help="Its number; all failed jobs if left out.")
    ] = None,
) -> None:
    """Try failed jobs again, once their cause is put right.

    Examples:

      hanaper jobs retry 1234

      hanaper jobs retry
    """
    from hanaper.foundation.jobs.api import jobs_retry

    typer.echo(f"{jobs_retry(job_id=job_id)} queued again", err=True)
