"""The house keeps its shape: layers, front doors, pure rules, and migrations that are complete."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import grimp
import pytest

PROJECT = Path(__file__).resolve().parents[1]
GROUPS = ("foundation", "hr", "commercial", "finance", "centre", "transition", "strategy")
LONERS = ("ledger", "web", "http")
# What other modules may import beside `api`, and why.
FRONT_DOORS = {
    "hanaper.foundation.database.arrays": "set-based statements send their batches with it",
    "hanaper.foundation.database.operations": "migrations and process declarations make tables with it",
    "hanaper.foundation.database.refusals": "turns what the database refused into an error of ours",
    "hanaper.foundation.tenancy.scope": "managers that filter by the scope of the act",
    "hanaper.strategy.register.entered": "asks the database for claims: `api` knows none, since rules read it",
}
KITS = ("hanaper.foundation.interface.",)  # every module of the kit is there to be used
PURE_FORBIDS = {"django", "psycopg", "procrastinate", "requests", "jinja2"}
DRAWERS = {"utils", "helpers", "misc", "common", "tools"}


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("hanaper", include_external_packages=True, cache_dir=None)


def module_of(name: str) -> str | None:
    """The domain module that a Python module belongs to, or None outside them."""
    parts = name.split(".")
    if len(parts) > 2 and parts[0] == "hanaper" and parts[1] in GROUPS:
        return ".".join(parts[:3])
    if len(parts) > 1 and parts[0] == "hanaper" and parts[1] in LONERS:
        return ".".join(parts[:2])
    return None


def ours() -> list[str]:
    inside = (name for name in graph().modules if name.startswith("hanaper") and source_of(name).is_file())
    return sorted(name for name in inside if not re.search(r"\.(tests|migrations)(\.|$)", name))


def test_the_layers_of_pyproject_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=PROJECT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_a_module_imports_only_the_front_door_of_another() -> None:
    wrong = []
    for name in ours():
        # The command line and the settings put modules together, so only they may reach inside.
        if name.startswith(("hanaper.cli", "hanaper.config")):
            continue
        for imported in graph().find_modules_directly_imported_by(name):
            other = module_of(imported)
            if other not in {None, module_of(name)} and not is_front_door(imported, seen_from=name):
                wrong.append(f"{name} imports {imported}; expected {other}.api")
    assert not wrong, "\n".join(wrong)


def is_front_door(imported: str, *, seen_from: str) -> bool:
    """Whether another module may import it: an `api`, what is listed above, and rules from what is itself pure."""
    if imported.endswith(".api") or imported in FRONT_DOORS or imported.startswith(KITS):
        return True
    return ".rules" in imported and (".rules" in seen_from or seen_from.startswith("hanaper.demo"))


def test_rules_and_the_kernel_reach_neither_django_nor_a_database() -> None:
    wrong = []
    for name in ours():
        if name.startswith("hanaper.kernel") or ".rules" in name:
            reached = {each.split(".")[0] for each in graph().find_upstream_modules(name)}
            wrong += [f"{name} reaches {each}" for each in sorted(reached & PURE_FORBIDS)]
    assert not wrong, "\n".join(wrong)


def test_rules_and_the_kernel_never_ask_the_time() -> None:
    asking = re.compile(r"\b(?:date\.today|datetime\.(?:now|utcnow)|time\.time|timezone\.now)\(")
    wrong = []
    for name in ours():
        if name.startswith("hanaper.kernel") or ".rules" in name:
            file = source_of(name)
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
                if asking.search(line.split("#")[0]):
                    wrong.append(f"{file.relative_to(PROJECT)}:{number}: {line.strip()}")
    assert not wrong, "\n".join(wrong)


def source_of(name: str) -> Path:
    place = PROJECT / "src" / Path(*name.split("."))
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def test_no_module_is_a_drawer() -> None:
    wrong = [name for name in ours() if name.rpartition(".")[2] in DRAWERS]
    assert not wrong, f"name them after what they hold: {wrong}"


def test_every_module_says_what_it_is_for() -> None:
    silent = []
    for name in ours():
        text = source_of(name).read_text(encoding="utf-8").lstrip()
        if text and not text.startswith(('"""', 'r"""')) and name.rpartition(".")[2] not in {"apps", "wording"}:
            silent.append(name)
    assert not silent, f"no docstring: {silent}"


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration() -> None:
    from django.core.management import call_command

    said = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, stderr=said)
    except SystemExit:
        pytest.fail(f"run `hanaper` migrations for:\n{said.getvalue()}")


def test_every_installed_app_is_named_by_the_last_part_of_its_module() -> None:
    from django.apps import apps

    labels = {config.name: config.label for config in apps.get_app_configs() if config.name.startswith("hanaper.")}
    assert labels == {name: name.rpartition(".")[2] for name in labels}
