"""Bringing an earlier payroll's results in, comparing them with ours, accepting what differs, signing off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from hanaper.foundation.acts.api import current_act
from hanaper.foundation.files.api import CSV, Upload, file_check
from hanaper.foundation.numbering.api import take
from hanaper.foundation.processes.api import Batch, Outcome, advance, advance_one, create
from hanaper.hr.pay.api import PayRun, element, elements, pay_runs
from hanaper.kernel.csv_rows import line_ranges
from hanaper.kernel.digest import digest_bytes
from hanaper.transition.parallel import selectors
from hanaper.transition.parallel.errors import (
    NotCalculated,
    PayRunNotThere,
    SignedOff,
    TooManyDifferences,
    WrongLegacyFile,
)
from hanaper.transition.parallel.models import Difference, LegacyPay, ParallelRun
from hanaper.transition.parallel.process import DIFFERENCE, PARALLEL_RUN
from hanaper.transition.parallel.rules.causes import Found, Treatment, differences
from hanaper.transition.parallel.rules.legacy_file import LegacyPerson, Read, read

DIFFERING_MOST: Final = 20_000
"""People who may differ in one run. Beyond that nobody accepts by name: the file is another period's or scheme's."""

Key = tuple[str, int, str, int | None, int | None, str, str]


def parallel_run_import(*, pay_run: str, name: str, content: bytes) -> ParallelRun:
    """Bring in an earlier payroll's results for a pay run of the act's body: all of the file, or nothing.

    pay_run: its number. name, content: the CSV file. The same file again changes nothing; another one takes the place
    of the last, and the run is then compared again.
    Raises WrongLegacyFile, which names every row that is wrong; PayRunNotThere, SignedOff, and what `file_check` does.
    """
    # Locked, so that two files brought in at once for the same pay run wait for one another.
    mine = pay_runs().select_for_update(of=("self",)).filter(body_id=current_act().body_id)
    beside = mine.filter(number=pay_run.strip().upper()).first()
    if beside is None:
        raise PayRunNotThere(found=pay_run)
    file_check(Upload(name, content, CSV))
    sha256 = digest_bytes(content)
    run = ParallelRun.objects.filter(pay_run_id=beside.pk).exclude(state="abandoned").first()
    if run is not None and bytes(run.file_sha256) == sha256:
        return run
    if run is not None and run.state == "ready":
        raise SignedOff(found=beside.number)
    found = read(content, {each.code for each in elements()})
    if found.wrong:
        raise WrongLegacyFile(
            count=len(found.wrong), lines=line_ranges([each.line for each in found.wrong]), wrong=tuple(found.wrong)
        )
    run = _renewed(run) if run is not None else ParallelRun(pay_run_id=beside.pk)
    run.file_name, run.file_sha256 = name[:120], sha256
    run.rows, run.people_there = found.rows, len(found.people)
    run.leaving_out = _left_out(found)
    if run.pk is None:
        create(PARALLEL_RUN, "import", [run])
        take("parallel-run", ParallelRun, [run.pk], prefix="PL")
    else:
        run.save(
            update_fields=["edition", "file_name", "file_sha256", "rows", "people_there", "leaving_out", "calculation"]
        )
    LegacyPay.objects.bulk_create([_row(run, person) for person in found.people], batch_size=2000)
    return run


def parallel_run_compare(*, run_id: int) -> Outcome:
    """Compare a run's results with the pay run as it stands. What was accepted stays so if the same comes out.

    Raises NotCalculated, TooManyDifferences; StepRefused from another state than imported or compared.
    """
    run = selectors.parallel_run_get_for(run_id)
    if run.state == "compared":
        advance_one(PARALLEL_RUN, "again", run_id, reason="parallel.compared-again")
    return advance_one(PARALLEL_RUN, "compare", run_id)


@PARALLEL_RUN.effect("compare")
def _compare(batch: Batch) -> None:
    for run in ParallelRun.objects.filter(pk__in=batch.ids):
        pay_run = PayRun.objects.select_for_update().get(pk=run.pay_run_id)
        if pay_run.state not in selectors.CALCULATED:
            raise NotCalculated(found=pay_run.number)
        people, wanted = _found(run)
        standing = {_key(each): each.pk for each in selectors.differences(run.pk)}
        new = [each for each in wanted if _key(each) not in standing]
        gone = set(standing) - {_key(each) for each in wanted}
        advance(DIFFERENCE, "lapse", [standing[key] for key in gone], reason="parallel.compared-again")
        if new:
            create(DIFFERENCE, "find", new)
        ParallelRun.objects.filter(pk=run.pk).update(
            calculation=pay_run.calculation, people_here=selectors.people_here(run), people_differing=people
        )


def differences_accept(*, ids: Iterable[int], reason: str) -> list[Outcome]:
    """Accept differences by name, never by whoever had them found. reason: a code of `wording.REASONS`."""
    return advance(DIFFERENCE, "accept", ids, reason=reason)


def parallel_run_sign_off(*, run_id: int) -> Outcome:
    """Say that the body may be cut over. Refused while a difference is open, or where the pay run is another now."""
    return advance_one(PARALLEL_RUN, "sign-off", run_id)


@PARALLEL_RUN.effect("sign-off")
def _sign_off(batch: Batch) -> None:
    for run in ParallelRun.objects.filter(pk__in=batch.ids):
        waiting = Difference.objects.filter(run=run, state="open").count()
        if waiting:
            batch.refuse(run.pk, "parallel.differences-open", count=waiting)
        elif selectors.is_stale(run):
            batch.refuse(run.pk, "parallel.stale")


def parallel_run_reopen(*, run_id: int) -> Outcome:
    """Open a run that was signed off again."""
    return advance_one(PARALLEL_RUN, "reopen", run_id)


@PARALLEL_RUN.effect("abandon")
def _abandon(batch: Batch) -> None:
    standing = Difference.objects.filter(run__in=batch.ids).exclude(state="lapsed")
    advance(DIFFERENCE, "lapse", list(standing.values_list("pk", flat=True)), reason="parallel.abandoned")


def parallel_run_abandon(*, run_id: int) -> Outcome:
    """Give a run up: another may then be begun for the same pay run."""
    return advance_one(PARALLEL_RUN, "abandon", run_id)


def _renewed(run: ParallelRun) -> ParallelRun:
    """The run before another edition of its results: not compared any more."""
    if run.state == "compared":
        advance_one(PARALLEL_RUN, "again", run, reason="parallel.another-file")
        run.refresh_from_db()
    run.edition += 1
    run.calculation = 0
    return run


def _left_out(found: Read) -> list[int]:
    """Costs of the employer of which the file has not one line: that payroll leaves them out, and so do we."""
    named = {code for person in found.people for code in person.pence}
    return [each.number for each in elements() if each.kind == "employer" and each.code not in named]


def _row(run: ParallelRun, person: LegacyPerson) -> LegacyPay:
    lines = sorted((element(code).number, pence, person.hours.get(code, -1)) for code, pence in person.pence.items())
    return LegacyPay(
        body_id=run.body_id,
        run=run,
        edition=run.edition,
        payroll_number=person.payroll_number,
        tax_code=person.tax_code,
        ni_letter=person.ni_letter,
        pension_scheme=person.pension_scheme,
        elements=[number for number, _, _ in lines],
        amounts=[pence for _, pence, _ in lines],
        hours=[hours for _, _, hours in lines],
    )


def _found(run: ParallelRun) -> tuple[int, Sequence[Difference]]:
    """How many people differ, and their differences, unsaved."""
    treatments = {
        each.code: Treatment(
            is_earning=each.kind == "earning",
            is_taxed=each.is_taxed,
            is_nied=each.is_nied,
            is_pensioned=each.is_pensioned,
            is_computed=each.kind in ("computed", "employer"),
        )
        for each in elements()
    }
    people = list(selectors.differing(run))
    if len(people) > DIFFERING_MOST:
        raise TooManyDifferences(people=len(people), most=DIFFERING_MOST)
    rows = [
        _difference(run, who.payroll_number, who.employment_id, found)
        for who in people
        for found in differences(who.here, who.there, treatments, is_part_period=who.is_part_period)
    ]
    return len(people), rows


def _difference(run: ParallelRun, payroll_number: str, employment_id: int | None, found: Found) -> Difference:
    return Difference(
        run=run,
        payroll_number=payroll_number,
        employment_id=employment_id,
        element=element(found.element).number if found.element else 0,
        cause=found.cause.value,
        here_pence=found.here,
        there_pence=found.there,
        change_pence=(found.here or 0) - (found.there or 0),
        fact_here=found.fact_here,
        fact_there=found.fact_there,
    )


def _key(each: Difference) -> Key:
    """What makes two differences the same one: whoever accepted it, accepted exactly this."""
    return (
        each.payroll_number,
        each.element,
        each.cause,
        each.here_pence,
        each.there_pence,
        each.fact_here,
        each.fact_there,
    )
