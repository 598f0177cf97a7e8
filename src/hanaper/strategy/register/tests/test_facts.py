"""The register says what its sources say, and refuses what is incomplete."""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
import yaml

from hanaper.kernel.errors import Invalid
from hanaper.strategy.register import errors
from hanaper.strategy.register.api import When, load_register
from hanaper.strategy.register.rows import _PlainLoader
from hanaper.strategy.register.wording import WORDING

REGISTER = load_register()
Shared = Callable[[str], Path]

NOT_ON_GOVUK = {
    "royal-fleet-auxiliary",
    "central-civil-service-fast-stream",
    "government-commercial-organisation",
    "wilton-park-executive-agency",
    "queen-elizabeth-ii-centre",
}
"""Bodies that the statistics count apart and GOV.UK does not list under that name."""


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("name", "people"),
    [("Synergy", 258_020), ("Unity", 92_860), ("Matrix", 69_350), ("Defence", 56_990), ("Overseas", 9_390)],
)
def test_each_cluster_has_the_headcount_that_the_office_for_national_statistics_published(
    name: str, people: int
) -> None:
    assert REGISTER.cluster(name).people == people


def test_every_body_agrees_with_the_table_of_departments(shared: Shared) -> None:
    table = rows_of(shared("reference/domain/departments_clusters_headcount.csv"))
    expected = {
        (row["cluster"], row["departmental_group"], row["body"], int(row["headcount_2025_06"])) for row in table
    }
    found = {
        (
            cluster.name,
            group.name,
            f"{body.name} (excluding {body.without})" if body.without else body.name,
            body.people,
        )
        for cluster in REGISTER.clusters
        for group in cluster.groups
        for body in group.bodies
    }
    assert found == expected
    cores = {row["body"].split(" (excluding")[0] for row in table if row["is_core_department"] == "yes"}
    assert {group.core.name for cluster in REGISTER.clusters for group in cluster.groups} == cores
    leads = {(row["cluster"], row["departmental_group"]) for row in table if row["group_leads_cluster"] == "yes"}
    names = {group.id: group.name for cluster in REGISTER.clusters for group in cluster.groups}
    assert {(cluster.name, names[cluster.lead_group]) for cluster in REGISTER.clusters} == leads


def test_every_body_is_known_by_its_name_on_govuk_where_it_has_one(shared: Shared) -> None:
    slugs = {row["slug"] for row in rows_of(shared("data/organisations/govuk-organisations-relations.csv"))}
    ids = {body.id for cluster in REGISTER.clusters for body in cluster.bodies}
    assert ids - slugs == NOT_ON_GOVUK
    endings = [body.ended for cluster in REGISTER.clusters for body in cluster.bodies if body.ended]
    assert {ending.successor for ending in endings} <= slugs


def test_every_statement_of_the_answer_is_kept_with_its_kind_figure_and_date(shared: Shared) -> None:
    claims = {claim.id: claim for claim in REGISTER.claims}
    table = rows_of(shared("reference/domain/answer_statements.csv"))
    assert [row["id"] for row in table] == list(claims)
    for row in table:
        claim = claims[row["id"]]
        assert claim.kind == row["kind"], row["id"]
        assert claim.as_of.first.isoformat() == row["as_of"], row["id"]
        if row["horizon"] == "15 years":
            assert claim.horizon_years == 15
        else:
            assert (claim.horizon.first.isoformat() if claim.horizon else "") == row["horizon"], row["id"]
        if not row["figure"]:
            assert claim.fact is None, row["id"]
            continue
        assert claim.fact is not None, row["id"]
        pounds = row["unit"].startswith("GBP")
        assert str(claim.fact.value) == (row["figure"] + "00" if pounds else row["figure"]), row["id"]
        assert claim.fact.unit == ("GBP pence" if pounds else row["unit"]), row["id"]


def test_every_contract_of_the_table_is_kept(shared: Shared) -> None:
    table = rows_of(shared("reference/domain/cluster_contracts.csv"))
    contracts = [contract for cluster in REGISTER.clusters for contract in cluster.contracts]
    assert Counter(row["cluster"].lower() for row in table) == Counter(contract.cluster for contract in contracts)
    for row in table:
        if not row["value_gbp_m"]:
            continue
        millions = Decimal(row["value_gbp_m"].split(" ")[0])
        amounts = {fact.value for one in contracts if one.cluster == row["cluster"].lower() for fact in one.values}
        assert int(millions * 100_000_000) in amounts, row["supplier"]


@pytest.mark.parametrize(
    ("series", "as_of", "value"),
    [
        ("benefits-over-15-years", "2023-03", 180_000_000_000),
        ("benefits-over-15-years", "2024-03-04", 300_000_000_000),
        ("benefits-over-15-years", "2026-03", 437_000_000_000),
        ("spent-to-date", "2026-03", 45_900_000_000),
        ("back-office-cost", "2020-21", 52_500_000_000),
        ("cost-per-user-highest", "2012", 160_000),
        ("running-cost-reduction", "2024-03-04", 20),
        ("departments", "2024-03-04", 19),
        ("matrix-go-live", "2026-06-11", 2029),
    ],
)
def test_a_headline_figure_is_the_one_of_its_date(series: str, as_of: str, value: int) -> None:
    (found,) = (one for one in REGISTER.series if one.id == series)
    assert [fact.value for fact in found.facts if fact.as_of == When.parse(as_of)] == [value]


