"""A refusal in words, also where Django and its registries were never set up."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from hanaper.kernel.errors import HanaperError


def explained(error: HanaperError) -> str:
    """What was found, what was expected and what to do, with the code to quote."""
    from hanaper.foundation.interface.wording import explain, register

    if (templates := _wording_beside(type(error).__module__)) is not None:
        register(templates)
    said = explain(error)
    return f"{said.text} [{said.code}]"


def _wording_beside(module: str) -> dict[str, str] | None:
    """The WORDING of the package in which the error was declared, or of the nearest package above it."""
    package = module
    while "." in package:
        package = package.rpartition(".")[0]
        if find_spec(f"{package}.wording") is not None:
            found: dict[str, str] | None = getattr(import_module(f"{package}.wording"), "WORDING", None)
            return found
    return None
