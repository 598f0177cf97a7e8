"""The page of the command line, made from the commands' own help."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from inspect import cleandoc
from typing import Any

HEAD = """# The command line

`hanaper` is one tree of commands. Data goes to standard output, talk to standard error. A command ends with 0 when it
did what was asked, 1 when something was refused or a check failed, and 2 when it was used wrongly.

This page is made from the commands' own help when the documentation is built.
"""


def page() -> str:
    """The page, in Markdown."""
    command = _root()
    if command is None:
        return HEAD + "\nThis build has no command line.\n"
    return HEAD + "\n" + "\n".join(_sections(command, "hanaper"))


def _root() -> Any:
    if find_spec("hanaper.cli") is None:
        return None
    import typer

    import hanaper.cli

    app = getattr(hanaper.cli, "app", None)
    return typer.main.get_command(app) if isinstance(app, typer.Typer) else app


def _sections(command: Any, path: str) -> Iterator[str]:
    if getattr(command, "hidden", False):
        return
    children = getattr(command, "commands", None)
    if children is None:
        yield from _section(command, path)
        return
    if path != "hanaper":
        yield f"## {path}\n"
    yield cleandoc(command.help or "") + "\n"
    for name in sorted(children):
        yield from _sections(children[name], f"{path} {name}")


def _section(command: Any, path: str) -> Iterator[str]:
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option" and not getattr(one, "hidden", False)]
    usage = [path, *(["[OPTIONS]"] if options else []), *(_metavar(one) for one in arguments)]
    yield f"{'###' if path.count(' ') > 1 else '##'} {path}\n"
    yield f"```text\n{' '.join(usage)}\n```\n"
    yield "```text\n" + cleandoc(command.help or "").replace("\b\n", "").replace("```", "'''") + "\n```\n"
    for one in options:
        names = ", ".join([*one.opts, *one.secondary_opts])
        yield f"`{names}`\n: {(getattr(one, 'help', None) or 'No description.').strip()}\n"


def _metavar(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    name = f"{name}..." if argument.nargs == -1 or getattr(argument, "multiple", False) else name
    return name if argument.required else f"[{name}]"
