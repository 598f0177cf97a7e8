"""Reading what a part of a pay run is calculated from: true for the period, as it was known at the cut-off.

A part is a range of people, with all their jobs in the scheme, since these count together. All of it is read set by set
for the employments found in it. Nothing here decides anything about pay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from hanaper.hr.pay.models import PayRun

KNOWN = "{0}.recorded_at <= %(known)s AND ({0}.superseded_at IS NULL OR {0}.superseded_at > %(known)s)"
THEIRS = "{0}.body_id = %(body)s AND {0}.employment_id = ANY (%(ids)s::bigint[])"
EVER = datetime.max.replace(tzinfo=UTC)
PUBLISHED = ("committed", "reported", "paid", "closed")


@dataclass(frozen=True, slots=True)
class Range:
    """The people of one run from first to last, and the instant at which what is read was known.

    until: payments that were committed before it count with this one: all so far, and for a run that is committed
    itself those of then, so that a payslip worked out again comes out the same.
    """

    body_id: int
    run_id: int
    scheme: str
    frequency: str
    first: int
    last: int
    earned_from: date
    earned_to: date
    pay_on: date
    tax_year: int
    known_at: datetime
    until: datetime
    is_main: bool

    @property
    def values(self) -> dict[str, Any]:
        """Parameters of the queries."""
        return {
            "body": self.body_id, "run": self.run_id, "scheme": self.scheme, "frequency": self.frequency,
            "first": self.first, "last": self.last, "from": self.earned_from, "to": self.earned_to, "on": self.pay_on,
            "year": self.tax_year, "known": self.known_at, "until": self.until, "published": list(PUBLISHED),
        }  # fmt: skip


def range_of(run: PayRun, first: int, last: int) -> Range:
    """A range of the people of a run, by their ids."""
    assert run.known_at is not None, "a run is gathered before anything of it is read"
    return Range(
        run.body_id, run.pk, run.scheme.code, run.frequency, first, last, run.earned.lower, run.earned.upper,
        run.pay_on, run.tax_year, run.known_at, run.committed_at or EVER, run.kind == PayRun.Kind.MAIN,
    )  # fmt: skip


EMPLOYED = """
    SELECT e.id, e.person_id, e.engagement, e.started_on, e.ended_on FROM people_employment e
    WHERE e.body_id = %(body)s AND e.scheme = %(scheme)s AND e.frequency = %(frequency)s
      AND e.person_id BETWEEN %(first)s AND %(last)s AND e.started_on < %(to)s
      AND (%(main)s AND (e.ended_on IS NULL OR e.ended_on >= %(from)s) OR EXISTS (
           SELECT FROM pay_payinput i WHERE i.body_id = e.body_id AND i.employment_id = e.id AND i.taken_by_id IS NULL
           AND i.received_at <= %(known)s AND lower(i.earned) < %(to)s) OR EXISTS (
           SELECT FROM pay_payinput i WHERE i.body_id = e.body_id AND i.employment_id = e.id
           AND i.taken_by_id = %(run)s))
    ORDER BY e.id"""

SEGMENTS = f"""
    SELECT t.employment_id, lower(x.days), upper(x.days), coalesce(t.annual_pence, s.annual_pence),
           t.hours, t.full_hours, t.is_hourly, t.cost_centre_id, t.programme_id, t.pattern, t.contract
    FROM people_terms t
    LEFT JOIN posts_scalepoint s ON s.body_id = t.body_id AND s.grade_id = t.grade_id AND s.point = t.point
         AND s.valid && t.valid AND s.valid && daterange(%(from)s, %(to)s) AND {KNOWN.format("s")}
    CROSS JOIN LATERAL (SELECT t.valid * coalesce(s.valid, t.valid) * daterange(%(from)s, %(to)s) AS days) x
    WHERE {THEIRS.format("t")} AND {KNOWN.format("t")}
      AND NOT isempty(x.days) AND (t.point IS NULL OR s.id IS NOT NULL)
    ORDER BY t.employment_id, lower(x.days)"""

# Where somebody's pay was charged last, for those who have left and are paid something still.
CHARGED = f"""
    SELECT DISTINCT ON (t.employment_id) t.employment_id, t.cost_centre_id, t.programme_id
    FROM people_terms t JOIN people_employment e ON e.body_id = t.body_id AND e.id = t.employment_id
    WHERE {THEIRS.format("t")} AND e.ended_on < %(from)s AND {KNOWN.format("t")}
    ORDER BY t.employment_id, lower(t.valid) DESC"""

# Where the terms of a day charge pay.
CHARGED_ON = """
    SELECT t.cost_centre_id, t.programme_id FROM people_terms t
    WHERE t.body_id = %(body)s AND t.employment_id = ANY (%(ids)s::bigint[]) AND t.superseded_at IS NULL
      AND lower(t.valid) <= %(on)s ORDER BY lower(t.valid) DESC LIMIT 1"""

TAX = f"""
    SELECT f.employment_id, f.code, f.is_week1 FROM pay_taxfact f
    WHERE {THEIRS.format("f")}
      AND f.valid @> %(on)s AND {KNOWN.format("f")}"""

NI = f"""
    SELECT f.employment_id, f.letter, f.director_method, f.director_since FROM pay_nifact f
    WHERE {THEIRS.format("f")}
      AND f.valid @> %(on)s AND {KNOWN.format("f")}"""

PENSION = f"""
    SELECT f.employment_id, f.scheme, f.member_basis_points, f.reason, lower(f.valid) FROM pay_pensionfact f
    WHERE {THEIRS.format("f")} AND f.valid @> (%(to)s::date - 1)
      AND {KNOWN.format("f")}"""

LOANS = f"""
    SELECT f.employment_id, f.plan FROM pay_loanfact f
    WHERE {THEIRS.format("f")}
      AND f.valid @> %(on)s AND {KNOWN.format("f")}
    ORDER BY f.employment_id, f.plan"""

RECURRING = f"""
    SELECT f.employment_id, f.element, f.amount_pence FROM pay_recurringelement f
    WHERE {THEIRS.format("f")} AND f.valid && daterange(%(from)s, %(to)s)
      AND {KNOWN.format("f")} ORDER BY f.employment_id, f.element, f.reference"""

ORDERS = f"""
    SELECT f.employment_id, (SELECT min(x.id) FROM pay_attachmentorder x WHERE x.body_id = f.body_id
                             AND x.employment_id = f.employment_id AND x.reference = f.reference) AS id,
           f.kind, f.made_on, f.each_period_pence, f.protected_pence, f.rate, f.limit_pence
    FROM pay_attachmentorder f
    WHERE {THEIRS.format("f")}
      AND f.valid @> %(on)s AND {KNOWN.format("f")}
    ORDER BY f.employment_id, f.made_on, 2"""

# What no run has paid, and, where a payslip is worked out again after its run was committed, what this run paid.
INPUTS = f"""
    SELECT i.employment_id, i.element, i.amount_pence, i.units, i.id FROM pay_payinput i
    WHERE {THEIRS.format("i")} AND i.taken_by_id IS NULL AND i.received_at <= %(known)s AND lower(i.earned) < %(to)s
    UNION ALL
    SELECT i.employment_id, i.element, i.amount_pence, i.units, i.id FROM pay_payinput i
    WHERE {THEIRS.format("i")} AND i.taken_by_id = %(run)s
    ORDER BY 1, 5"""

ABSENCES = f"""
    SELECT a.employment_id, a.kind, lower(a.valid), upper(a.valid), a.expected_on FROM absence_absence a
    WHERE {THEIRS.format("a")} AND {KNOWN.format("a")}
      AND lower(a.valid) < %(to)s AND EXISTS (
          SELECT FROM absence_absence x WHERE x.body_id = a.body_id AND x.employment_id = a.employment_id
          AND x.valid && daterange(%(from)s, %(to)s) AND {KNOWN.format("x")})
    ORDER BY a.employment_id, lower(a.valid)"""

# The last payslip of each employment before this payment; published ones only. `this_year`: whether its totals go on.
LAST_PAID = f"""
    SELECT DISTINCT ON (p.employment_id) p.employment_id, p.to_date, p.ni_letters, p.ni_to_date, p.net_pence,
           p.tax_code, p.ni_letter, p.pension_scheme, r.tax_year = %(year)s AS this_year
    FROM pay_payslip p JOIN pay_payrun r ON r.body_id = p.body_id AND r.id = p.run_id AND r.calculation = p.calculation
    WHERE {THEIRS.format("p")} AND r.state = ANY (%(published)s)
      AND r.id <> %(run)s AND r.pay_on <= %(on)s AND r.committed_at < %(until)s
    ORDER BY p.employment_id, p.pay_on DESC, p.run_id DESC"""

BROUGHT = f"""
    SELECT f.employment_id, f.to_date, f.ni_to_date FROM pay_broughtforward f
    WHERE {THEIRS.format("f")} AND f.tax_year = %(year)s
      AND {KNOWN.format("f")}"""

# What these people were paid in the same earnings period already, for whichever job: this payment counts with it.
IN_PERIOD = """
    SELECT e.person_id, p.employment_id, p.elements, p.amounts FROM pay_payslip p
    JOIN pay_payrun r ON r.body_id = p.body_id AND r.id = p.run_id AND r.calculation = p.calculation
    JOIN people_employment e ON e.body_id = p.body_id AND e.id = p.employment_id
    WHERE p.body_id = %(body)s AND r.scheme_id = (SELECT scheme_id FROM pay_payrun WHERE id = %(run)s)
      AND e.person_id BETWEEN %(first)s AND %(last)s AND r.state = ANY (%(published)s)
      AND r.id <> %(run)s AND r.tax_year = %(year)s AND r.period = (SELECT period FROM pay_payrun WHERE id = %(run)s)
      AND r.frequency = %(frequency)s AND r.committed_at < %(until)s"""

# Employments whose pay for earlier days is known otherwise now than when they were last paid.
CHANGED_BACK = f"""
    SELECT DISTINCT t.employment_id FROM people_terms t
    LEFT JOIN posts_scalepoint s ON s.body_id = t.body_id AND s.grade_id = t.grade_id AND s.point = t.point
         AND s.valid && t.valid AND {KNOWN.format("s")}
    WHERE {THEIRS.format("t")} AND {KNOWN.format("t")}
      AND lower(t.valid * coalesce(s.valid, t.valid)) < %(from)s
      AND greatest(t.recorded_at, s.recorded_at) > %(then)s ORDER BY 1"""


def read(query: str, wanted: Range, **more: Any) -> list[tuple[Any, ...]]:
    """The rows of a query for a range. more: its further parameters, for most `ids`, of the employments."""
    with connection.cursor() as cursor:
        cursor.execute(query, {**wanted.values, "main": wanted.is_main, **more})
        return cursor.fetchall()


def segments_as_known(wanted: Range, ids: Sequence[int], *, since: date, known_at: datetime) -> list[tuple[Any, ...]]:
    """Segments of terms from `since` up to the period of the run, as they were known at an instant."""
    return read(SEGMENTS, wanted, ids=ids, **{"from": since, "to": wanted.earned_from, "known": known_at})


def people_of(wanted: Range) -> Sequence[int]:
    """Ids of everybody whom a run is about, in order."""
    return sorted({row[1] for row in read(EMPLOYED, wanted)})


# What these employments were paid since a day, for average weekly earnings. Days of main runs are normal paydays.
PAID_SINCE = """
    SELECT p.employment_id, p.pay_on, r.kind = 'main', p.elements, p.amounts
    FROM pay_payslip p
    JOIN pay_payrun r ON r.body_id = p.body_id AND r.id = p.run_id AND r.calculation = p.calculation
    WHERE p.body_id = %(body)s AND p.employment_id = ANY (%(ids)s) AND r.state = ANY (%(published)s)
      AND r.id <> %(run)s AND p.pay_on BETWEEN %(since)s AND %(on)s AND r.committed_at < %(until)s
    ORDER BY p.employment_id, p.pay_on"""

# What orders had taken before this payment, and in how many payslips they might have: for the end of a debt, and for
# arrears.
TAKEN = """
    SELECT o.id, count(p.id), coalesce(sum(l.pence), 0)::bigint
    FROM pay_attachmentorder o
    JOIN pay_payslip p ON p.body_id = o.body_id AND p.employment_id = o.employment_id AND p.pay_on >= lower(o.valid)
    JOIN pay_payrun r ON r.body_id = p.body_id AND r.id = p.run_id AND r.calculation = p.calculation
    CROSS JOIN LATERAL (SELECT sum(a) AS pence FROM unnest(p.elements, p.refs, p.amounts) AS u(element, ref, a)
                        WHERE u.ref = o.id AND u.element = %(attachment)s) l
    WHERE o.body_id = %(body)s AND o.id = ANY (%(ids)s) AND r.state = ANY (%(published)s)
      AND r.id <> %(run)s AND r.committed_at < %(until)s
    GROUP BY o.id"""

# Debts with a plan that holds on the day of payment, with what published payslips took before this one.
DEBTS = f"""
    SELECT d.employment_id, d.kind, d.id, d.instalment_pence, d.amount_pence - coalesce((
        SELECT sum(u.a) FROM pay_payslip p
        JOIN pay_payrun r ON r.body_id = p.body_id AND r.id = p.run_id AND r.calculation = p.calculation
        CROSS JOIN LATERAL unnest(p.elements, p.refs, p.amounts) AS u(element, ref, a)
        WHERE p.body_id = d.body_id AND p.employment_id = d.employment_id AND r.state = ANY (%(published)s)
          AND r.id <> %(run)s AND r.committed_at < %(until)s
          AND u.ref = d.id AND u.element = ANY (%(repaid)s)), 0)::bigint
    FROM pay_paydebt d
    WHERE {THEIRS.format("d")} AND d.approved_at <= %(known)s AND (d.stopped_at IS NULL OR d.stopped_at > %(known)s)
      AND d.first_on <= %(on)s
    ORDER BY d.employment_id, d.id"""
