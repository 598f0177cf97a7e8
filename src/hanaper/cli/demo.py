"""`hanaper demo`: a model cluster, a month of its work, the answer, and the site."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from hanaper.demo.plan.documents import Deed, Plan

app = typer.Typer(add_completion=False)


@app.command()
def demo(
    like: Annotated[str, typer.Option(metavar="CLUSTER", help="The real cluster whose sizes it has.")] = "matrix",
    scale: Annotated[
        str, typer.Option(metavar="SCALE", help="small, medium, large, or a number of invoices.")
    ] = "small",
    seed: Annotated[int, typer.Option(help="Another seed gives another month.")] = 1,
    month: Annotated[str, typer.Option(metavar="YYYY-MM", help="The month.")] = "2026-10",
    no_serve: Annotated[bool, typer.Option("--no-serve", help="End after the answer.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as one object.")] = False,
    host: Annotated[str, typer.Option(help="The address to serve on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to serve on.")] = 8000,
) -> None:
    """Build a model cluster, run a month of its work, print what it says, and serve the site.

    Everything is made up but the sizes, and says so. The same command goes on where it was interrupted, and shows
    the finished month again. Ends with 1 when something that must hold does not.

    Examples:

      hanaper demo

      hanaper demo --like overseas --no-serve --json

      hanaper demo --scale 5000 --seed 7 --month 2026-06
    """
    from hanaper.cli import ground, output
    from hanaper.demo.plan.making import make_plan

    os.environ.setdefault("HANAPER_LOG_LEVEL", "WARNING")  # the worker's own log says more
    began = time.monotonic()
    plan = make_plan(like=like, seed=seed, month=month, scale=scale)
    with ground.server():
        ground.set_up_django()
        _prepare()
        with _while_it_is_up():
            answer = _month(plan, began)
        if as_json:
            output.data(answer)
        else:
            from hanaper.demo.printing import print_answer

            print_answer(answer)
        sys.stdout.flush()
        if not no_serve:
            from hanaper.cli.demo_site import serve

            serve(host, port)
    raise typer.Exit(0 if answer["passed"] else 1)


@contextmanager
def _while_it_is_up() -> Iterator[None]:
    """What psycopg says of a server that is gone, in words."""
    from django.db import InterfaceError, OperationalError

    from hanaper.demo.errors import DatabaseWent

    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise DatabaseWent(found=str(error).strip().splitlines()[0][:120]) from error


def _prepare() -> None:
    """The schema, once it is sure that nothing real is touched."""
    from hanaper.cli import ground, output
    from hanaper.demo.progress import refuse_real_bodies
    from hanaper.foundation.database.connections import prepare_roles

    prepare_roles(ground.environment().connections)
    refuse_real_bodies()
    with output.waiting("Making the database"):
        ground.migrate()


def _month(plan: Plan, began: float) -> dict[str, Any]:
    from hanaper.cli import ground, output
    from hanaper.demo.answer import answer_of
    from hanaper.demo.benefits import take_readings
    from hanaper.demo.doing import Month
    from hanaper.demo.einvoices import Checkers
    from hanaper.demo.progress import claim
    from hanaper.demo.run import Runner
    from hanaper.demo.satisfaction import ask_and_answer
    from hanaper.demo.waiting import is_settled
    from hanaper.demo.worker import LOG_NAME, working
    from hanaper.demo.world import build_world, open_today, world_of
    from hanaper.kernel.dates import show_date

    kept = claim(plan)
    log_file = ground.environment().data / "logs" / LOG_NAME
    # One that was killed after its last deed has left rules, or the sealer, something to do.
    if all(deed.key in kept for deed in plan.deeds) and is_settled():
        output.talk("The month is done; these are its figures.")
        month = Month(plan, kept, world_of(plan, kept))
        take_readings(month)
        ask_and_answer(month)
        open_today(plan, month.world)
        return answer_of(month)[0]
    output.talk(
        f"A model cluster like {plan.cluster.like}: {len(plan.bodies)} bodies, {plan.cluster.people:,} people, all made"
        f" up.\n{len(plan.invoices):,} invoices in {len(plan.deeds):,} acts, seed {plan.seed}. The worker's log:"
        f" {log_file}"
    )
    checkers = Checkers(processes=max(1, len(os.sched_getaffinity(0)) // 2))
    try:
        with working(log_file) as worker, _bar(len(plan.deeds) + len(plan.bodies) + 2) as bar:
            for made in build_world(plan, kept):
                bar(f"Building: {made}")
            month = Month(plan, kept, world_of(plan, kept))

            def said(deed: Deed) -> None:
                bar(show_date(plan.days.date(deed.day)))

            runner = Runner(month, checkers, tick=worker.watch, said=said)
            for _ in range(len(plan.deeds) - len(runner.left)):
                bar("Done before")
            runner.run()
            open_today(plan, month.world)
            take_readings(month)
            ask_and_answer(month)
            runner.let_rules_work(sealed=True)
    finally:
        checkers.close()
    answer = answer_of(month)[0]
    output.talk(f"The month took {time.monotonic() - began:.0f} seconds.")
    return answer


@contextmanager
def _bar(total: int) -> Iterator[Any]:
    """Counts steps: a bar on a terminal, else a line for each tenth."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from hanaper.cli import output

    console = Console(stderr=True)
    if console.is_terminal:
        columns = (TextColumn("{task.description:<40}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task("Building", total=total)
            yield lambda saying: progress.update(task, description=saying, advance=1)
        return
    done = 0

    def count(saying: str) -> None:
        nonlocal done
        done += 1
        if done * 10 // total > (done - 1) * 10 // total:
            output.talk(f"{done * 100 // total}%  {saying}")

    yield count
