"""Every fault that departments' files have been seen to have, planted one by one, and refused by its own name."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from hanaper.strategy.returns.commands import app
from hanaper.strategy.returns.errors import KindUnknown
from hanaper.strategy.returns.rules.checks import Checked, Context, check
from hanaper.strategy.returns.rules.findings import RULES
from hanaper.strategy.returns.rules.formats import FORMATS, GRADES, ORGANISATION_TYPES, json_schema, template

TODAY = date(2026, 11, 27)
BODY, PARENT = "Example Agency", "Department for Examples"
CONTEXT = Context(
    today=TODAY,
    month=(2026, 10),
    organisation=BODY,
    parents={BODY: PARENT, PARENT: PARENT},
    months_due=[(2026, 9), (2026, 10)],
    received=[(2026, 9)],
)


def workforce(**changed: Any) -> dict[str, str]:
    """A right row: ten people of each grade, £100 of each part of the paybill."""
    row = dict.fromkeys(FORMATS["workforce"].names, "0")
    row |= {
        "year": "2026",
        "month": "10",
        "organisation": BODY,
        "organisation_type": "Executive Agency",
        "parent": PARENT,
    }
    for code, _ in GRADES:
        row |= {f"payroll_{code}_headcount": "10", f"payroll_{code}_fte": "9.5"}
    row |= {
        "payroll_total_headcount": "60",
        "payroll_total_fte": "57",
        "all_staff_headcount": "60",
        "all_staff_fte": "57",
    }
    for name in ("salary", "allowances", "performance", "overtime", "employer_pension", "employer_ni"):
        row[f"paybill_{name}"] = "100.00"
    row |= {"paybill_total": "600.00", "cost_total": "600.00"}
    return row | {name: str(value) for name, value in changed.items()}


def invoice(**changed: Any) -> dict[str, str]:
    row = {
        "department_family": PARENT, "entity": BODY, "received_on": "2026-10-01", "paid_on": "2026-10-06",
        "expense_type": "Cleaning", "expense_area": "Estates", "supplier": "Acme Ltd", "transaction_number": "1",
        "amount": "25000.00", "description": "",
    }  # fmt: skip
    return row | {name: str(value) for name, value in changed.items()}


def service(numerator: str, denominator: str) -> dict[str, str]:
    """A service measure, counted in documents."""
    return {"measure": "touchless.all", "version": "1", "numerator": numerator, "denominator": denominator,
            "unit": "documents", "note": ""}  # fmt: skip


def contract(**changed: Any) -> dict[str, str]:
    row = {"reference": "C1", "supplier": "Acme", "title": "ERP", "services": "Finance", "starts_on": "2021-04-01",
           "expires_on": "2028-03-31", "extension": "", "exit": "", "annual_value": "1.00",
           "dual_running_cost": ""}  # fmt: skip
    return row | {name: str(value) for name, value in changed.items()}


def file(*rows: dict[str, str]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def codes(kind: str, content: bytes, context: Context = CONTEXT) -> list[str]:
    return [each.code for each in check(kind, content, context).findings]


def without(row: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in row.items() if key != name}


RIGHT = file(workforce())
NOBODY = {
    f"{name}_{what}": 0
    for name in (*(f"payroll_{code}" for code, _ in GRADES), "payroll_total", "all_staff")
    for what in ("headcount", "fte")
}


def test_the_right_files_have_nothing_wrong() -> None:
    for kind, content in (("workforce", RIGHT), ("invoices", file(invoice())), ("contracts", file(contract()))):
        found = check(kind, content, CONTEXT)
        assert [str(each) for each in found.findings] == []
        assert len(found.rows) == 1
        assert found.given == found.asked > 0


@pytest.mark.parametrize(
    ("code", "kind", "content"),
    [
        ("date-future", "invoices", file(invoice(received_on="2026-12-01", paid_on="2026-12-02"))),
        ("month-future", "workforce", file(workforce(month=11))),
        ("month-future", "workforce", file(workforce(year=2027))),
        ("month-future", "workforce", file(workforce(year=9999, month=12))),
        ("month-future", "workforce", file(workforce(year=99999))),
        ("not-a-number", "workforce", file(workforce(payroll_eo_headcount="9" * 30))),
        ("amount-unclear", "workforce", file(workforce(paybill_salary="9" * 30))),
        ("quotes", "workforce", b"a" * 200_000 + b"\n1\n"),
        ("encoding", "invoices", file(invoice(supplier="Nul\x00byte"))),
        ("encoding", "invoices", file(invoice()).decode().encode("utf-16-le")),
        ("formula", "invoices", file(invoice(supplier="-1+cmd|calc"))),
        ("headcount-missing", "workforce", file(workforce(**NOBODY))),
        ("missing", "workforce", file(workforce(payroll_total_headcount=""))),
        ("parts-headcount", "workforce", file(workforce(payroll_eo_headcount=11))),
        ("parts-headcount", "workforce", file(workforce(all_staff_headcount=61))),
        ("parts-fte", "workforce", file(workforce(payroll_eo_fte="8.5"))),
        ("parts-paybill", "workforce", file(workforce(paybill_salary="101.01"))),
        ("parts-paybill", "workforce", file(workforce(cost_total="700.00"))),
        ("ni-missing", "workforce", file(workforce(paybill_employer_ni=0, paybill_total=500, cost_total=500))),
        ("fte-above-headcount", "workforce", file(workforce(payroll_eo_headcount=9, payroll_aa_ao_headcount=11))),
        ("not-whole", "workforce", file(workforce(payroll_eo_headcount="9.5"))),
        ("body-two-parents", "workforce", file(workforce(parent="Ministry of Elsewhere"))),
        ("body-two-parents", "workforce", file(workforce(), workforce(year=2026, month=9, parent=BODY))),
        ("type-unknown", "workforce", file(workforce(organisation_type="Exectuive Agency"))),
        ("body-unknown", "workforce", file(workforce(organisation="Exampel Agency"))),
        ("body-not-yours", "workforce", file(workforce(organisation=PARENT, parent=PARENT))),
        ("month-wrong", "workforce", file(workforce(month=9))),
        ("month-wrong", "invoices", file(invoice(received_on="2026-09-01", paid_on="2026-09-30"))),
        ("header-missing", "workforce", file(without(workforce(), "paybill_salary"))),
        ("header-unknown", "workforce", file(workforce() | {"paybill_salry": "1"})),
        ("header-twice", "invoices", file(invoice()).replace(b"expense_area", b"entity", 1)),
        ("empty", "workforce", template(FORMATS["workforce"]).encode()),
        ("empty", "contracts", b""),
        ("cells", "invoices", file(invoice()) + b"a,b\n"),
        ("quotes", "invoices", file(invoice()) + b'"never closed,'),
        ("date-impossible", "invoices", file(invoice(paid_on="31/02/2026"))),
        ("date-us-order", "invoices", file(invoice(paid_on="10/31/2026"))),
        ("date-serial", "invoices", file(invoice(paid_on="46310"))),
        ("date-unclear", "invoices", file(invoice(paid_on="06/10/26"))),
        ("part-above-whole", "measures", file(service("50", "40"))),
        ("part-above-whole", "measures", file(service("-1", "40"))),
        ("part-above-whole", "measures", file(service("1.5", ""))),
        ("dates-order", "contracts", file(contract(expires_on="2021-03-31"))),
        ("amount-unclear", "invoices", file(invoice(amount="1.234,56"))),
        ("amount-unclear", "invoices", file(invoice(amount="1e6"))),
        ("amount-unclear", "invoices", file(invoice(amount="12.345"))),
        ("amount-unclear", "invoices", file(invoice(amount="1,23"))),
        ("below-least", "workforce", file(workforce(payroll_eo_headcount=-10))),
        ("formula", "invoices", file(invoice(supplier="=HYPERLINK(1)"))),
        ("encoding", "invoices", file(invoice()) + b"\x81\x8d"),
        ("duplicate-row", "workforce", file(workforce(), workforce())),
        ("duplicate-number", "invoices", file(invoice(), invoice(amount="1.00"))),
        ("not-in-list", "invoices", file(invoice() | {"supplier_type": "Huge"})),
        ("not-a-number", "workforce", file(workforce(payroll_eo_fte="ten"))),
    ],
)  # fmt: skip
def test_each_fault_is_refused_by_its_own_name(code: str, kind: str, content: bytes) -> None:
    found = check(kind, content, CONTEXT)

    assert code in [each.code for each in (*found.faults, *found.warnings)]
    named = next(each for each in found.findings if each.code == code)
    assert named.found and named.expected and named.rule


def test_a_month_that_was_not_sent_is_missed() -> None:
    unsent = Context(today=TODAY, month=(2026, 10), months_due=[(2026, 8), (2026, 9), (2026, 10)], received=[(2026, 9)])
    (finding,) = check("contracts", file(contract()), unsent).findings
    assert (finding.code, finding.found) == ("month-missing", "2026-08 was not received")


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("read-as-windows", file(invoice(supplier="Caf\u00e9 Ltd")).decode().encode("cp1252")),
        ("read-as-utf-16", file(invoice()).decode().encode("utf-16")),
        ("header-known-variant", file(invoice()).replace(b"supplier,", b"Vendor,", 1)),
        ("amount-mended", file(invoice(amount="\u00a325,000.00"))),
        ("amount-mended", file(invoice(amount="(25,000.00)"))),
    ],
)
def test_what_can_be_read_in_one_way_is_mended_and_said(code: str, content: bytes) -> None:
    found = check("invoices", content, CONTEXT)
    assert [each.code for each in found.findings] == [code]
    assert found.rows[0].values["amount"] in (Decimal(25_000), Decimal(-25_000))


def test_published_headers_blanks_case_order_and_a_byte_order_mark_are_read_without_a_word() -> None:
    titles = {each.name: each.title or each.name for each in FORMATS["workforce"].columns}
    row = workforce()
    backwards = {f"  {titles[name].upper()} ": row[name] for name in reversed(row)}
    assert codes("workforce", b"\xef\xbb\xbf" + file(backwards).replace(b",", b",")) == []


def test_every_check_is_planted_somewhere_here() -> None:
    """A check that nothing plants could be broken and nobody would know."""
    tests: tuple[Any, ...] = (
        test_each_fault_is_refused_by_its_own_name,
        test_what_can_be_read_in_one_way_is_mended_and_said,
    )
    planted = {case[0] for test in tests for mark in test.pytestmark for case in mark.args[1]}
    assert set(RULES) - planted == {"month-missing"}


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if FORMATS[kind].example])
def test_the_template_passes_its_own_checks(kind: str) -> None:
    content = template(FORMATS[kind]).replace("2026-10", "2026-10").encode()
    assert [each.code for each in check(kind, content, Context(today=TODAY)).findings] == []


@pytest.mark.parametrize("kind", list(FORMATS))
def test_the_schema_asks_for_what_the_template_has(kind: str) -> None:
    schema = json_schema(FORMATS[kind])
    header = next(csv.reader([template(FORMATS[kind]).split("\r\n")[0]]))
    assert list(schema["items"]["properties"]) == header
    assert set(schema["items"]["required"]) <= set(header)


def test_the_workforce_template_has_the_published_columns(shared: Callable[[str], Path]) -> None:
    with shared("reference/domain/mwmi_template_columns_2022_04.csv").open(encoding="utf-8-sig", newline="") as lines:
        published = [row['column (parts separated by ";")'] for row in csv.DictReader(lines)]
    assert [each.title for each in FORMATS["workforce"].columns] == published


def test_a_cell_that_cannot_be_read_hides_no_other_fault_of_its_row() -> None:
    row = workforce(payroll_scs_fte="x", payroll_eo_headcount=11, paybill_employer_ni=0)
    found = check("workforce", file(row), Context(today=TODAY))
    assert {"not-a-number", "parts-headcount", "ni-missing"} <= {each.code for each in found.findings}


def test_real_returns_are_judged_as_a_hand_count_judges_them(shared: Callable[[str], Path]) -> None:
    """The latest return of each body, as published, row by row: found is what a plain sum of the row finds."""
    with shared("reference/domain/mwmi_latest_return_by_body.csv").open(encoding="utf-8-sig", newline="") as lines:
        real = [as_ours(row) for row in csv.DictReader(lines)]
    context = Context(today=date(2026, 7, 31))
    found = [check("workforce", file(row), context) for row in real]
    codes = [{finding.code for finding in each.findings} for each in found]

    refused = {"missing", "not-a-number", "amount-unclear", "not-whole", "below-least"}
    unread = [{one.column for one in each.findings if one.code in refused} for each in found]

    def apart(total: str, parts: Sequence[str], by: float) -> list[bool]:
        """By hand, where every cell is read: a cell that is refused takes part in no sum."""
        return [
            not bad & {total, *parts} and abs(float(row[total]) - sum(float(row[part]) for part in parts)) > by
            for row, bad in zip(real, unread, strict=True)
        ]

    def told(code: str, column: str) -> list[bool]:
        return [any((one.code, one.column) == (code, column) for one in each.findings) for each in found]

    sums = {
        ("parts-paybill", "paybill_total"): [f"paybill_{part}" for part in PAY_PARTS],
        ("parts-headcount", "all_staff_headcount"): ["payroll_total_headcount", "non_payroll_total_headcount"],
        ("parts-paybill", "cost_total"): ["paybill_total", "cost_non_payroll_total"],
        ("parts-paybill", "cost_non_payroll_total"): ["cost_contingent", "cost_consultancy"],
    }
    for (code, total), parts in sums.items():
        assert told(code, total) == apart(total, parts, 1 if code == "parts-paybill" else 0), total
    assert any(said & {"parts-headcount", "parts-paybill", "parts-fte"} for said in codes), "some do not add up"
    pay = ("paybill_salary", "paybill_employer_ni")
    unpaid = [
        not bad & set(pay) and float(row[pay[0]]) > 0 and float(row[pay[1]]) == 0
        for row, bad in zip(real, unread, strict=True)
    ]
    assert told("ni-missing", "paybill_employer_ni") == unpaid and any(unpaid), "some pay no National Insurance"
    spelt = {kind.casefold() for kind in ORGANISATION_TYPES}
    assert all(row["organisation_type"].casefold() in spelt for row in real)


PAY_PARTS = ("salary", "allowances", "performance", "overtime", "employer_pension", "employer_ni")
OURS = {"aao": "aa_ao", "eo": "eo", "sheo": "heo_seo", "g67": "g7_g6", "scs": "scs", "other": "other"}


def as_ours(row: dict[str, str]) -> dict[str, str]:
    """A published row under our column names."""
    made = {"year": row["year_month"][:4], "month": str(int(row["year_month"][4:])), "organisation": row["body"],
            "organisation_type": row["organisation_type"], "parent": row["parent_department"]}  # fmt: skip
    pairs = {**{f"payroll.{theirs}": f"payroll_{ours}" for theirs, ours in OURS.items()},
             "payroll.total": "payroll_total", "non_payroll.admin": "non_payroll_agency",
             "non_payroll.managers": "non_payroll_interim", "non_payroll.other": "non_payroll_contingent",
             "non_payroll.total": "non_payroll_total", "all_employees.total": "all_staff"}  # fmt: skip
    for theirs, ours in pairs.items():
        made[f"{ours}_headcount"] = row[f"{theirs}.hc"].removesuffix(".0")
        made[f"{ours}_fte"] = row[f"{theirs}.fte"]
    made["consultancy_contracts"] = row["non_payroll.consultants.contracts"].removesuffix(".0")
    costs = {"salary": "paybill_salary", "allowances": "paybill_allowances", "ncprp": "paybill_performance",
             "overtime": "paybill_overtime", "pension": "paybill_employer_pension", "ni": "paybill_employer_ni",
             "total": "paybill_total"}  # fmt: skip
    made |= {ours: row[f"payroll_costs.{theirs}.costs"] for theirs, ours in costs.items()}
    made["cost_contingent"] = row["non_payroll_costs.contingent.costs"]
    made["cost_consultancy"] = row["non_payroll_costs.consultants.costs"]
    made["cost_non_payroll_total"] = row["non_payroll_costs.total.costs"]
    made["cost_total"] = row["all_costs.total.costs"]
    return made


def test_the_command_ends_with_1_on_a_fault_and_names_it(tmp_path: Path) -> None:
    right, wrong = tmp_path / "right.csv", tmp_path / "wrong.csv"
    right.write_bytes(RIGHT)
    wrong.write_bytes(file(workforce(payroll_eo_headcount=11)))
    on = ["--kind", "workforce", "--on", "2026-11-27"]
    assert CliRunner().invoke(app, ["check", str(right), *on]).exit_code == 0
    said = CliRunner().invoke(app, ["check", str(wrong), *on, "--json"])
    assert said.exit_code == 1
    assert [each["code"] for each in json.loads(said.stdout)["findings"]] == ["parts-headcount"]
    with pytest.raises(KindUnknown):
        CliRunner().invoke(app, ["template", "gossip"], catch_exceptions=False)


@given(st.binary(max_size=300))
def test_no_bytes_whatever_are_read_without_an_answer(content: bytes) -> None:
    found: Checked = check("invoices", content, CONTEXT)
    assert found.faults or found.rows


@given(st.integers(-(10**9), 10**9))
def test_an_amount_reads_the_same_however_it_is_written(pence: int) -> None:
    pounds = Decimal(pence) / 100
    plain, grouped = f"{pounds:.2f}", f"{pounds:,.2f}"
    bracketed = f"({abs(pounds):,.2f})" if pence < 0 else f"£{grouped}"
    for written in (plain, grouped, bracketed):
        (row,) = check("invoices", file(invoice(amount=written)), CONTEXT).rows
        assert row.values["amount"] == pounds
