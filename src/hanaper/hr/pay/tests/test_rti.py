"""Messages to HMRC: valid by its schemas and rules, marked as it marks them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, isoschematron

from hanaper.hr.pay.errors import NotReportable, YearUnknown
from hanaper.hr.pay.rti.eps import Summary, write_eps
from hanaper.hr.pay.rti.fps import FpsEmployee, NiFigures, problem, write_fps
from hanaper.hr.pay.rti.irmark import irmark
from hanaper.hr.pay.rti.message import Employer

EMPLOYER = Employer("635", "A635", "635PA00000000")
AT = datetime(2026, 1, 30, 12, tzinfo=UTC)
NI = NiFigures("A", 300000, 38745, 15616, 3000000, 542000, 506000, 1952000, 387450, 156160)
SAMPLES = [
    "hmrc-samples-2014-15/FPS.xml",
    "hmrc-samples-2014-15/EPS.xml",
    "sample_fps_2025-26.xml",
    "sample_eps_2025-26.xml",
]
RIM = "payroll/rti/hmrc-rim-2025-26"


def ann(**change: Any) -> FpsEmployee:
    values: dict[str, Any] = {
        "payroll_id": "E-2026-000001", "forename": "Ann", "surname": "O'Neill-Smith", "born_on": date(1985, 5, 5),
        "sex": "F", "nino": "AB123456C", "frequency": "monthly", "pay_on": date(2026, 1, 30), "period": 10,
        "tax_code": "S1257L", "is_week1": True, "taxable": 286200, "tax": 36273, "taxable_to_date": 2862000,
        "tax_to_date": 362730, "hours": "D", "ni": [NI], "after_statutory": 234311, "pension": 13800,
        "pension_to_date": 138000, "student_loan": 5600, "plan": "plan2", "student_loan_to_date": 17700,
        "statutory": {"smp": 10000},
    }  # fmt: skip
    return FpsEmployee(**(values | change))


def fps(*employees: FpsEmployee, year: int = 2025) -> bytes:
    return write_fps(EMPLOYER, year, employees, at=AT, period_end=date(2026, 2, 5))[0]


@pytest.fixture(scope="session")
def rules(shared: Callable[[str], Path]) -> Callable[[bytes], list[str]]:
    """What HMRC's schema and its rules say of a full payment submission: nothing, if it is valid."""
    folder = shared(RIM)
    schema = etree.XMLSchema(etree.parse(str(folder / "FullPaymentSubmission-2026-v1-0.xsd")))
    tron = isoschematron.Schematron(etree.parse(str(folder / "FullPaymentSubmission-2026-v1-0.sch")), store_report=True)

    def check(message: bytes) -> list[str]:
        root = etree.fromstring(message)
        inner = root.find("{*}Body")[0]  # type: ignore[index]
        found = [] if schema.validate(inner) else [str(error) for error in schema.error_log]
        if not tron.validate(root):
            found += [text.strip() for text in tron.validation_report.xpath("//*[local-name()='text']/text()")]
        return found

    return check


def test_a_submission_is_valid_by_schema_and_rules(rules: Callable[[bytes], list[str]]) -> None:
    starter = ann(
        nino="",
        address=["1 High Street", "Leeds", "LS1 1AA"],
        starter=date(2026, 1, 5),
        declaration="B",
        tax_code="1257L",
    )
    no_loan = {"plan": "", "student_loan": 0, "student_loan_to_date": 0}
    leaver = ann(left_on=date(2026, 1, 30), tax_code="BR", is_week1=False, **no_loan)
    at_source = ann(is_pension_at_source=True, student_loan=5600)
    message = fps(ann(), starter, leaver, at_source)
    assert rules(message) == []
    assert b"<EmpeePenContribnsNotPaid>138.00" in message and b"<EmpeePenContribnsNotPaidYTD>1380.00" in message


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_reportable_is_valid(rules: Callable[[bytes], list[str]], data: Any) -> None:
    name = st.text(st.sampled_from("abc ABC-'éñ"), min_size=1, max_size=20).filter(lambda text: text.strip(" -'") != "")
    pence = st.integers(0, 2_000_000)
    who = ann(
        forename=data.draw(name),
        surname=data.draw(name),
        taxable=data.draw(pence),
        tax=data.draw(st.integers(-50000, 500000)),
        tax_code=data.draw(st.sampled_from(["1257L", "K475", "CBR", "SD2", "NT", "0T"])),
        pension=data.draw(pence),
        frequency=data.draw(st.sampled_from(["weekly", "monthly"])),
        period=data.draw(st.integers(1, 12)),
    )
    if problem(who, 2025) is None:
        assert rules(fps(who)) == []


def test_the_mark_in_a_message_is_what_canonical_xml_says(shared: Callable[[str], Path]) -> None:
    message, mark = write_fps(EMPLOYER, 2025, [ann(), ann(forename="Zoë & Co" if False else "Zoë")], at=AT,
                              period_end=date(2026, 2, 5))  # fmt: skip
    assert irmark(message) == mark
    assert f'<IRmark Type="generic">{mark}</IRmark>'.encode() in message


@pytest.mark.parametrize("name", SAMPLES)
def test_marks_are_those_that_the_samples_carry(name: str, shared: Callable[[str], Path]) -> None:
    message = shared(f"payroll/rti/{name}").read_bytes()
    carried = etree.fromstring(message).find(".//{*}IRmark")
    assert carried is not None and irmark(message) == carried.text


def test_a_summary_is_valid_by_schema(shared: Callable[[str], Path]) -> None:
    schema = etree.XMLSchema(etree.parse(str(shared(f"{RIM}/EmployerPaymentSummary-2026-v1-0.xsd"))))
    summary = Summary(10, 4625099, 1500000, {"smp": 172206, "spp": 5000})
    message, mark = write_eps(EMPLOYER, 2025, summary, at=AT, period_end=date(2026, 2, 5))
    inner = etree.fromstring(message).find("{*}Body")[0]  # type: ignore[index]
    assert schema.validate(inner), schema.error_log
    assert irmark(message) == mark and b"<LevyDueYTD>46250.00</LevyDueYTD>" in message


WRONG = [
    ({"surname": "Smith2"}, "surname"), ({"starter": date(2026, 1, 5)}, "starter declaration"),
    ({"nino": ""}, "address"), ({"sex": "X"}, "sex"), ({"ni": []}, "NI letters"), ({"plan": "plan5"}, "loan plan"),
    ({"pay_on": date(2026, 4, 6)}, "day of payment"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "field"), WRONG)
def test_who_cannot_be_reported_is_named_with_the_rule(change: dict[str, Any], field: str) -> None:
    with pytest.raises(NotReportable) as refusal:
        fps(ann(**change))
    assert (refusal.value.values["field"], refusal.value.values["payroll_id"]) == (field, "E-2026-000001")


def test_a_year_that_is_not_known_is_refused() -> None:
    with pytest.raises(YearUnknown):
        fps(ann(), year=2031)


def test_next_years_message_says_its_own_year() -> None:
    message = fps(ann(pay_on=date(2026, 10, 30), plan="plan5"), year=2026)
    assert b"FullPaymentSubmission/26-27/1" in message and b'PlanType="05"' in message
