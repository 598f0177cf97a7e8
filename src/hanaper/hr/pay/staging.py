"""Calculating a part of a pay run: one act for each, which may be tried again. Nobody sees what it makes until the run
is committed."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from django.db import connection
from django.db.models import Sum

from hanaper.foundation.processes.api import Batch as Moving
from hanaper.foundation.processes.api import advance, create
from hanaper.hr.pay.assembling import Batch, Employed, Gathered, assemble, back_pay_of, gather
from hanaper.hr.pay.enrolling import must_be_enrolled
from hanaper.hr.pay.gathering import Range, range_of
from hanaper.hr.pay.minimum import below_minimum
from hanaper.hr.pay.models import HeldBack, PayCheck, PayChunk, PayRun
from hanaper.hr.pay.parts import is_last
from hanaper.hr.pay.payslips import stage
from hanaper.hr.pay.process import PAY_CHECK, PAY_CHUNK, PAY_RUN
from hanaper.hr.pay.rti.fps import identity_problem
from hanaper.hr.pay.rules import checks
from hanaper.hr.pay.rules.calculation import Paid, calculate
from hanaper.hr.pay.rules.calendar import tax_period
from hanaper.hr.people.api import AccountFacts, Identity, account_facts, identities
from hanaper.kernel.errors import HanaperError

BACK_YEARS: Final = 6
"""Years for which pay is corrected: the limit of a claim under contract (Limitation Act 1980, section 5)."""

Accounts = Callable[[Sequence[int], date], set[int]]
_shared_elsewhere: list[Accounts] = []


@dataclass(frozen=True)
class Worked:
    """What became of a range. paid: batches that can be paid. held: the rest by employment, with a code and values.
    accounts: what is known of the accounts they are paid to."""

    paid: list[tuple[Batch, Paid]]
    held: dict[int, tuple[str, dict[str, Any]]]
    accounts: Mapping[int, AccountFacts]


def on_accounts_elsewhere(asks: Accounts) -> Accounts:
    """Decorator: who is asked which employments are paid on a day to an account that somebody else holds, a supplier.

    Answers ids of employments; no account leaves either side.
    """
    _shared_elsewhere.append(asks)
    return asks


@PAY_CHUNK.effect("stage")
def _stage(batch: Moving) -> None:
    for chunk in PayChunk.objects.filter(pk__in=batch.ids).select_related("run", "run__scheme"):
        run = chunk.run
        if run.state != "gathered" or run.calculation != chunk.calculation:
            batch.divert(chunk.pk, "pay.calculated-again")
            continue
        wanted = range_of(run, chunk.first_id, chunk.last_id)
        worked = work(wanted, run, held_by_name=_held_by_name(run))
        for part, paid in worked.paid:
            stage(part, paid, wanted, run.calculation)
            _raise_checks(run, wanted, part, paid, worked.accounts)
        HeldBack.objects.bulk_create(
            [
                HeldBack(
                    body_id=run.body_id,
                    run=run,
                    calculation=run.calculation,
                    employment_id=pk,
                    code=code,
                    values=values,
                )
                for pk, (code, values) in worked.held.items()
            ]
        )
        people = sum(len(part.employed) for part, _ in worked.paid)
        PayChunk.objects.filter(pk=chunk.pk).update(people=people, held_back=len(worked.held))
        batch.act.at_end(f"calculated {run.pk}", lambda run_id=run.pk: _calculated(run_id))  # type: ignore[misc]


def work(wanted: Range, run: PayRun, *, held_by_name: set[int] | None = None) -> Worked:
    """Calculate a range without writing anything: the same for a part of a run and for one person's workings."""
    gathered = gather(wanted)
    held: dict[int, tuple[str, dict[str, Any]]] = {pk: (code, {}) for pk, code in gathered.held.items()}
    since = max(run.earned.lower - timedelta(days=366 * BACK_YEARS), date(2000, 1, 1))
    then = last_known_at(run)
    back_pay = back_pay_of(gathered, then, since) if then is not None and wanted.is_main else {}
    accounts = account_facts([each.id for each in gathered.employed], on=run.pay_on, since=run.earned.lower)
    known = identities([each.person_id for each in gathered.employed], purpose="pay run")
    able = []
    for each in gathered.employed:
        wrong = _unable(each, held_by_name or set(), accounts, known)
        if wrong is None:
            able.append(each)
        else:
            held[each.id] = wrong
    paid: list[tuple[Batch, Paid]] = []
    _try(gathered, able, back_pay, known, run, paid, held)
    return Worked(paid, held, accounts)


