"""Published test data: every row agrees with `hanaper pay calculate`."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hanaper.hr.pay.calculating.running import calculate_file
from hanaper.hr.pay.commands import app
from hanaper.hr.pay.errors import WrongPayFile

ON = date(2026, 11, 26)
VECTORS = {
    "paye_tax": 311, "paye_tax_second_implementation": 449, "ni_employee": 688, "ni_director": 105, "student_loan": 21,
    "direct_earnings_attachment": 28, "worked_examples": 11,
}  # fmt: skip
ROW = {
    "id": "A", "tax_year": "2026-27", "region": "rUK", "frequency": "Monthly", "tax_code": "1257L",
    "basis": "cumulative", "period": "1", "gross_pay": "3000.00", "pay_to_date": "3000.00", "tax_paid_before": "0.00",
}  # fmt: skip


@pytest.mark.promise("P10")
@pytest.mark.parametrize("name", VECTORS)
def test_every_row_agrees_within_its_tolerance(name: str, shared: Callable[[str], Path]) -> None:
    outcome = calculate_file(shared(f"payroll/vectors/{name}.csv"), on=ON, against=True)
    assert [(row.name, list(row.differences)) for row in outcome.rows if row.differences] == []
    assert len(outcome.rows) >= VECTORS[name]


@pytest.mark.parametrize("name", VECTORS)
def test_every_row_is_explained_with_the_figures_that_it_used(name: str, shared: Callable[[str], Path]) -> None:
    outcome = calculate_file(shared(f"payroll/vectors/{name}.csv"), on=ON, explain=True)
    for row in outcome.rows:
        assert row.workings, row.name
        assert any(step.figures for step in row.workings) or name == "paye_tax", row.name


EXAMPLES = [
    ("SMP-2025-26", '{"awe": 600.0}', {"first_6_weeks": "540.00", "weekly_rate": "187.18"}),
    ("CTAEO-Wales", '{"net_earnings": 2010.00, "orders": 2}', {"first": "241.20", "second": "212.26"}),
    ("EA-Scotland-2025", '{"net_earnings": 2500.00}', {"deduction": "312.50"}),
    ("SSP-2025-26", '{"awe": 600.0}', {"weekly_rate": "118.75"}),
]


@pytest.mark.parametrize(("topic", "inputs", "expected"), EXAMPLES)
def test_each_topic_of_examples_is_known(topic: str, inputs: str, expected: dict[str, str], tmp_path: Path) -> None:
    outcome = calculate_file(a_file(tmp_path, {"id": "A", "topic": topic, "inputs": inputs}), on=ON, explain=True)
    assert {name: outcome.rows[0].results[name] for name in expected} == expected
    assert outcome.rows[0].workings


UNKNOWN = [
    ("AE-QUALIFYING-EARNINGS", '{"pensionable_pay": 1000, "employee_pct": 4}', "employee_pct 4"),
    ("AE-QUALIFYING-EARNINGS", '{"pensionable_pay": 1000, "relief": "XYZ"}', "relief 'XYZ'"),
    ("AE-QUALIFYING-EARNINGS", '{"pensionable_pay": 1000, "lower": 500}', "lower 500"),
    ("HOLIDAY-PAY", "{}", "topic 'HOLIDAY-PAY'"),
    ("SSP-2026-27", "{}", "inputs without awe"),
    ("SSP-2026-27", "{", "not JSON"),
]


@pytest.mark.parametrize(("topic", "inputs", "found"), UNKNOWN)
def test_examples_that_ask_for_something_else_are_refused(topic: str, inputs: str, found: str, tmp_path: Path) -> None:
    with pytest.raises(WrongPayFile) as refusal:
        calculate_file(a_file(tmp_path, {"id": "A", "topic": topic, "inputs": inputs}), on=ON)
    assert found in refusal.value.values["found"]


def a_file(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "in.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_row_that_differs_is_named_with_ours_beside_theirs_and_ends_with_1(tmp_path: Path) -> None:
    rows = [{**ROW, "expected_tax_in_period": "390.20"}, {**ROW, "id": "B", "expected_tax_in_period": "391.00"}]
    ran = CliRunner().invoke(app, ["calculate", "--vectors", str(a_file(tmp_path, *rows))])
    assert ran.exit_code == 1
    assert ran.stdout.splitlines() == [
        "B: tax_in_period ours 390.20, theirs 391.00",
        "in.csv: 1 of 2 rows agree (income tax)",
    ]


def test_several_files_are_compared_at_once_and_one_that_differs_decides(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    good = a_file(tmp_path, {**ROW, "expected_tax_in_period": "390.20"})
    bad = a_file(tmp_path / "other", {**ROW, "expected_tax_in_period": "1.00"})
    ran = CliRunner().invoke(app, ["calculate", "--vectors", str(good), str(bad)])
    assert ran.exit_code == 1
    assert [line for line in ran.stdout.splitlines() if "agree" in line] == [
        "in.csv: 1 of 1 rows agree (income tax)", "in.csv: 0 of 1 rows agree (income tax)",
    ]  # fmt: skip
    assert CliRunner().invoke(app, ["calculate", "--vectors", str(good), str(good)]).exit_code == 0


PLACES = [("UTC", "C.UTF-8", "0"), ("Pacific/Auckland", "C", "12345")]


@pytest.mark.promise("P10")
def test_the_same_file_comes_to_the_same_bytes_in_another_time_zone_locale_and_hash_seed(tmp_path: Path) -> None:
    rows = [{**ROW, "id": code, "tax_code": code} for code in ("1257L", "S1257L", "K475", "CBR", "SD2", "NT", "0T")]
    source = a_file(tmp_path, *rows)
    said = []
    for number, (zone, locale, seed) in enumerate(PLACES):
        out = tmp_path / f"{number}.csv"
        ran = subprocess.run(
            [sys.executable, "-m", "hanaper", "pay", "calculate", str(source), str(out), "--explain"],
            env={**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}, capture_output=True, check=True,
        )  # fmt: skip
        said.append((out.read_bytes(), ran.stdout))
    assert said[0] == said[1]


def test_results_stand_beside_the_rows_and_workings_say_where_each_figure_was_read(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    ran = CliRunner().invoke(app, ["calculate", str(a_file(tmp_path, ROW)), str(out), "--explain"])
    assert ran.exit_code == 0
    (found,) = csv.DictReader(out.read_text().splitlines())
    assert found == {**ROW, "tax_in_period": "390.20", "tax_to_date": "390.20", "regulatory_limit_applies": "no"}
    assert "by uk/hmrc/paye/bands_rest_of_uk, from 6 April 2024: HMRC, Specification" in ran.stdout
    assert "period 1" in ran.stdout and "code 1257L" in ran.stdout


def test_json_carries_results_differences_and_workings(tmp_path: Path) -> None:
    path = a_file(tmp_path, {**ROW, "expected_tax_in_period": "1.00"})
    ran = CliRunner().invoke(app, ["calculate", "--vectors", str(path), "--json", "--explain"])
    said = json.loads(ran.stdout)
    assert (said["rows"], said["agree"]) == (1, 0)
    assert said["results"][0]["differences"] == [{"what": "tax_in_period", "ours": "390.20", "theirs": "1.00"}]
    assert {figure["name"] for working in said["results"][0]["workings"] for figure in working["figures"]} >= {
        "uk/hmrc/paye/bands_rest_of_uk", "uk/hmrc/paye/code_block_monthly_pence",
    }  # fmt: skip


WRONG = [
    ({"tax_code": "12Q7L"}, 3, "12Q7L"),
    ({"gross_pay": "1.005"}, 3, "gross_pay '1.005'"),
    ({"gross_pay": "lots"}, 3, "gross_pay 'lots'"),
    ({"gross_pay": "NaN"}, 3, "gross_pay 'NaN'"),
    ({"basis": "W2"}, 3, "basis 'w2'"),
    ({"region": "Scottland"}, 3, "region 'scottland'"),
    ({"period": "13"}, 3, "13"),
    ({"tax_code": "D2"}, 3, "D2"),
    ({"frequency": "Daily"}, 3, "frequency 'daily'"),
    ({"tax_year": "2026"}, 3, "tax_year '2026'"),
    ({"pay_to_date": ""}, 3, "no pay_to_date"),
]


@pytest.mark.parametrize(("change", "line", "found"), WRONG)
def test_a_cell_that_cannot_be_read_is_named_by_its_line_and_nothing_is_written(
    change: dict[str, str], line: int, found: str, tmp_path: Path
) -> None:
    with pytest.raises(WrongPayFile) as refusal:
        calculate_file(a_file(tmp_path, ROW, {**ROW, **change}), on=ON)
    assert refusal.value.values["line"] == line
    assert found in refusal.value.values["found"]


def test_unknown_columns_are_answered_with_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(WrongPayFile, match="pay_to_date"):
        calculate_file(a_file(tmp_path, {"name": "A"}), on=ON)


def test_a_file_that_expects_nothing_is_no_vector(tmp_path: Path) -> None:
    with pytest.raises(WrongPayFile, match="expected"):
        calculate_file(a_file(tmp_path, ROW), on=ON, against=True)
