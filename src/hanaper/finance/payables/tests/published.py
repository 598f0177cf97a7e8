"""The published invoices and rule cases that the tests of this module read where their publishers' copies stand.

Cases are wanted while tests are collected, when fixtures are not there yet. A test also asks for the fixture `shared`,
which skips with the reason when the material is missing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from lxml import etree

from tests.shared_material import shared_path

_TEST: Final = "{http://difi.no/xsd/vefa/validator/1.0}"


@dataclass(frozen=True, slots=True)
class RuleCase:
    """One statement of a publisher's unit suite: this fragment fails the rule, or does not."""

    file: Path
    position: int
    outcome: str
    rule: str

    def fragment(self) -> etree._Element:
        test = etree.parse(str(self.file)).getroot().findall(f"{_TEST}test")[self.position]
        document = next(child for child in test if etree.QName(child).namespace != _TEST.strip("{}"))
        # A document of its own, so that the rules do not see the test set around it.
        return etree.fromstring(etree.tostring(document, with_tail=False))


def whole_invoices() -> list[dict[str, str]]:
    """The rows of expected.csv that are whole invoices, with what the reference validators said."""
    path = shared_path("standards/invoices/expected.csv")
    if path is None:
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["root"] in {"Invoice", "CreditNote"}]


def rule_cases(suite: str) -> list[RuleCase]:
    folder = shared_path(f"standards/invoices/{suite}")
    return [case for path in sorted(folder.glob("*.xml")) for case in _cases(path)] if folder else []


def as_parameters(rows: list[dict[str, str]]) -> list[object]:
    return [pytest.param(row, id=row["file"]) for row in rows] or [_absent()]


def as_case_parameters(cases: list[RuleCase]) -> list[object]:
    return [
        pytest.param(
            case, id=f"{case.file.parent.name}/{case.file.stem}/{case.position + 1}-{case.outcome}-{case.rule}"
        )
        for case in cases
    ] or [_absent()]


def _absent() -> object:
    return pytest.param(None, marks=pytest.mark.skip(reason="published material standards/invoices is not there"))


def _cases(path: Path) -> Iterator[RuleCase]:
    for position, test in enumerate(etree.parse(str(path)).getroot().findall(f"{_TEST}test")):
        for outcome in ("success", "error", "warning"):
            for stated in test.iterfind(f"{_TEST}assert/{_TEST}{outcome}"):
                yield RuleCase(path, position, outcome, (stated.text or "").strip())
