"""Layout of the map, and the pinned standards."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hanaper.foundation.processes.api import processes
from hanaper.kernel.digest import digest_bytes
from hanaper.strategy.convergence.rules.layout import START, follows
from hanaper.strategy.convergence.rules.layout import places as laid_out
from hanaper.strategy.convergence.selectors import path_of
from hanaper.strategy.convergence.standards import STANDARDS

#: Standard paths without a state twice, as declared ones are; variants that wander as documents do.
STATES = st.sampled_from("abcdefgh")
USUAL = st.lists(STATES, min_size=1, max_size=6, unique=True).map(lambda states: [(f"to-{s}", s) for s in states])
WANDERING = st.lists(STATES, min_size=1, max_size=9).map(lambda states: [(f"to-{s}", s) for s in states])


@given(USUAL, st.lists(st.tuples(WANDERING, st.integers(1, 500)), min_size=1, max_size=8))
def test_every_state_has_one_place_of_its_own_and_the_standard_leads_down(
    usual: list[tuple[str, str]], variants: list[tuple[list[tuple[str, str]], int]]
) -> None:
    arrows = follows([*variants, (usual, 7)], [usual])
    found = laid_out(arrows, [usual])
    states = {START, *(state for path, _ in variants for _, state in path), *(state for _, state in usual)}
    assert set(found) == states
    assert len(set(found.values())) == len(found)
    assert found[START] == (0, 0)
    rows = [found[state][0] for state in (START, *(state for _, state in usual))]
    assert rows == sorted(set(rows))
    # The usual path is one straight column.
    assert {found[state][1] for _, state in usual} == {0}


@given(st.lists(st.tuples(WANDERING, st.integers(1, 500)), max_size=8))
def test_what_goes_into_a_state_is_what_its_documents_did(
    variants: list[tuple[list[tuple[str, str]], int]],
) -> None:
    arrows = follows(variants, [])
    for state in "abcdefgh":
        went = sum(documents for path, documents in variants for _, s in path if s == state)
        assert sum(arrow.times for arrow in arrows if arrow.to_state == state) == went
    assert sum(a.times for a in arrows if a.from_state == START) == sum(documents for _, documents in variants)


#: Digests of what each version of a standard says. One that changes breaks its series: add the next one instead.
PINNED = {
    ("invoice", 1): "2e6d537cd2dbbdb2",
    ("manual-journal", 1): "e8856286dcd80de1",
    ("order", 1): "2c6fd755059e9fed",
    ("pay-run", 1): "f8ad30c5ad614505",
    ("supplier-bank", 1): "b0abf2fa08b1b36b",
}


def _digest(paths: tuple[str, ...], data_faults: str, process_version: int) -> str:
    return digest_bytes("\n".join([*paths, data_faults, str(process_version)]).encode()).hex()[:16]


def test_a_version_of_a_standard_never_changes() -> None:
    said = {(s.process_code, s.version): _digest(s.paths, s.data_faults, s.process_version) for s in STANDARDS}
    assert said == PINNED


def test_every_standard_path_is_one_that_the_process_declares() -> None:
    declared = {process.code: set(process.moves()) for process in processes()}
    for standard in STANDARDS:
        assert standard.process_version <= standard.process.version
        for path in standard.paths:
            origin = ""
            for step, state in path_of(path):
                assert (step, origin, state) in declared[standard.process_code], (standard.label, step, origin, state)
                origin = state
            assert not set(standard.beginnings) & set(standard.paths)
