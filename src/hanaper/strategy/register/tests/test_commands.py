"""The register from the command line."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from hanaper.strategy.register.commands import app

pytestmark = pytest.mark.django_db


def said(*words: str) -> str:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_shows_the_clusters_of_a_day() -> None:
    then = said("show", "--as-of", "2024-03-04")
    assert "Finishing procurements" in then and "Early delay of eight months" not in then
    assert "258,020 people, counted June 2025" in then, "a count of later says so"
    data = json.loads(said("show", "--as-of", "2024-03-04", "--json"))
    assert len(data["clusters"]) == 5 and sum(len(one["groups"]) for one in data["clusters"]) == 18


def test_before_anything_was_recorded_there_is_nothing_to_show() -> None:
    assert said("show", "--known-at", "2026-11-21") == "No cluster had been recorded here by then.\n"
    assert said("figures", "--known-at", "2026-11-21") == "No figure had been recorded here by then.\n"


def test_figures_stand_with_every_claim_and_its_source() -> None:
    lines = said("figures", "--as-of", "2024-03-04").splitlines()
    place = next(i for i, line in enumerate(lines) if line.endswith("(benefits-over-15-years)"))
    assert ["more than £3 billion" in line and "[" in line for line in lines[place + 1 : place + 3]] == [False, True]
