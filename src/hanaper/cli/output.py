"""How commands speak: data on stdout, talk and progress on stderr, colour only where the terminal wants it.

rich honours NO_COLOR by itself.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")


def data(value: Any) -> None:
    """One JSON document on stdout."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n")


def line(text: str) -> None:
    """A line of data on stdout."""
    sys.stdout.write(text + "\n")


def talk(text: str) -> None:
    """A line for the person at the keyboard, on stderr."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def table(head: list[str], rows: Iterable[list[str]], *, right: frozenset[int] = frozenset()) -> None:
    """A table on stdout; the columns numbered in `right` (from 0) are aligned to the right."""
    from rich.console import Console
    from rich.table import Table

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for number, title in enumerate(head):
        drawn.add_column(title, justify="right" if number in right else "left")
    for row in rows:
        drawn.add_row(*row)
    Console(soft_wrap=False).print(drawn)


def progress(items: Iterable[T], saying: str, *, total: int | None = None) -> Iterator[T]:
    """The items, with a bar on stderr while they go by if that is a terminal."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return iter(track(items, saying, total=total, console=console, transient=True, disable=not console.is_terminal))


@contextmanager
def waiting(saying: str) -> Iterator[None]:
    """Say what takes its time: a spinner on a terminal, a line otherwise."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        talk(saying)
        yield
        return
    with console.status(saying):
        yield
