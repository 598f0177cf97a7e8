"""The command tree. A module's commands stand in its own `commands.py` and are imported only when they are asked for:
`hanaper invoice check` needs neither Django nor a database, and starts as fast.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup


@dataclass(frozen=True)
class Branch:
    """A command or group: where its Typer app or function stands, and whether it needs Django on a running database
    (or which of its commands do).

    A module's commands do the work only; the tree prepares the ground under them, after the arguments are read, so that
    help and wrong usage need nothing.
    """

    place: str
    on_database: bool | tuple[str, ...] = False


# Names of one word, and what they do as verbs below them.
BRANCHES = {
    "audit": Branch("hanaper.foundation.audit.commands:app", on_database=True),
    "benefits": Branch("hanaper.strategy.benefits.commands:app", on_database=("read", "show")),
    "body": Branch("hanaper.cli.bodies:app", on_database=True),
    "costs": Branch("hanaper.centre.costs.commands:app", on_database=True),
    "database": Branch("hanaper.cli.database:app"),
    "duties": Branch("hanaper.foundation.duties.commands:app", on_database=True),
    "demo": Branch("hanaper.cli.demo:app"),
    "doctor": Branch("hanaper.cli.doctor:app"),
    "identity": Branch("hanaper.foundation.identity.commands:app", on_database=True),
    "pay": Branch("hanaper.hr.pay.commands:app"),
    "levels": Branch("hanaper.centre.levels.commands:app", on_database=True),
    "jobs": Branch("hanaper.foundation.jobs.commands:app", on_database=True),
    "ledger": Branch("hanaper.cli.ledger:app", on_database=True),
    "invoice": Branch("hanaper.cli.invoice:app"),
    "processes": Branch("hanaper.strategy.convergence.commands:app", on_database=True),
    "register": Branch("hanaper.strategy.register.commands:app", on_database=True),
    "returns": Branch("hanaper.strategy.returns.commands:app", on_database=("make",)),
    "satisfaction": Branch("hanaper.centre.satisfaction.commands:app", on_database=True),
    "serve": Branch("hanaper.cli.serving:serve_app"),
    "update": Branch("hanaper.strategy.update.commands:app", on_database=True),
    "tenancy": Branch("hanaper.foundation.tenancy.commands:app", on_database=True),
    "worker": Branch("hanaper.foundation.jobs.commands:worker", on_database=True),
}

HELP = """Hanaper runs government shared services and proves from its own evidence what they cost.

Data goes to stdout and talk to stderr, so that `--json` can be piped. Exit codes: 0 done, 1 refused or a check failed,
2 used wrongly.

Examples:

  hanaper doctor

  hanaper invoice check --json invoices/*.xml
"""


class _Lazily(dict[str, Any]):
    """Commands by name, each imported on its first use."""

    def __getitem__(self, name: str) -> Any:
        found = super().__getitem__(name)
        if isinstance(found, Branch):
            found = _grown(name, found)
            self[name] = found
        return found

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self else default  # noqa: SIM401 - this is what that would call

    def values(self) -> Any:
        return [self[name] for name in self]

    def items(self) -> Any:
        return [(name, self[name]) for name in self]


def _grown(name: str, branch: Branch) -> Any:
    module, _, attribute = branch.place.partition(":")
    found = getattr(import_module(module), attribute)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(add_completion=False)
        alone.command(name)(found)
        found = alone
    command = typer.main.get_command(found)
    command.name = name
    for leaf in _leaves(command):
        if branch.on_database is True or (branch.on_database and leaf.name in branch.on_database):
            leaf.callback = _on_database(leaf.callback)
    return command


def _leaves(command: Any) -> Iterator[Any]:
    below = getattr(command, "commands", None)
    if below is None:
        yield command
    else:
        for each in below.values():
            yield from _leaves(each)


def _on_database(work: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(work)
    def prepared(*arguments: Any, **named: Any) -> Any:
        from hanaper.cli import ground

        with ground.database():
            return work(*arguments, **named)

    return prepared


class _Root(TyperGroup):
    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(self.commands)


app = _Root(name="hanaper", commands=_Lazily(BRANCHES), help=HELP, no_args_is_help=True)


def main() -> None:
    """Run the command line. A refusal is said in words on stderr, with its code, and ends with 1."""
    from hanaper.kernel.errors import HanaperError

    try:
        app(prog_name="hanaper")
    except HanaperError as error:
        from hanaper.cli.refusals import explained

        sys.stderr.write(f"{explained(error)}\n")
        sys.exit(1)
    except SystemExit as leaving:
        if str(leaving) and leaving.code == 2 and type(leaving) is not SystemExit:
            sys.stderr.write(f"{leaving}\n")  # EnvironmentIncomplete says what is missing
        raise
    except BrokenPipeError:
        # `hanaper … | head` has read enough; Python would complain once more when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def names() -> Iterator[str]:
    """Every command of the tree by its full name, for the test that each has help by example."""
    for name in sorted(BRANCHES):
        yield from _named(app.commands[name], name)


def _named(command: Any, name: str) -> Iterator[str]:
    below = getattr(command, "commands", None)
    if below is None:
        yield name
    else:
        for each in sorted(below):
            yield from _named(below[each], f"{name} {each}")
