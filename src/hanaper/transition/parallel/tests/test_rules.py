"""Reading an earlier payroll's file, and naming why two results differ."""

from __future__ import annotations

import doctest

import pytest

from hanaper.hr.pay.api import elements
from hanaper.transition.parallel.rules import causes, legacy_file
from hanaper.transition.parallel.rules.causes import Result, Treatment, differences
from hanaper.transition.parallel.rules.legacy_file import read

KNOWN = {each.code for each in elements()}
TREATMENTS = {
    each.code: Treatment(
        is_earning=each.kind == "earning", is_taxed=each.is_taxed, is_nied=each.is_nied,
        is_pensioned=each.is_pensioned, is_computed=each.kind in ("computed", "employer"),
    )
    for each in elements()
}  # fmt: skip
PAY = {"basic": 300000, "tax": 36200, "ni": 15616, "pension": 13800}


def found(here: Result | None, there: Result | None, *, part: bool = False) -> list[tuple[str, str]]:
    return [(each.element, each.cause.value) for each in differences(here, there, TREATMENTS, is_part_period=part)]


@pytest.mark.parametrize("module", [causes, legacy_file])
def test_the_examples_of_the_rules_hold(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted > 0 and result.failed == 0


def test_two_results_alike_differ_in_nothing() -> None:
    assert found(Result(PAY, tax_code="1257L"), Result(dict(PAY), tax_code="1257L")) == []


def test_somebody_whom_only_one_payroll_has_is_missing_in_the_other() -> None:
    one = Result({"basic": 100, "tax": 20})
    assert found(None, one) == [("basic", "missing-here"), ("tax", "missing-here")]
    assert found(one, None) == [("basic", "missing-there"), ("tax", "missing-there")]


@pytest.mark.parametrize(
    ("change", "facts", "expected"),
    [
        ({"tax": 40000}, {"tax_code": "1100L"}, [("tax", "tax-code")]),
        ({"ni": 10000}, {"ni_letter": "J"}, [("ni", "ni-letter")]),
        ({"pension": 0, "tax": 38960}, {"pension_scheme": "none"}, [("tax", "follows"), ("pension", "pension-scheme")]),
        ({"basic": 290000, "tax": 34292, "ni": 14816, "pension": 13340}, {},
         [("basic", "base-pay"), ("tax", "follows"), ("ni", "follows"), ("pension", "follows")]),
        ({"tax": 36201}, {}, [("tax", "rounding")]),
        ({"basic": 300001}, {}, [("basic", "rounding")]),
        ({"tax": 36200 + 2}, {}, [("tax", "unexplained")]),
        ({"back_pay": 5000, "tax": 37108}, {}, [("back_pay", "back-pay"), ("tax", "follows")]),
        ({"shift_allowance": 2000}, {}, [("shift_allowance", "missing-here")]),
        ({"student_loan": 2000}, {}, [("student_loan", "missing-here")]),
        ({}, {"tax_code": "1100L"}, [("", "tax-code")]),
    ],
)  # fmt: skip
def test_each_cause_is_named_by_its_evidence(
    change: dict[str, int], facts: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    ours = Result(PAY, tax_code="1257L", ni_letter="A", pension_scheme="alpha")
    assert found(ours, Result({**PAY, **change}, **facts)) == expected  # type: ignore[arg-type]


def test_tax_that_goes_the_other_way_or_beyond_the_pay_does_not_follow_from_it() -> None:
    ours = Result(PAY)
    assert ("tax", "unexplained") in found(ours, Result({**PAY, "basic": 290000, "tax": 37000}))
    assert ("tax", "unexplained") in found(ours, Result({**PAY, "basic": 299900, "tax": 30000}))


def test_pay_of_a_starter_differs_by_the_part_and_pay_by_the_hour_by_the_hours() -> None:
    assert found(Result({"basic": 150000}), Result({"basic": 145161}), part=True) == [("basic", "part-period")]
    ours, theirs = (
        Result({"basic_hourly": 8000}, {"basic_hourly": 400}),
        Result({"basic_hourly": 7000}, {"basic_hourly": 350}),
    )
    (only,) = differences(ours, theirs, TREATMENTS)
    assert (only.cause, only.fact_here, only.fact_there) == ("hours", "4", "3.5")


@pytest.mark.promise("P34")
def test_a_file_is_taken_whole_or_every_wrong_row_is_named() -> None:
    taken = read(
        b"payroll_number;element;amount;tax_code;hours\r\n7;basic;\xa32,000.00;1257l x;\r\n"
        b"7;overtime;30.50;;2.5\r\n7;tax;0;;\r\n",
        KNOWN,
    )
    assert (taken.wrong, taken.rows) == ((), 3)
    (person,) = taken.people
    assert (person.pence, person.hours) == ({"basic": 200000, "overtime": 3050}, {"overtime": 250})
    assert person.tax_code == "1257L M1"
    bad = read(
        b"payroll_number,element,amount,tax_code,ni_letter,hours\n"
        b"7,basic,1.234,,,\n7,wages,10.00,,,\n,basic,10,,,\n8,tax,=1+1,,,\n9,basic,1.00,1257L,A,\n9,tax,1.00,BR,A,\n"
        b"9,basic,2.00,,,\n10,basic\n11,basic,1,??,AB,-4\n12,basic,NaN,,,\n",
        KNOWN,
    )
    assert not bad.people
    assert [(each.line, each.column) for each in bad.wrong] == [
        (2, "amount"), (3, "element"), (4, "payroll_number"), (5, "amount"), (7, "tax_code"), (8, "element"), (9, ""),
        (10, "hours"), (10, "tax_code"), (10, "ni_letter"), (11, "amount"),
    ]  # fmt: skip


@pytest.mark.promise("P34")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"\xff\xfe\x00",
        b"payroll_number,element\n1,basic\n",
        b"payroll_number,element,amount,extra\n1,basic,1,2\n",
        b"payroll_number,element,amount,amount\n1,basic,1,2\n",
        b"payroll_number,element,amount\n",
        b'payroll_number,element,amount\n1,"basic,1\n',
        b"payroll_number,element,amount\n" + b"1," + b"x" * 200_000 + b",1\n",
    ],
)
def test_whatever_comes_is_refused_with_words_and_never_breaks_the_reader(content: bytes) -> None:
    refused = read(content, KNOWN)
    assert refused.wrong and not refused.people
