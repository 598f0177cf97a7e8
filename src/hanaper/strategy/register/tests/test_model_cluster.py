"""A model cluster has a real one's sizes and nobody's name."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hanaper.strategy.register.api import ModelCluster, load_register, model_cluster
from hanaper.strategy.register.invented_names import CLUSTER_NAMES, THEMES

REGISTER = load_register()
Shared = Callable[[str], Path]

COMMON_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the of and for in uk hm royal national department ministry agency office authority board trust survey "
        "executive service services inspectorate commission register registry standards licensing adjudicator",
    )
)


def core_words(name: str) -> frozenset[str]:
    """What is left of a name without the words that half of government shares."""
    return frozenset(re.findall(r"[a-z0-9]+", name.lower().replace("'", ""))) - COMMON_WORDS


def invented() -> list[tuple[str, str]]:
    everyone = list(CLUSTER_NAMES)
    for theme in THEMES:
        everyone += [theme.department, *theme.agencies]
    return [(one.code, one.name) for one in everyone]


@pytest.mark.parametrize("cluster", REGISTER.clusters, ids=lambda cluster: cluster.id)
@pytest.mark.parametrize("seed", [1, 7, 2026])
def test_a_model_has_the_groups_and_sizes_of_the_real_cluster(cluster: object, seed: int) -> None:
    real = REGISTER.cluster(cluster.id)  # type: ignore[attr-defined]
    model = model_cluster(real, seed=seed)
    assert model.people == real.people
    assert [group.people for group in model.groups] == [group.people for group in real.groups]
    assert [[body.people for body in group.bodies[1:]] for group in model.groups] == [
        [body.people for body in group.bodies if body.people and not body.is_core] for group in real.groups
    ]
    assert [group.bodies[0].people for group in model.groups] == [group.core.people for group in real.groups]
    assert [group.leads_cluster for group in model.groups].count(True) == 1
    codes = [body.code for body in model.bodies] + [model.code, model.centre_code]
    assert len(set(codes)) == len(codes)
    assert len({body.name for body in model.bodies}) == len(model.bodies)


def flat(model: ModelCluster) -> list[str]:
    return [model.name, *(f"{body.code} {body.name} {body.people}" for body in model.bodies)]


def test_the_same_seed_gives_the_same_model_and_another_seed_another() -> None:
    matrix = REGISTER.cluster("Matrix")
    assert flat(model_cluster(matrix, seed=3)) == flat(model_cluster(matrix, seed=3))
    assert flat(model_cluster(matrix, seed=3)) != flat(model_cluster(matrix, seed=4))


def test_a_model_does_not_depend_on_the_hash_seed_of_the_process() -> None:
    programme = (
        "from hanaper.strategy.register.api import load_register, model_cluster;"
        "print([body.name for body in model_cluster(load_register().cluster('Matrix'), seed=3).bodies])"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", programme],
            env={"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(Path(__file__).parents[4])},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("0", "1")
    }
    assert answers == {f"{[body.name for body in model_cluster(REGISTER.cluster('Matrix'), seed=3).bodies]}\n"}


def test_everything_in_a_model_is_marked_synthetic() -> None:
    model = model_cluster(REGISTER.cluster("Unity"))
    assert model.synthetic
    assert all(group.synthetic for group in model.groups)
    assert all(body.synthetic for body in model.bodies)


def test_a_model_says_whose_sizes_it_has_and_from_where() -> None:
    model = model_cluster(REGISTER.cluster("Unity"))
    assert (model.like, str(model.sizes_as_of)) == ("Unity", "June 2025")
    assert model.sizes_source.publisher == "Office for National Statistics"


def test_codes_are_three_to_five_letters_and_unique_over_all_invented_names() -> None:
    codes = [code for code, _ in invented()] + [name.code + "sc" for name in CLUSTER_NAMES]
    assert all(re.fullmatch(r"[a-z]{3,5}", code) for code in codes)
    assert len(set(codes)) == len(codes)
    assert "all" not in codes, "a page of every body has this scope"


def test_no_invented_name_or_code_stands_in_the_facts() -> None:
    real = {
        core_words(name)
        for cluster in REGISTER.clusters
        for name in [
            cluster.name,
            *(group.name for group in cluster.groups),
            *(body.name for body in cluster.bodies),
        ]
    }
    shorts = {body.short.lower() for cluster in REGISTER.clusters for body in cluster.bodies}
    for code, name in invented():
        assert core_words(name) not in real, name
        assert code not in shorts, name


def test_no_invented_name_or_code_is_that_of_a_real_organisation(shared: Shared) -> None:
    names: set[str] = set()
    codes: set[str] = set()
    for path in sorted(shared("data/organisations").iterdir()):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t" if path.suffix == ".tsv" else ","):
                names.update(value for key, value in row.items() if key in ("name", "Name", "title") and value)
                codes.update(value.lower() for key, value in row.items() if key == "abbreviation" and value)
    assert len(names) > 1000
    assert len(codes) > 300
    real = {core_words(name) for name in names}
    for code, name in invented():
        assert core_words(name) not in real, name
        assert code not in codes, name
