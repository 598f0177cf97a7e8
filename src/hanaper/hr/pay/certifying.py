"""P45s and P60s: the figures of an employment, read from its last payslip of the year, kept once and never changed.

What they show: Income Tax (Pay As You Earn) Regulations 2003 (SI 2003/2682), regulation 36 with its table 2 (P45) and
regulation 67 (P60). A P45 is made by a rule when the last main run of a leaver is reported. Whoever was employed on
5 April and paid in the year has a P60; the law wants one only where tax had to be deducted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection

from hanaper.foundation.processes.api import create
from hanaper.hr.pay.gathering import PUBLISHED, range_of, read
from hanaper.hr.pay.models import Certificate, PayRun, PayScheme
from hanaper.hr.pay.process import CERTIFICATE
from hanaper.hr.pay.rules.to_date import FIGURES, NI_FIGURES
from hanaper.kernel.periods import TaxYear

STATUTORY: Final = ("smp", "spp", "sap", "shpp", "spbp", "sncp")
"""Statutory payments that a P60 shows (HMRC, RD1 2025-26): sick pay is not among them."""

# Leavers whom no later main run pays, of whom the run knew that they left, and who have no P45 yet. Who was held back
# in this run waits: their last payslip is still to come.
LEAVERS = """
    SELECT e.id, e.person_id, e.ended_on FROM people_employment e
    WHERE e.body_id = %(body)s AND e.scheme = %(scheme)s AND e.frequency = %(frequency)s AND e.ended_on < %(to)s
      AND e.state_since <= %(known)s
      AND NOT EXISTS (SELECT FROM pay_certificate c
                      WHERE c.body_id = e.body_id AND c.employment_id = e.id AND c.kind = 'p45')
      AND NOT EXISTS (SELECT FROM pay_heldback h JOIN pay_payrun r ON r.body_id = h.body_id AND r.id = h.run_id
                      WHERE h.body_id = e.body_id AND h.run_id = %(run)s AND h.calculation = r.calculation
                      AND h.employment_id = e.id)
    ORDER BY e.id"""

EMPLOYED_ON = """
    SELECT e.id, e.person_id FROM people_employment e
    WHERE e.body_id = %(body)s AND e.scheme = %(scheme)s AND e.started_on <= %(on)s
      AND (e.ended_on IS NULL OR e.ended_on >= %(on)s)
      AND NOT EXISTS (SELECT FROM pay_certificate c WHERE c.body_id = e.body_id AND c.employment_id = e.id
                      AND c.kind = 'p60' AND c.tax_year = %(year)s)
    ORDER BY e.id"""

# The last published payslip of each up to the end of a tax year, with what a P45 brought into the totals of its year,
# as it was known when the first payslip of that year took it in.
LAST_SLIPS = """
    WITH last AS (
        SELECT DISTINCT ON (p.employment_id) p.*, r.tax_year, r.period, r.frequency
        FROM pay_payslip p
        JOIN pay_payrun r ON r.body_id = p.body_id AND r.id = p.run_id AND r.calculation = p.calculation
        WHERE p.body_id = %(body)s AND p.employment_id = ANY (%(ids)s::bigint[]) AND r.state = ANY (%(published)s)
          AND r.tax_year BETWEEN %(year_from)s AND %(year_to)s
        ORDER BY p.employment_id, p.pay_on DESC, p.run_id DESC)
    SELECT p.employment_id, p.id, p.tax_year, p.period, p.frequency, p.tax_code, p.is_week1, p.to_date, p.ni_letters,
           p.ni_to_date, coalesce((b.to_date->>'taxable')::bigint, 0), coalesce((b.to_date->>'tax')::bigint, 0)
    FROM last p
    CROSS JOIN LATERAL (
        SELECT min(x.known_at) AS known_at FROM pay_payslip q
        JOIN pay_payrun x ON x.body_id = q.body_id AND x.id = q.run_id AND x.calculation = q.calculation
        WHERE q.body_id = p.body_id AND q.employment_id = p.employment_id AND x.tax_year = p.tax_year
          AND x.state = ANY (%(published)s)) f
    LEFT JOIN pay_broughtforward b ON b.body_id = p.body_id AND b.employment_id = p.employment_id
         AND b.tax_year = p.tax_year AND b.source = 'p45' AND b.recorded_at <= f.known_at
         AND (b.superseded_at IS NULL OR b.superseded_at > f.known_at)
    ORDER BY p.employment_id"""

LOANS = """
    SELECT DISTINCT f.employment_id FROM pay_loanfact f
    JOIN people_employment e ON e.body_id = f.body_id AND e.id = f.employment_id AND f.valid @> e.ended_on
    WHERE f.body_id = %(body)s AND f.employment_id = ANY (%(ids)s::bigint[]) AND f.superseded_at IS NULL"""


def leavers_certify(run: PayRun) -> list[Certificate]:
    """Make the P45 of everybody whose last main run this was, or who left before it and has none yet.

    A loan is marked, student or postgraduate, where the employer was told of it and not told to stop (SI 2016/606,
    regulation 84; NISR 2009/128, regulation 62; HMRC, Collection of Student Loans Manual, CSLM10211).
    """
    if run.kind != PayRun.Kind.MAIN:
        return []
    wanted = range_of(run, 0, 0)
    left = {pk: rest for pk, *rest in read(LEAVERS, wanted)}
    slips = last_slips(run.body_id, list(left), 0, run.tax_year)
    loans = {pk for (pk,) in read(LOANS, wanted, ids=list(slips))}
    made = []
    for pk, slip in slips.items():
        person_id, left_on = left[pk]
        year = max(TaxYear.of_date(left_on).first_year, slip[1])
        certificate = _certificate(Certificate.Kind.P45, run.scheme, pk, person_id, year, slip)
        certificate.left_on, certificate.has_loan = left_on, pk in loans
        made.append(certificate)
    return create(CERTIFICATE, "issue-p45", made) if made else []


def year_certify(scheme: PayScheme, tax_year: int) -> list[Certificate]:
    """Make the P60 of everybody who was employed in a scheme on the last day of a tax year, was paid in it, and has
    none of it yet."""
    last = TaxYear(tax_year).end - timedelta(days=1)
    employed = dict(_employed_on(scheme, last, tax_year))
    made = []
    for pk, slip in last_slips(scheme.body_id, list(employed), tax_year, tax_year).items():
        certificate = _certificate(Certificate.Kind.P60, scheme, pk, employed[pk], tax_year, slip)
        letters, figures, size = slip[7], slip[8], len(NI_FIGURES)
        certificate.ni = {letter: figures[n * size : (n + 1) * size] for n, letter in enumerate(letters)}
        total = dict(zip(FIGURES, slip[6], strict=True))
        certificate.statutory = {each: total[each] for each in STATUTORY if total[each]}
        certificate.student_loan_pence = total["student_loan"]
        certificate.postgraduate_loan_pence = total["postgraduate_loan"]
        made.append(certificate)
    return create(CERTIFICATE, "issue-p60", made) if made else []


def _certificate(
    kind: str, scheme: PayScheme, employment_id: int, person_id: int, year: int, slip: Sequence[Any]
) -> Certificate:
    """What both kinds say. slip: a row of LAST_SLIPS without its employment; one of an earlier year has no totals in
    this one."""
    payslip_id, slip_year, period, frequency, code, week1, to_date, _, _, pay_before, tax_before = slip
    total = dict(zip(FIGURES, to_date, strict=True))
    here = slip_year == year
    return Certificate(
        kind=kind, scheme=scheme, employment_id=employment_id, person_id=person_id, payslip_id=payslip_id,
        tax_year=year, tax_code=code, is_week1=week1, frequency=frequency, period=period if here else None,
        pay_pence=total["taxable"] - pay_before if here else 0, tax_pence=total["tax"] - tax_before if here else 0,
        pay_before_pence=pay_before if here else 0, tax_before_pence=tax_before if here else 0,
    )  # fmt: skip


def _employed_on(scheme: PayScheme, on: date, year: int) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(EMPLOYED_ON, {"body": scheme.body_id, "scheme": scheme.code, "on": on, "year": year})
        return cursor.fetchall()


def last_slips(body_id: int, ids: Sequence[int], first: int, last: int) -> dict[int, tuple[Any, ...]]:
    """By employment, in order, its row of LAST_SLIPS, of the tax years from first to last."""
    if not ids:
        return {}
    given: dict[str, Any] = {
        "body": body_id,
        "ids": list(ids),
        "year_from": first,
        "year_to": last,
        "published": list(PUBLISHED),
    }
    with connection.cursor() as cursor:
        cursor.execute(LAST_SLIPS, given)
        return {pk: tuple(rest) for pk, *rest in cursor.fetchall()}