def test_every_figure_of_the_table_of_figures_over_time_is_kept(shared: Shared) -> None:
    """The table's values are sentences; each number in one must stand in some row of its year."""
    kept = {fact.value for series in REGISTER.series for fact in series.facts}
    scale = {"bn": 100_000_000_000, "m": 100_000_000}
    for row in rows_of(shared("reference/domain/strategy_figures_over_time.csv")):
        for number, unit in re.findall(r"(\d+(?:\.\d+)?)(bn|m)\b", row["value"]):
            assert int(Decimal(number) * scale[unit]) in kept, row["figure"]


def test_the_accounts_payable_benchmarks_agree_with_the_table(shared: Shared) -> None:
    table = {row["kpi"]: row["value"] for row in rows_of(shared("reference/domain/kpi_benchmarks.csv"))}
    latest = {series.id: series.latest.value for series in REGISTER.benchmarks}
    assert f"USD {int(latest['ap-cost-per-invoice-median']) / 100:.2f}" == table["AP total cost per invoice, median"]
    assert f"{latest['ap-labour-share']}%" == table["Labour share of AP cost"]
    assert table["Prompt payment, SMEs"].startswith(f"{latest['prompt-payment-small-suppliers']}%")
    assert table["Prompt payment, all"].startswith(f"{latest['prompt-payment-all']}%")
    both = (latest["invoices-per-ap-person-25th-percentile"], latest["invoices-per-ap-person-75th-percentile"])
    assert table["Invoices per AP FTE per year, 25th / 75th percentile"] == "{:,} / {:,}".format(*both)


def test_nobody_names_the_nineteenth_department() -> None:
    (gap,) = (one for one in REGISTER.gaps if one.id == "nineteenth-department")
    assert gap.found.startswith("Nobody names the nineteenth department.")
    assert sum(len(cluster.groups) for cluster in REGISTER.clusters) == 18


def test_the_treasury_stands_as_deciding_with_its_decision_due_in_december_2026() -> None:
    (treasury,) = (group for group in REGISTER.cluster("matrix").groups if group.id == "hm-treasury")
    (commitment,) = treasury.commitments
    assert (commitment.status, str(commitment.decision_due)) == ("deciding", "December 2026")


def test_a_claim_in_pounds_says_that_its_source_states_no_terms() -> None:
    (benefits,) = (claim.fact for claim in REGISTER.claims if claim.id == "A16")
    assert benefits is not None
    assert benefits.terms is not None
    assert {benefits.terms.prices, benefits.terms.discounting, benefits.terms.net} == {"not stated by source"}
    assert benefits.bound == "more than"


def test_every_figure_carries_unit_date_source_definition_and_version() -> None:
    for fact in REGISTER.facts():
        assert all((fact.unit, fact.definition, fact.source.publisher))
        assert fact.version >= 1
        assert fact.as_of.first < fact.as_of.until
        assert not isinstance(fact.value, float)
        assert date(2026, 11, 22) <= fact.recorded < date.max


def test_every_source_is_used_by_some_row() -> None:
    used = {fact.source.id for fact in REGISTER.facts()}
    used |= {source.id for gap in REGISTER.gaps for source in gap.sources}
    for cluster in REGISTER.clusters:
        used |= {milestone.source.id for milestone in cluster.milestones}
        used |= {contract.source.id for contract in cluster.contracts}
        used |= {state.source.id for state in cluster.states} | {one.source.id for one in cluster.former}
        used |= {one.source.id for group in cluster.groups for one in (*group.commitments, *group.systems)}
        used |= {change.source.id for body in cluster.bodies for change in (body.ended, body.began) if change}
    assert {source.id for source in REGISTER.sources} - used == set()


def test_a_cluster_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(errors.ClusterNotThere) as refusal:
        REGISTER.cluster("Harmony")
    assert refusal.value.values == {"found": "Harmony", "expected": "Synergy, Unity, Matrix, Defence, Overseas"}


# What the strict reader refuses


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The files of the register where a test may spoil them."""
    with as_file(files("hanaper.strategy.register") / "facts") as facts:
        return Path(shutil.copytree(facts, tmp_path / "facts"))


FILES = sorted(
    path.relative_to(root).as_posix()
    for root in [Path(str(files("hanaper.strategy.register") / "facts"))]
    for path in root.rglob("*.yaml")
)


def mappings(found: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in a file, however deep."""
    if isinstance(found, dict):
        yield found
        for value in found.values():
            yield from mappings(value)
    elif isinstance(found, list):
        for value in found:
            yield from mappings(value)


def rewrite(path: Path, found: Any) -> None:
    path.write_text(yaml.safe_dump(found, sort_keys=False), encoding="utf-8")


