"""The page that shows which promise is proved by which test.

A test names its promises by a mark, `@pytest.mark.promise("P01")` on the function, its class or its module, or by its
name, `test_P01_...`. This script reads the tests without running them. A mark that names no promise of promises.yaml
stops the build.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

PLACES = ("src", "tests")
_ID = re.compile(r"P\d{2}")


class PromiseUnknown(LookupError):
    """A test claims to prove a promise that the list does not have."""


@dataclass(frozen=True, order=True)
class Proof:
    """One test that carries a promise's id."""

    file: str
    test: str

    @property
    def sentence(self) -> str:
        """The test's name as the sentence that it is.

        >>> Proof("a.py", "test_P02_a_posted_line_never_changes").sentence
        'A posted line never changes'
        """
        words = re.sub(r"^test_(P\d{2}_)?", "", self.test).replace("_", " ")
        return words[:1].upper() + words[1:]


def promises_in(source: str) -> Iterator[tuple[str, str]]:
    """Every (test, promise) that a file of tests names.

    >>> list(promises_in('pytestmark = mark.promise("P01")\\n@promise("P02")\\ndef test_x(): ...'))
    [('test_x', 'P01'), ('test_x', 'P02')]
    """
    yield from _in_block(ast.parse(source).body, ())


def _in_block(block: list[ast.stmt], inherited: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for node in block:
        if isinstance(node, ast.Assign) and any(getattr(name, "id", "") == "pytestmark" for name in node.targets):
            inherited += tuple(_marks(node.value))
    for node in block:
        if isinstance(node, ast.ClassDef):
            own = tuple(mark for decorator in node.decorator_list for mark in _marks(decorator))
            yield from _in_block(node.body, inherited + own)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            named = list(inherited)
            for decorator in node.decorator_list:
                named += _marks(decorator)
            if found := re.match(r"test_(P\d{2})_", node.name):
                named.append(found[1])
            for one in dict.fromkeys(named):
                yield node.name, one


def _marks(expression: ast.expr) -> Iterator[str]:
    """The ids inside a call to something called `promise`, anywhere in the expression."""
    for node in ast.walk(expression):
        if isinstance(node, ast.Call) and (
            getattr(node.func, "attr", "") == "promise" or getattr(node.func, "id", "") == "promise"
        ):
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def proofs(root: Path) -> dict[str, list[Proof]]:
    """Tests by promise, over the tests of the modules and those of the whole system."""
    found: dict[str, list[Proof]] = defaultdict(list)
    for place in PLACES:
        for path in sorted((root / place).rglob("test_*.py")):
            name = path.relative_to(root).as_posix()
            for test, promise in promises_in(path.read_text(encoding="utf-8")):
                found[promise].append(Proof(name, test))
    return found


def page(root: Path) -> str:
    """The page, in Markdown. Raises PromiseUnknown when a test names a promise that is not in the list."""
    parts = yaml.safe_load((Path(__file__).parent / "promises.yaml").read_text(encoding="utf-8"))
    known = {promise for part in parts for promise in part["promises"]}
    found = proofs(root)
    for promise in sorted(set(found) - known):
        raise PromiseUnknown(f"{found[promise][0].file} names {promise}, which docs/promises.yaml does not have")
    lines = [
        "# Promises and their proofs",
        "",
        "What must always hold, and the tests that prove it. This page is made from the tests when the documentation",
        "is built. A promise without a test is not proved yet, and the page says so.",
        "",
        f"{sum(promise in found for promise in known)} of {len(known)} promises have at least one test.",
        "",
    ]
    for part in parts:
        lines += [f"## {part['title']}", ""]
        for promise, words in part["promises"].items():
            lines += [f"### {promise}", "", words, ""]
            lines += [*_proof_lines(sorted(set(found.get(promise, [])))), ""]
    return "\n".join(lines)


def _proof_lines(tests: list[Proof]) -> list[str]:
    if not tests:
        return ["*Not proved yet.*"]
    return [f"- {proof.sentence}. `{proof.file}`" for proof in tests]


def write(path: Path, text: str) -> None:
    """Write only what changed, so that a second build reads nothing anew."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