def _unable(
    each: Employed, held_by_name: set[int], accounts: Container[int], known: Mapping[int, Identity]
) -> tuple[str, dict[str, Any]] | None:
    """Why somebody who has every fact cannot be paid all the same: by name, without an account, or not reportable."""
    if each.id in held_by_name:
        return "held-by-name", {}
    if each.id not in accounts:
        return "no-account", {}
    who = known.get(each.person_id)
    if who is None:
        return "no-identity", {}
    wrong = identity_problem(who.forename, who.surname, who.nino, who.address, who.sex)
    return ("not-reportable", {"field": wrong[0], "rule": wrong[1]}) if wrong else None


def calculated(batch: Batch, run: PayRun, wanted: Range, **more: Any) -> Paid:
    """The rules over a batch."""
    return calculate(
        batch.people,
        batch.lines,
        batch.orders,
        batch.order_ids,
        on=run.pay_on,
        frequency=run.frequency,
        period=tax_period(run.pay_on, run.frequency),
        days=(wanted.earned_to - wanted.earned_from).days,
        earned_on=wanted.earned_to - timedelta(days=1),
        **more,
    )


def last_known_at(run: PayRun) -> Any:
    """The cut-off of the last main run before this one that was published, None for the first."""
    return (
        PayRun.objects.filter(
            scheme_id=run.scheme_id, frequency=run.frequency, kind=PayRun.Kind.MAIN, earned__fully_lt=run.earned,
            state__in=("committed", "reported", "paid", "closed"),
        ).order_by("-pay_on").values_list("known_at", flat=True).first()
    )  # fmt: skip


