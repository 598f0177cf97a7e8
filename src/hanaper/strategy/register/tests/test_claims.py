"""Claims entered at run time: what is refused, when they are known, and that none is ever overwritten."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection

from hanaper.foundation.acts.api import Automation, act, reading
from hanaper.foundation.database.refusals import AppendOnly
from hanaper.foundation.processes.api import create
from hanaper.kernel.dates import business_date
from hanaper.kernel.periods import FiscalPeriod
from hanaper.strategy.register.api import load_register, register_at
from hanaper.strategy.register.errors import ClaimFaulty, ClaimFileFaulty
from hanaper.strategy.register.facts import RECORDED_BY
from hanaper.strategy.register.models import EnteredClaim
from hanaper.strategy.register.process import CLAIM
from hanaper.strategy.register.rules.entering import checked
from hanaper.strategy.register.services import claims_record, claims_refuse, claims_withdraw
from hanaper.strategy.register.tests.claims import FIGURE, Keeping, as_csv, build_keeping
from hanaper.strategy.update.edition import edition
from tests.databases import CommittedDatabase

TODAY = date(2026, 11, 27)
STATE = {"kind": "state", "about": "matrix", "what": "business case", "value": "Approved by the Treasury"}
DATE = {"kind": "date", "about": "matrix", "what": "First department joins", "value": "2029-04", "planned": "yes"}
LIVE = {"kind": "live", "about": "matrix", "value": "yes"}
SAID = {"kind": "commitment", "about": "cabinet-office", "value": "deciding", "due": "2027-03"}

#: What is wrong, and the columns that say so.
WRONG: list[tuple[str, dict[str, str], set[str]]] = [
    ("kind unknown", {"kind": "rumour"}, {"kind"}),
    ("nothing said", {"value": ""}, {"value"}),
    ("no source", {"source_title": "", "source_at": ""}, {"source_title", "source_at"}),
    ("date unreadable", {"as_of": "20 November 2026"}, {"as_of"}),
    ("published tomorrow", {"source_published": "2030"}, {"source_published", "source_seen"}),
    ("read before it was published", {"source_seen": "2026-11-19"}, {"source_seen"}),
    ("of a day after its source", {"as_of": "2026-11-21"}, {"as_of"}),
    ("another unit than the figure's", {"unit": "people"}, {"unit"}),
    ("pounds without their sign", {"value": "2.5 billion"}, {"value"}),
    ("a word for a count", {"about": "departments", "value": "nineteen or so"}, {"value"}),
    ("bound unknown", {"bound": "roughly"}, {"bound"}),
    ("new figure without unit", {"about": "posts-saved", "value": "4000"}, {"what", "unit"}),
    ("new figure with a bad name", {"about": "Posts saved", "what": "Posts", "unit": "posts"}, {"about"}),
    ("state of no cluster", STATE | {"about": "atlantis"}, {"about"}),
    ("state of no side", STATE | {"what": "mood"}, {"what"}),
    ("date without event", DATE | {"what": ""}, {"what"}),
    ("date neither planned nor actual", DATE | {"planned": ""}, {"planned"}),
    ("live or not", LIVE | {"value": "nearly"}, {"value"}),
    ("commitment of no group", SAID | {"about": "matrix"}, {"about"}),
    ("commitment of no status", SAID | {"value": "maybe"}, {"value"}),
    ("too long", {"note": "x" * 601}, {"note"}),
]


@pytest.fixture
def keeping(db: None) -> Keeping:
    return build_keeping()


@pytest.mark.parametrize(("name", "given", "columns"), WRONG, ids=[name for name, _, _ in WRONG])
def test_what_is_wrong_is_said_by_column_with_its_rule(name: str, given: dict[str, str], columns: set[str]) -> None:
    made, faults = checked(FIGURE | given, load_register(), today=TODAY)
    assert made is None and {each.column for each in faults} == columns
    assert all(each.found and each.expected and each.rule for each in faults)


def test_amounts_are_read_to_the_penny_and_never_guessed() -> None:
    for value, pence in (("£2,500,000,000", 250_000_000_000), ("£0.01", 1), ("250", 250)):
        made, faults = checked(FIGURE | {"value": value}, load_register(), today=TODAY)
        assert not faults and made is not None and made.value == str(pence), value


@pytest.mark.promise("P21")
def test_a_claim_stands_beside_what_the_package_brings_once_somebody_else_checked_it(keeping: Keeping) -> None:
    before = {fact.source.id for one in keeping.known(as_of=TODAY).series for fact in one.facts}
    claim = keeping.record()
    assert keeping.known(as_of=date.max) == register_at(load_register(), as_of=date.max)
    assert not keeping.check(claim, by=keeping.ann).moved, "who recorded it does not check it"
    assert keeping.check(claim).moved
    known = keeping.known(as_of=date.max)
    (series,) = [one for one in known.series if one.id == "benefits-over-15-years"]
    mine = series.latest
    assert (mine.value, mine.bound, mine.version) == (250_000_000_000, "about", 1)
    assert mine.recorded_by == f"Real, {keeping.number(claim)}" and len(series.facts) == 4
    assert {fact.recorded_by for fact in series.facts} == {RECORDED_BY, mine.recorded_by}
    assert before < {fact.source.id for one in known.series for fact in one.facts}


@pytest.mark.promise("P40")
def test_what_was_known_before_it_was_checked_is_not_changed_by_it(keeping: Keeping) -> None:
    yesterday = business_date(keeping.standing().state_since) - timedelta(days=1)
    then = keeping.known(as_of=date.max, known_at=yesterday)
    assert then == register_at(load_register(), as_of=date.max, known_at=yesterday)
    earlier = keeping.known(as_of=date(2026, 11, 19))
    assert all(fact.recorded_by == RECORDED_BY for one in earlier.series for fact in one.facts)


def test_every_kind_of_claim_takes_its_place(keeping: Keeping) -> None:
    for given in (STATE, DATE, LIVE, SAID):
        keeping.standing(**given)
    keeping.standing(about="posts-saved", what="Posts saved", unit="posts", value="4,000")
    known = keeping.known(as_of=date.max)
    matrix = known.cluster("matrix")
    state = matrix.state("business case")
    assert state is not None and (state.state, state.source.publisher) == (STATE["value"], "National Audit Office")
    assert matrix.is_live and not register_at(load_register(), as_of=date.max).cluster("matrix").is_live
    assert [(one.what, str(one.when), one.is_planned) for one in matrix.milestones][-1] == (
        "First department joins", "April 2029", True
    )  # fmt: skip
    group = next(one for one in matrix.groups if one.id == "cabinet-office")
    assert group.commitment is not None and (group.commitment.status, str(group.commitment.decision_due)) == (
        "deciding", "March 2027"
    )  # fmt: skip
    (new,) = [one for one in known.series if one.id == "posts-saved"]
    assert (new.unit, new.latest.value, new.definition) == ("posts", 4000, "Posts saved")


def test_two_bodies_that_read_one_source_differently_stand_side_by_side(keeping: Keeping) -> None:
    keeping.standing()
    with act(Automation("setup"), None, None):
        keeping.world.beta.synthetic = False
        type(keeping.world.beta).objects.filter(pk=keeping.world.beta.pk).update(synthetic=False)
    keeping.standing(keeping.world.beta, value="£2,600,000,000")
    (series,) = [one for one in keeping.known(as_of=date.max).series if one.id == "benefits-over-15-years"]
    mine = {fact.recorded_by.split(",")[0]: fact.value for fact in series.facts if fact.recorded_by != RECORDED_BY}
    assert mine == {"Real": 250_000_000_000, "Beta": 260_000_000_000}


def test_a_correction_is_the_next_version_and_the_first_stays(keeping: Keeping) -> None:
    first = keeping.standing()
    number = keeping.number(first)
    keeping.standing(value="£2,400,000,000", corrects=number)
    (series,) = [one for one in keeping.known(as_of=date.max).series if one.id == "benefits-over-15-years"]
    mine = [fact for fact in series.facts if fact.recorded_by != RECORDED_BY]
    assert [(fact.value, fact.version) for fact in mine] == [(240_000_000_000, 2)]
    with reading(Automation("register"), "register.read"):
        assert [(one.version, one.state) for one in EnteredClaim.objects.order_by("pk")] == [
            (1, "stands"),
            (2, "stands"),
        ]
    for wrong in ({"corrects": "CL-1999-000001"}, {"corrects": number}, STATE | {"corrects": number}):
        with pytest.raises(ClaimFaulty) as refused:
            keeping.record(**({"value": "£1"} | wrong))
        assert [fault.column for fault in refused.value.values["faults"]] == ["corrects"]


def test_the_same_claim_twice_is_refused(keeping: Keeping) -> None:
    keeping.record()
    with pytest.raises(ClaimFaulty, match="the same claim"):
        keeping.record()


def test_a_claim_of_a_made_up_body_never_stands_among_real_facts(keeping: Keeping) -> None:
    keeping.standing(keeping.world.alpha)
    assert keeping.known(as_of=date.max) == register_at(load_register(), as_of=date.max)


def test_what_is_refused_or_withdrawn_stands_nowhere(keeping: Keeping) -> None:
    one, other = keeping.record(), keeping.record(value="£1")
    with act(keeping.bob, "register-claim.check", keeping.world.real):
        assert claims_refuse(ids=[one.pk])[0].moved
    with act(keeping.ann, "register-claim.record", keeping.world.real):
        assert claims_withdraw(ids=[other.pk])[0].moved
    assert keeping.known(as_of=date.max) == register_at(load_register(), as_of=date.max)


@pytest.mark.promise("P40")
def test_no_statement_of_the_application_changes_what_a_claim_says(committed_db: CommittedDatabase) -> None:
    keeping = build_keeping()
    claim = keeping.standing()
    for change in ("value = '1'", "as_of = '2020'", "source_title = 'Another'", "version = 2", "corrects_id = id",
                   "note = 'Quietly'"):  # fmt: skip
        with (
            pytest.raises(AppendOnly, match="never changed"),
            act(keeping.ann, "register-claim.record", keeping.world.real),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE register_enteredclaim SET {change} WHERE id = %s", [claim.pk])
    with committed_db.connect("app", autocommit=True) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("DELETE FROM register_enteredclaim")
    with committed_db.connect("owner", autocommit=True) as owner:
        assert owner.execute("SELECT value FROM register_enteredclaim").fetchone() == ("250000000000",)
        with pytest.raises(psycopg.Error, match="never changed"):
            owner.execute("UPDATE register_enteredclaim SET value = '1'")


def bring(keeping: Keeping, content: bytes) -> tuple[int, int]:
    with act(keeping.ann, "register-claim.record", keeping.world.real):
        taken = claims_record(content=content)
        return len(taken.made), taken.there


@pytest.mark.promise("P34")
def test_a_file_is_taken_whole_or_not_at_all_and_may_come_again(keeping: Keeping) -> None:
    rows = [FIGURE, FIGURE | STATE, FIGURE | LIVE]
    with pytest.raises(ClaimFileFaulty) as refused:
        bring(keeping, as_csv(*rows, FIGURE | {"as_of": "soon"}, FIGURE | {"unit": "people"}))
    assert [(each.line, each.column) for each in refused.value.values["wrong"]] == [(5, "as_of"), (6, "unit")]
    assert [bring(keeping, as_csv(*rows)) for _ in range(2)] == [(3, 0), (0, 3)]


def test_a_file_with_other_columns_or_no_rows_is_refused(keeping: Keeping) -> None:
    for content in (b"", b"value\r\n1\r\n", as_csv(), as_csv(FIGURE).replace(b"note", b"remark")):
        with pytest.raises(ClaimFileFaulty):
            bring(keeping, content)


def test_two_rows_of_a_file_do_not_correct_the_same_claim(keeping: Keeping) -> None:
    number = keeping.number(keeping.standing())
    twice = [FIGURE | {"corrects": number, "value": value} for value in ("£1", "£2")]
    with pytest.raises(ClaimFileFaulty) as refused:
        bring(keeping, as_csv(*twice))
    assert [(each.line, each.column) for each in refused.value.values["wrong"]] == [(3, "corrects")]


def test_the_database_lets_a_claim_be_corrected_once(keeping: Keeping) -> None:
    first = keeping.standing()
    keeping.record(value="£1", corrects=keeping.number(first))
    with pytest.raises(IntegrityError), act(keeping.ann, "register-claim.record", keeping.world.real):
        values = {field.attname: getattr(first, field.attname) for field in EnteredClaim._meta.concrete_fields}
        again = EnteredClaim(**(values | {"id": None, "value": "2", "corrects_id": first.pk, "version": 2}))
        again.number, again.approved_digest = "", None
        create(CLAIM, "record", [again])


def test_the_update_speaks_of_what_was_claimed(keeping: Keeping) -> None:
    def estimate(known_on: date) -> Any:
        month = FiscalPeriod.of_date(TODAY)
        with reading(Automation("update"), "update.read") as opened:
            made = edition(on=date(2026, 12, 31), known_on=known_on, month=month, as_at=opened.at)
        return next(one for one in made.register.series if one.id == "benefits-over-15-years").latest.value

    before = estimate(date.max)
    keeping.standing()
    assert (before, estimate(date.max)) == (437_000_000_000, 250_000_000_000)
