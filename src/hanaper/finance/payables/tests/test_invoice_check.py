"""`hanaper invoice check` agrees with the reference validators and never falls over.

The published cases are EN 16931's own unit suite and whole invoices of its authors and of OpenPeppol; `expected.csv`
holds what the reference validators answered.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hanaper.finance.payables import commands
from hanaper.finance.payables.commands import app
from hanaper.finance.payables.rules.check import check, rule_findings
from hanaper.finance.payables.rules.document import BYTES_MAX
from hanaper.finance.payables.tests.published import (
    RuleCase,
    as_case_parameters,
    as_parameters,
    rule_cases,
    whole_invoices,
)
from tests.shared_material import Shared

WHOLE = whole_invoices()
UNIT = rule_cases("en16931-unit-invoice") + rule_cases("en16931-unit-creditnote")

OPENING = b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">'

# What arrives in an invoice inbox and is no invoice: the rule that says so.
NOT_INVOICES = [
    ("nothing", b"", "HAN-XML"),
    ("text", b"Dear Sirs, please find attached", "HAN-XML"),
    ("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "HAN-XML"),
    ("XML that breaks off", OPENING + b"<cbc:ID", "HAN-XML"),
    ("a wrong encoding", b"<?xml version='1.0' encoding='utf-8'?><a>\xff</a>", "HAN-XML"),
    ("an unknown encoding", b"<?xml version='1.0' encoding='klingon'?><a/>", "HAN-XML"),
    ("nesting without end", b"<a>" * 5000, "HAN-XML"),
    ("another document", b"<Order xmlns='urn:oasis:names:specification:ubl:schema:xsd:Order-2'/>", "HAN-ROOT"),
    ("an invoice of no namespace", b"<Invoice/>", "HAN-ROOT"),
    ("a CII invoice", b"<r:CrossIndustryInvoice xmlns:r='urn:un:unece:uncefact'/>", "HAN-ROOT"),
    ("a page of the web", b"<!DOCTYPE html><html/>", "HAN-DTD"),
    ("an entity bomb", b"<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;'>]>" + OPENING + b"&c;</Invoice>", "HAN-DTD"),
    ("an outside file", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "HAN-DTD"),
    ("a declaration in UTF-16", "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE a><a/>".encode("utf-16"), "HAN-DTD"),
    ("too much", b" " * (BYTES_MAX + 1), "HAN-SIZE"),
]


@pytest.mark.parametrize("row", as_parameters(WHOLE))
def test_every_published_invoice_gets_the_verdict_of_the_reference_validators(
    row: dict[str, str], shared: Shared
) -> None:
    report = check(shared("standards/invoices") / row["file"])

    assert report.root == row["root"]
    assert str(report.xsd_valid) == row["xsd_valid"]
    assert sorted({f.rule for f in report.errors}) == row["en16931_errors"].split()
    assert sorted({f.rule for f in report.warnings}) == row["en16931_warnings"].split()
    assert report.valid == (row["xsd_valid"] == "True" and not row["en16931_errors"])


@pytest.mark.parametrize("case", as_case_parameters(UNIT))
def test_every_fragment_of_the_publishers_unit_suite_fails_or_passes_its_rule(case: RuleCase, shared: Shared) -> None:
    shared("standards/invoices")
    flags = {finding.flag for finding in rule_findings(case.fragment()) if finding.rule == case.rule}

    assert flags == {"success": set(), "error": {"fatal"}, "warning": {"warning"}}[case.outcome]


@pytest.mark.parametrize(("content", "rule"), [pytest.param(c, r, id=name) for name, c, r in NOT_INVOICES])
def test_what_is_no_invoice_gets_one_finding_that_says_so(content: bytes, rule: str) -> None:
    report = check(content)

    assert not report.valid
    assert [finding.rule for finding in report.findings] == [rule]
    assert len(report.findings[0].text) > 40


def test_a_finding_names_the_line_and_the_element(shared: Shared) -> None:
    report = check(shared("standards/invoices") / "peppol-national/GR-base-example-TaxRepresentative.xml")

    assert [(f.rule, f.location, f.line_number) for f in report.findings] == [
        ("UBL-XSD", "/Invoice/AdditionalDocumentReference[1]", 75),
        ("BR-06", "/Invoice", 5),
    ]


def test_letters_where_an_amount_should_be_are_findings_of_the_schema_and_of_the_rules(
    shared: Shared, capfd: pytest.CaptureFixture[str]
) -> None:
    content = (shared("standards/invoices") / "peppol-snippet/base-example.xml").read_bytes()
    spoilt = re.sub(rb"(<cbc:PayableAmount[^>]*>)[^<]*", rb"\1plenty", content)

    report = check(spoilt)

    assert [(f.rule, f.location) for f in report.findings] == [
        ("UBL-XSD", "/Invoice/LegalMonetaryTotal/PayableAmount"),
        ("HAN-RULES", ""),
    ]
    assert capfd.readouterr().err == ""  # Saxon would write its own trace there


class TestTheCommand:
    def run(self, *arguments: object) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, ["check", *map(str, arguments)])
        return result.exit_code, result.stdout, result.stderr

    def test_it_ends_with_0_when_all_are_valid(self, shared: Shared) -> None:
        code, out, err = self.run(shared("standards/invoices") / "peppol-snippet/base-example.xml")

        assert code == 0
        assert out.endswith("base-example.xml: Invoice, valid\n")
        assert err == "1 file: all valid.\n"

    def test_it_ends_with_1_and_the_rule_ids_when_any_is_not(self, shared: Shared) -> None:
        code, out, err = self.run(*sorted((shared("standards/invoices") / "peppol-national").glob("*.xml")))

        assert code == 1
        assert "GR-base-example-TaxRepresentative.xml: Invoice, not valid (BR-06 UBL-XSD)\n" in out
        assert "  error BR-06 at /Invoice (line 5): An Invoice shall contain the Seller name (BT-27).\n" in out
        assert "Norwegian-example-1.xml: Invoice, valid (UBL-CR-679)\n" in out
        assert err == "2 files: 1 valid, 1 not valid.\n"

    def test_it_prints_one_object_for_each_file_in_order(self, shared: Shared) -> None:
        files = [shared("standards/invoices") / row["file"] for row in WHOLE]

        code, out, _ = self.run("--json", *files)

        assert code == 1
        for row, answer in zip(WHOLE, json.loads(out), strict=True):
            assert answer["file"].endswith(row["file"])
            assert answer["root"] == row["root"]
            assert str(answer["xsd_valid"]) == row["xsd_valid"]
            assert " ".join(answer["en16931_errors"]) == row["en16931_errors"]
            assert " ".join(answer["en16931_warnings"]) == row["en16931_warnings"]
            assert bool(answer["schema_errors"]) != answer["xsd_valid"]

    def test_few_files_and_many_give_the_same_answers(self, shared: Shared, monkeypatch: pytest.MonkeyPatch) -> None:
        files = [shared("standards/invoices") / row["file"] for row in WHOLE[:3]]
        here = self.run("--json", *files)
        monkeypatch.setattr(commands, "FILES_FOR_WORKERS", 2)
        monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1})

        assert self.run("--json", *files) == here

    def test_a_file_that_is_not_xml_is_a_finding(self, tmp_path: Path) -> None:
        (tmp_path / "two words.xml").write_bytes(b"%PDF-1.7")

        code, out, _ = self.run("--json", tmp_path / "two words.xml")

        assert code == 1
        assert [finding["rule"] for finding in json.loads(out)[0]["findings"]] == ["HAN-XML"]

    def test_a_missing_file_is_a_usage_error_that_names_it(self, tmp_path: Path) -> None:
        code, out, err = self.run(tmp_path / "gone.xml")

        assert (code, out) == (2, "")
        assert "gone.xml" in re.sub(r"[\s│]", "", err)

    def test_it_explains_itself_by_example(self) -> None:
        code, out, _ = self.run("--help")

        assert code == 0
        assert "hanaper invoice check --json" in out