def read(path: Path) -> Any:
    """As plain text scalars, except numbers and truth, so that dates are written back as they were."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_PlainLoader)


@pytest.mark.parametrize("file", FILES)
def test_an_unknown_key_is_refused_at_every_depth_of_every_file(copied: Path, file: str) -> None:
    count = len(list(mappings(read(copied / file))))
    tried = sorted({0, count - 1, *range(0, count, max(1, count // 6))})
    for place in tried:
        found = read(copied / file)
        target = list(mappings(found))[place]
        target["surprise"] = "x"
        rewrite(copied / file, found)
        load_register.cache_clear()  # each spoiling is read afresh
        with pytest.raises(errors.FactKeyUnknown) as refusal:
            load_register(copied)
        assert refusal.value.values["found"] == "surprise"
        assert refusal.value.values["file"] == file
        assert refusal.value.values["row"]
        target.pop("surprise")
        rewrite(copied / file, found)


@pytest.mark.parametrize("file", [file for file in FILES if file not in ("sources.yaml", "gaps.yaml")])
def test_a_row_without_its_source_is_refused_with_file_and_row(copied: Path, file: str) -> None:
    found = read(copied / file)
    sourced = [mapping for mapping in mappings(found) if "source" in mapping]
    del sourced[-1]["source"]
    rewrite(copied / file, found)
    with pytest.raises(errors.FactKeyMissing) as refusal:
        load_register(copied)
    assert refusal.value.values["file"] == file
    assert refusal.value.values["expected"] == "source"


def spoil(copied: Path, file: str, before: str, after: str) -> Invalid:
    text = (copied / file).read_text(encoding="utf-8")
    assert before in text
    (copied / file).write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(Invalid) as refusal:
        load_register(copied)
    return refusal.value


@pytest.mark.parametrize(
    ("file", "before", "after", "error"),
    [
        ("figures.yaml", "source: pac-hc-734-2023", "source: hearsay", errors.FactSourceUnknown),
        ("figures.yaml", "as_of: 2020-21", "as_of: 2020-99", errors.FactValueWrong),
        ("figures.yaml", "value: 525_000_000_00", "value: 525.0", errors.FactValueWrong),
        ("figures.yaml", "value: 525_000_000_00", "value: lots", errors.FactValueWrong),
        ("figures.yaml", "id: spent-to-date", "id: programme-cost", errors.FactTwice),
        ("figures.yaml", "bound: more than", "bound: roughly", errors.FactValueWrong),
        ("sources.yaml", "id: ppn-018", "id: apqc-2018", errors.FactTwice),
        ("answer.yaml", "kind: rule", "kind: hope", errors.FactValueWrong),
        ("commitments.yaml", "group: education", "group: magic", errors.FactReferenceUnknown),
        ("contracts.yaml", "cluster: unity", "cluster: harmony", errors.FactReferenceUnknown),
        ("clusters/unity.yaml", "group: hm-revenue-and-customs", "group: nobody", errors.FactReferenceUnknown),
        ("clusters/unity.yaml", "core: true, ", "", errors.FactValueWrong),
        ("clusters/unity.yaml", "headcount: 4_110", "headcount: -1", errors.FactValueWrong),
        ("clusters/unity.yaml", "value: false", "value: no", errors.FactValueWrong),
        ("clusters/unity.yaml", "id: unity\n", "id: unity\nid: unity\n", errors.FactFileUnreadable),
        ("clusters/unity.yaml", "id: planning-inspectorate", "id: hm-treasury", errors.FactTwice),
        ("gaps.yaml", "gaps:", "gaps: [", errors.FactFileUnreadable),
        ("figures.yaml", "recorded: 2026-11-22\n", "", errors.FactKeyMissing),
        ("systems.yaml", "group: justice", "group: magic", errors.FactReferenceUnknown),
        ("clusters/unity.yaml", "of: funding", "of: luck", errors.FactValueWrong),
    ],
)
def test_a_spoilt_file_is_refused_by_name(
    copied: Path, file: str, before: str, after: str, error: type[Invalid]
) -> None:
    refusal = spoil(copied, file, before, after)
    assert type(refusal) is error
    assert str(refusal.values["file"]) in (file, "clusters/")


def test_every_refusal_of_the_register_has_its_words() -> None:
    codes = {
        one.code
        for one in vars(errors).values()
        if isinstance(one, type) and one.__module__ == errors.__name__ and one.code
    }
    assert codes == set(WORDING)


def test_a_corrected_row_leaves_the_earlier_version_standing(copied: Path) -> None:
    text = (copied / "figures.yaml").read_text(encoding="utf-8")
    row = "      - {value: 459_000_000_00, as_of: 2026-03, source: shortlisted-nao-2026}\n"
    second = row.replace("459", "460").replace("as_of", "version: 2, as_of")
    (copied / "figures.yaml").write_text(text.replace(row, row + second), encoding="utf-8")
    (series,) = (one for one in load_register(copied).series if one.id == "spent-to-date")
    assert [fact.version for fact in series.facts] == [1, 2]
    assert series.latest.value == 46_000_000_000
