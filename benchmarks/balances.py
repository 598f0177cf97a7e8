"""The trial balance over millions of lines: read from kept balances, beside the sum of the lines themselves."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence

from benchmarks import floors
from benchmarks.figures import Figure, load, quantile, timed
from benchmarks.world import LINES, World, world
from hanaper.foundation.acts.api import Automation, act, reading
from hanaper.foundation.audit.api import seal_round
from hanaper.ledger.api import post, trial_balance

ROWS = {"small": 1_000_000, "full": 10_000_000}
TIMES = 40
UNSEALED = 200
RULE = Automation("bench.balances")


def measure(scale: str) -> Iterator[Figure]:
    """For one body and for all, over a year of twelve periods; with everything sealed, and with some still to seal."""
    here, count = world(), ROWS[scale]
    _load(here, count)
    while seal_round():
        pass
    with floors.connect(autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE) ledger_line, ledger_folded, ledger_journal, audit_seal")
    million = f"{count // 1_000_000} million lines"
    for what, bodies in (("one body of 24", here.bodies[4:5]), ("all 24 bodies", here.bodies)):
        ids = [body.pk for body in bodies]
        floor = _summed(here, ids)
        with reading(RULE, "ledger.read", bodies):
            yield from _figures(f"{what}, {million}", lambda ids=ids: _read(here, ids), floor)
    for body in here.bodies:
        with act(RULE, None, body):
            post(here.journals(body, 3_000_000_000, UNSEALED, source="unsealed"))
    with reading(RULE, "ledger.read", here.bodies):
        what = f"all 24 bodies, {UNSEALED * len(here.bodies):,} journals not yet sealed"
        yield next(_figures(what, lambda: _read(here, ids), floor))


def _figures(what: str, work: object, floor: float) -> Iterator[Figure]:
    taken = [timed(work) for _ in range(TIMES)]  # type: ignore[arg-type]
    aim = "under 50 ms"
    yield Figure("trial balance", f"{what}, median", 1, "answers", statistics.median(taken), floor, aim, load())
    yield Figure("trial balance", f"{what}, 95 in 100", 1, "answers", quantile(taken, 0.95), floor, "", load())


def _read(here: World, ids: Sequence[int]) -> None:
    rows = trial_balance(body_ids=ids, fiscal_year=here.period.year)
    assert rows
    assert sum(row.closing_pence for row in rows) == 0


def _summed(here: World, ids: Sequence[int]) -> float:
    """Seconds in which the owner, whom no policy slows down, sums the lines by account."""
    with floors.connect() as connection:
        query = (
            "SELECT account_id, sum(amount_pence) FILTER (WHERE amount_pence > 0), -sum(amount_pence) FILTER"
            " (WHERE amount_pence < 0) FROM ledger_line WHERE body_id = ANY (%s) AND fiscal_year = %s AND kind = 1"
            " GROUP BY account_id"
        )
        return statistics.median(timed(lambda: connection.execute(query, [ids, here.period.year])) for _ in range(3))


def _load(here: World, lines: int) -> None:
    """Journals of twelve periods written by the owner's SQL: the lines are checked, the seals are the sealer's."""
    each = lines // LINES // len(here.bodies)
    with floors.connect() as connection:
        for body in here.bodies:
            connection.execute(
                "CREATE TEMP TABLE made ON COMMIT DROP AS SELECT nextval('ledger_journal_id_seq') AS id, n,"
                " (1 + n %% 12)::smallint AS period FROM generate_series(1, %s) AS n",
                [each],
            )
            connection.execute(
                "INSERT INTO ledger_journal (body_id, id, fiscal_year, period, source, source_id, event, digest, at,"
                " run)"
                " SELECT %s, id, %s, period, 'loaded', id, 'post', sha256(''), now(), gen_random_uuid() FROM made",
                [body.pk, here.period.year],
            )
            connection.execute(
                "INSERT INTO ledger_line (body_id, fiscal_year, journal_id, line_no, period, kind, account_id,"
                " cost_centre_id, programme_id, amount_pence) SELECT"
                "  %(body)s, %(year)s, id, k, period, 1, (%(accounts)s::bigint[])[1 + mod(n * 7 + k * 3, %(na)s)],"
                "  (%(centres)s::bigint[])[1 + mod(n + k, %(nc)s)], (%(programmes)s::bigint[])[1 + mod(n, %(np)s)],"
                "  CASE k WHEN 4 THEN -600 ELSE 100 * k END FROM made, generate_series(1, 4) AS k",
                {
                    "body": body.pk, "year": here.period.year, "accounts": here.accounts, "na": len(here.accounts),
                    "centres": here.cost_centres[body.pk], "nc": len(here.cost_centres[body.pk]),
                    "programmes": here.programmes[body.pk], "np": len(here.programmes[body.pk]),
                },
            )  # fmt: skip
            connection.commit()
