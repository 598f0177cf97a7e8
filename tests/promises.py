"""Which promises a run has proved: `promise("P01")` marks a test, or its name begins with `test_P01_`."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import pytest

_NAME = re.compile(r"test_(P\d\d)_")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "promise(*ids): the test proves part of these promises")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Promises travel as user properties, because those come back from xdist's workers with the report."""
    for item in items:
        named = {found.group(1)} if (found := _NAME.match(item.name)) else set()
        for mark in item.iter_markers("promise"):
            named |= set(mark.args)
        for promise in named:
            if not re.fullmatch(r"P\d\d", promise):
                raise pytest.UsageError(f"{item.nodeid}: {promise!r} is no promise; expected P01, P02 and so on")
        item.user_properties += [("promise", promise) for promise in sorted(named)]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line of promises proved, and one for each promise with a test that failed or could not run."""
    passed: dict[str, int] = defaultdict(int)
    failed: dict[str, list[str]] = defaultdict(list)
    skipped: dict[str, list[str]] = defaultdict(list)
    for report in terminalreporter.stats.get("passed", []):
        for promise in _promises(report):
            passed[promise] += 1
    for outcome, found in (("failed", failed), ("error", failed), ("skipped", skipped)):
        for report in terminalreporter.stats.get(outcome, []):
            for promise in _promises(report):
                found[promise].append(report.nodeid)
    if not (passed or failed or skipped):
        return
    terminalreporter.section("promises")
    proved = [f"{promise} ({_tests(passed[promise])})" for promise in sorted(passed) if promise not in failed]
    terminalreporter.write_line("promises proved: " + (", ".join(proved) or "none"))
    for promise in sorted(failed):
        terminalreporter.write_line(f"promise not proved: {promise}: failed: {', '.join(failed[promise])}", red=True)
    for promise in sorted(set(skipped) - set(failed)):
        note = "only in part" if promise in passed else "not tried"
        terminalreporter.write_line(f"promise {note}: {promise}: skipped: {', '.join(skipped[promise])}", yellow=True)


def _promises(report: Any) -> list[str]:
    return [value for name, value in getattr(report, "user_properties", ()) if name == "promise"]


def _tests(count: int) -> str:
    return f"{count} test" if count == 1 else f"{count} tests"
