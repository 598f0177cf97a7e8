"""The roles of the standard process, read from `standard_roles.yaml` beside this file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal


@dataclass(frozen=True)
class StandardRole:
    """side: whose people hold it. purpose: one sentence for whoever gives it."""

    code: str
    name: str
    side: Literal["centre", "retained", "either"]
    purpose: str
    duties: tuple[str, ...]


@cache
def standard_roles() -> tuple[StandardRole, ...]:
    """Every standard role, in the order of the file."""
    import yaml

    text = resources.files("hanaper.foundation.duties").joinpath("standard_roles.yaml").read_text(encoding="utf-8")
    return tuple(StandardRole(**{**row, "duties": tuple(row["duties"])}) for row in yaml.safe_load(text))
