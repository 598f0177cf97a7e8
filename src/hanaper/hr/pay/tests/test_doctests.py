"""The examples in the docstrings of the rules are true."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

from hanaper.hr.pay import calculating, rules

MODULES = [
    f"{package.__name__}.{found.name}"
    for package in (rules, calculating)
    for found in pkgutil.iter_modules(package.__path__)
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    assert doctest.testmod(import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE).failed == 0
