"""Strict reading of the register's YAML: every key is asked for by name, and what nobody asked for is refused.

A `Row` knows its file and its name, so that each refusal says where to look. Take what a row needs with `text`,
`whole`, `when` and the rest, then call `done()`: a key that was not taken is a mistake in the file.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from hanaper.strategy.register.errors import (
    DateUnreadable,
    FactFileUnreadable,
    FactKeyMissing,
    FactKeyUnknown,
    FactValueWrong,
)
from hanaper.strategy.register.when import When

_ABSENT: Any = object()


_BOOL = "tag:yaml.org,2002:bool"
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class _PlainLoader(yaml.SafeLoader):
    """YAML without dates (a month must not become a day), with `on` and `no` as words, and without repeated keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise yaml.constructor.ConstructorError(problem=f"the key {min(twice)} twice", problem_mark=node.start_mark)
        return super().construct_mapping(node, deep=deep)


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in (_BOOL, _TIMESTAMP)]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_PlainLoader.add_implicit_resolver(_BOOL, re.compile("true|false"), ["t", "f"])


class Row:
    """One mapping of a file, read key by key."""

    def __init__(self, file: str, name: str, found: Any) -> None:
        if not isinstance(found, dict):
            raise FactValueWrong(
                file=file, row=name, key=name, found=repr(found), expected="a mapping of keys to values"
            )
        self.file = file
        self.name = name
        self._found: dict[str, Any] = {str(key): value for key, value in found.items()}
        self._taken: list[str] = []

    def _take(self, key: str, default: Any) -> Any:
        self._taken.append(key)
        value = self._found.get(key)
        if value is not None:
            return value
        if default is _ABSENT:
            raise FactKeyMissing(file=self.file, row=self.name, expected=key)
        return default

    def wrong(self, key: str, found: Any, expected: str) -> FactValueWrong:
        """The refusal of what stands under `key`, naming this row."""
        return FactValueWrong(file=self.file, row=self.name, key=key, found=repr(found), expected=expected)

    def has(self, key: str) -> bool:
        """Whether the row gives `key` a value."""
        return self._found.get(key) is not None

    def text(self, key: str, default: str = _ABSENT) -> str:
        """A line of text, not blank."""
        value = self._take(key, default)
        if not isinstance(value, str) or (not value.strip() and value is not default):
            raise self.wrong(key, value, "text")
        return value

    def choice(self, key: str, choices: Sequence[str], default: str = _ABSENT) -> str:
        """One of the words in `choices`."""
        value = self._take(key, default)
        if value not in choices:
            raise self.wrong(key, value, "one of: " + ", ".join(choices))
        return str(value)

    def whole(self, key: str, default: int = _ABSENT) -> int:
        """A whole number that is not negative."""
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self.wrong(key, value, "a whole number, 0 or more")
        return value

    def yes(self, key: str, default: bool = _ABSENT) -> bool:
        """True or false."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, value, "true or false")
        return value

    def whole_or_text(self, key: str) -> int | str:
        """A whole number, or text where the figure is a word or a month."""
        value = self._take(key, _ABSENT)
        if isinstance(value, bool) or not isinstance(value, (int, str)) or value == "":
            raise self.wrong(key, value, "a whole number or text")
        return value

    def when(self, key: str) -> When:
        """A date as exact as the source gives it."""
        value = self._take(key, _ABSENT)
        if isinstance(value, bool) or not isinstance(value, (int, str)):
            raise self.wrong(key, value, "a year, a month, a day or a fiscal year")
        try:
            return When.parse(value)
        except DateUnreadable:
            raise self.wrong(key, value, "a year, a month, a day or a fiscal year") from None

    def when_if_any(self, key: str) -> When | None:
        """A date, or None where the row has none."""
        if self.has(key):
            return self.when(key)
        self._taken.append(key)
        return None

    def row(self, key: str) -> Row:
        """The mapping under `key`."""
        return Row(self.file, f"{self.name}, {key}", self._take(key, _ABSENT))

    def row_if_any(self, key: str) -> Row | None:
        """The mapping under `key`, or None where the row has none."""
        if self.has(key):
            return self.row(key)
        self._taken.append(key)
        return None

    def rows(self, key: str) -> Iterator[Row]:
        """The list of mappings under `key`, each named by its id, its date or its place in the list."""
        listed = self._take(key, _ABSENT)
        if not isinstance(listed, list):
            raise self.wrong(key, listed, "a list")
        for place, found in enumerate(listed, start=1):
            label = f"{key} {place}"
            if isinstance(found, dict):
                label = str(found.get("id") or f"{key} {found.get('as_of', place)}")
            yield Row(self.file, f"{self.name}, {label}" if self.name else label, found)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of words, at least one."""
        listed = self._take(key, _ABSENT)
        if not isinstance(listed, list) or not listed or not all(isinstance(word, str) for word in listed):
            raise self.wrong(key, listed, "a list of words")
        return tuple(listed)

    def done(self) -> None:
        """Refuse the row if it has a key that nothing asked for."""
        for key in self._found:
            if key not in self._taken:
                expected = ", ".join(sorted(set(self._taken)))
                raise FactKeyUnknown(file=self.file, row=self.name or "the file", found=key, expected=expected)


def read_file(file: Traversable, name: str) -> Row:
    """The whole of one YAML file as a row. Raises FactFileUnreadable if it is not plain YAML."""
    try:
        found = yaml.load(file.read_text(encoding="utf-8"), Loader=_PlainLoader)  # noqa: S506 a SafeLoader
    except yaml.YAMLError as problem:
        raise FactFileUnreadable(file=name, found=str(problem).replace("\n", " ")) from problem
    return Row(name, "", found)