def _try(
    gathered: Gathered,
    employed: Sequence[Employed],
    back_pay: Mapping[int, int],
    known: Mapping[int, Identity],
    run: PayRun,
    paid: list[tuple[Batch, Paid]],
    held: dict[int, tuple[str, dict[str, Any]]],
) -> None:
    """Calculate these people together; where the rules refuse somebody, halve until they are found, and go on."""
    if not employed:
        return
    try:
        born = {person_id: who.born_on for person_id, who in known.items()}
        batch = assemble(gathered, employed, back_pay, born=born)
        paid.append((batch, calculated(batch, run, gathered.wanted)))
    except HanaperError as refusal:
        if len(employed) == 1:
            held[employed[0].id] = (refusal.code, {name: str(value) for name, value in refusal.values.items()})
            return
        people = sorted(employed, key=lambda each: each.person_id)
        middle = people[len(people) // 2].person_id
        first = [each for each in employed if each.person_id < middle]
        rest = [each for each in employed if each.person_id >= middle]
        if not first:  # the jobs of one person, who is held back with all of them
            held |= {each.id: (refusal.code, {}) for each in employed}
            return
        _try(gathered, first, back_pay, known, run, paid, held)
        _try(gathered, rest, back_pay, known, run, paid, held)


def _held_by_name(run: PayRun) -> set[int]:
    return set(PayCheck.objects.filter(run=run, state="held").values_list("employment_id", flat=True))


def _raise_checks(run: PayRun, wanted: Range, batch: Batch, paid: Paid, accounts: Mapping[int, AccountFacts]) -> None:
    """Raise what stands out, unless the very same was accepted in an earlier calculation of this run."""
    ids = [each.id for each in batch.employed]
    found = findings(run, wanted, batch, paid, accounts)
    earlier = PayCheck.objects.filter(run=run, state="accepted") if run.calculation > 1 else PayCheck.objects.none()
    accepted = set(earlier.values_list("employment_id", "kind", "before_pence", "after_pence"))
    net = paid.net.tolist()
    new = []
    for kind, places in found:
        for place in places:
            before = batch.last[place][3] if batch.last[place] else None  # type: ignore[index]
            if (ids[place], kind, before, net[place]) not in accepted:
                new.append(
                    PayCheck(
                        run=run, calculation=run.calculation, employment_id=ids[place], kind=kind, before_pence=before,
                        after_pence=net[place],
                    )
                )  # fmt: skip
    if new:
        create(PAY_CHECK, "raise", new)


def findings(
    run: PayRun, wanted: Range, batch: Batch, paid: Paid, accounts: Mapping[int, AccountFacts]
) -> list[tuple[str, list[int]]]:
    """Every kind of check with the places in the batch that it concerns."""
    ids = [each.id for each in batch.employed]
    people, last = batch.people, batch.last
    days = "datetime64[D]"
    basic = np.zeros(len(ids), dtype=bool)
    basic[paid.lines.person[paid.lines.element == 1]] = True
    now = checks.ThisTime(
        paid.gross,
        paid.net,
        people.codes.texts,
        people.letters,
        people.pension,
        np.array([each.started_on for each in batch.employed], dtype=days),
        np.array([each.ended_on or "NaT" for each in batch.employed], dtype=days),
        np.array([born or "NaT" for born in batch.born_on], dtype=days),
        basic,
    )
    before = checks.LastTime(
        np.array([row is not None for row in last], dtype=bool),
        np.array([row[3] if row else 0 for row in last], dtype=np.int64),
        np.array([row[4] if row else "" for row in last], dtype="U10"),
        np.array([row[5] if row else "" for row in last], dtype="U1"),
        np.array([row[6] if row else "" for row in last], dtype="U20"),
    )
    found = [
        (each.kind, each.indices.tolist())
        for each in checks.findings(
            now, before, earned_from=wanted.earned_from, earned_to=wanted.earned_to, pay_on=run.pay_on
        )
    ]
    elsewhere = {pk for asks in _shared_elsewhere for pk in asks(ids, run.pay_on)}
    found.append((checks.BANK_CHANGED, [place for place, pk in enumerate(ids) if accounts[pk].changed]))
    found.append((checks.BANK_SHARED, [place for place, pk in enumerate(ids) if accounts[pk].shared]))
    found.append((checks.BANK_OF_SUPPLIER, [place for place, pk in enumerate(ids) if pk in elsewhere]))
    found.append((checks.BELOW_MINIMUM, below_minimum(wanted, batch, paid)))
    found.append((checks.TO_ENROL, must_be_enrolled(wanted, batch, paid)))
    hours = np.array([each.segments[-1][3] if each.segments else 0 for each in batch.employed], dtype=np.int64)
    full = np.array([each.segments[-1][4] if each.segments else 1 for each in batch.employed], dtype=np.int64)
    twice = checks.twice(people.jobs, hours, full=full)
    if twice is not None:
        found.append((twice.kind, twice.indices.tolist()))
    return [(kind, places) for kind, places in found if places]


def _calculated(run_id: int) -> None:
    """When the last part is done the run moves on, in the same act."""
    run = PayRun.objects.get(pk=run_id)
    left = PayChunk.objects.filter(run=run, calculation=run.calculation, state="planned")
    if run.state == "gathered" and is_last(run_id, left):
        advance(PAY_RUN, "calculate", [run])


@PAY_RUN.effect("calculate")
def _all_calculated(batch: Moving) -> None:
    for run in PayRun.objects.filter(pk__in=batch.ids):
        parts = PayChunk.objects.filter(run=run, calculation=run.calculation)
        if not parts.exists() or parts.filter(state="planned").exists():
            batch.refuse(run.pk, "pay.parts-waiting")
            continue
        counts = parts.aggregate(people=Sum("people"), held=Sum("held_back"))
        PayRun.objects.filter(pk=run.pk).update(
            people=counts["people"], held_back=counts["held"], totals=totals_of(run.pk)
        )


def totals_of(run_id: int) -> dict[str, int]:
    """Control totals of a run's drafts or payslips, in pence by element, with gross, net and how many there are."""
    from hanaper.hr.pay.elements import element_numbered

    with connection.cursor() as cursor:
        cursor.execute("SELECT element, sum(pence)::bigint FROM hanaper.payslips_summed(%s) GROUP BY 1", [run_id])
        sums = {element_numbered(number).code: pence for number, pence in cursor.fetchall()}
        cursor.execute(
            "SELECT count(*), coalesce(sum(gross_pence), 0)::bigint, coalesce(sum(net_pence), 0)::bigint"
            " FROM pay_payslip p"
            " JOIN pay_payrun r ON r.body_id = p.body_id AND r.id = p.run_id AND r.calculation = p.calculation"
            " WHERE p.run_id = %s",
            [run_id],
        )
        payslips, gross, net = cursor.fetchone()
    return {**dict(sorted(sums.items())), "payslips": payslips, "gross": gross, "net": net}
