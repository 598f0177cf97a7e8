"""The answer: convergence of a month by process and body, and together; real and made-up are never mixed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from hanaper import parameters
from hanaper.centre.levels.api import Interval, Place, Runner, places, product, share, wilson
from hanaper.kernel.periods import FiscalPeriod
from hanaper.strategy.convergence.asking import Asked, answer, asked
from hanaper.strategy.convergence.standards import StandardVersion, series
from hanaper.strategy.convergence.ways import NOT_COUNTED

_CELL_MIN = "hanaper/measures/suppression/cell_min"
_RANKING = "hanaper/measures/convergence/ranking_coverage_basis_points"


@dataclass(frozen=True)
class Why:
    """Why documents are not converged, the first reason of each. code: path, deviation, or a fault of data."""

    code: str
    documents: int


@dataclass(frozen=True)
class Around:
    """How many transactions went a declared way around."""

    way: str
    title: str
    transactions: int


@dataclass(frozen=True)
class ConvergenceRow:
    """Convergence of one process in one month, of one body or (body_id None) of all together.

    Counts are documents, except `around`: transactions of the kind that went a declared way around. judged: on the
    platform and finished, or off the standard path. Shares are in basis points, None where nothing stands under them or
    where the cell is smaller than may be shown (`is_small`). low, high: the 95% interval of convergence.
    path, parameters, data: the part of what is judged that kept to each. by_value: convergence weighted by amounts,
    None where amounts are not known. place: among bodies of the process; `place_why` says why there is none.
    """

    process_code: str
    title: str
    standard: str
    month: FiscalPeriod
    body_id: int | None
    body_code: str
    body: str
    on_platform: int
    around: int
    judged: int
    converged: int
    open: int
    coverage: int | None
    conformance: int | None
    convergence: int | None
    low: int | None
    high: int | None
    path: int | None
    parameters: int | None
    data: int | None
    by_value: int | None
    whys: tuple[Why, ...]
    ways: tuple[Around, ...]
    not_counted: str
    is_small: bool
    synthetic: bool
    place: int | None = None
    place_why: str = ""

    @property
    def is_provisional(self) -> bool:
        """Whether documents that are still open may change it."""
        return self.open > 0


@dataclass(frozen=True)
class ConvergenceReport:
    """rows: by process and body. together: by process; a row of real bodies and a row of made-up ones stand apart.

    standards: which version each process is held to. Both shares and intervals are those of `ConvergenceRow`.
    """

    month: FiscalPeriod
    as_of: datetime
    known_at: datetime
    standards: tuple[str, ...]
    rows: tuple[ConvergenceRow, ...]
    together: tuple[ConvergenceRow, ...]

    @property
    def synthetic(self) -> bool:
        """Whether any figure of it rests on made-up rows."""
        return any(row.synthetic for row in self.rows)


def ranking_coverage(on: date) -> int:
    """The coverage in basis points below which nobody has a place, on a day."""
    return parameters.get(_RANKING, on=on).whole_number


def convergence_of(
    *,
    month: FiscalPeriod,
    body_ids: Sequence[int] | None = None,
    processes: Sequence[str] | None = None,
    held_to: Mapping[str, StandardVersion] | None = None,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> ConvergenceReport:
    """Convergence of a month of the bodies in scope, or of those named among them; a cluster is its bodies.

    Needs an open act. Two statements, whatever the number of bodies and documents.
    """
    question = asked(
        month=month, body_ids=body_ids, processes=processes, held_to=held_to, as_of=as_of, known_at=known_at
    )
    rows, together = _rows(question)
    return ConvergenceReport(
        month=month,
        as_of=question.as_of,
        known_at=question.known_at,
        standards=tuple(held.label for held in question.held_to.values()),
        rows=tuple(_placed(rows, on=month.last)),
        together=tuple(together),
    )


def convergence_over(
    *, month: FiscalPeriod, months_back: int = 5, body_ids: Sequence[int] | None = None,
    processes: Sequence[str] | None = None, as_of: datetime | None = None, known_at: datetime | None = None,
) -> list[ConvergenceRow]:  # fmt: skip
    """Each process together, month by month, under the standard in force; and, where a standard was changed, under each
    earlier version too, so that the old series stays in view."""
    found: list[ConvergenceRow] = []
    for held in series(month.last):
        question = asked(
            month=month, months_back=months_back, body_ids=body_ids, processes=processes, held_to=held,
            as_of=as_of, known_at=known_at,
        )  # fmt: skip
        if question.held_to:
            found += _rows(question)[1]
    return sorted(found, key=lambda row: (row.process_code, row.standard, row.synthetic, row.month.start))


@dataclass
class _Cell:
    """Sums of one process, month, and body or all together."""

    counts: dict[str, int]
    whys: dict[str, int]
    ways: dict[str, tuple[int, int, int]]
    body: tuple[int | None, str, str]
    synthetic: bool


_COUNTS = (
    "on_platform", "converged", "open", "path_kept", "parameters_kept", "data_kept", "valued", "on_platform_pence",
    "converged_pence", "open_pence",
)  # fmt: skip
_Key = tuple[str, str, int | None, bool]


def _rows(question: Asked) -> tuple[list[ConvergenceRow], list[ConvergenceRow]]:
    if not question.held_to:  # before the first standard there was nothing to converge on
        return [], []
    values = question.values()
    counted = answer(question.over_documents("counts"), values)
    around = answer(
        "SELECT a.way, a.process, a.body_id, b.code AS body_code, b.name AS body, b.synthetic,"
        " to_char(a.on_day, 'YYYY-MM') AS month, count(*) AS transactions, count(a.value_pence) AS valued,"
        " coalesce(sum(a.value_pence), 0)::bigint AS pence"
        f" FROM ({question.around}) AS a JOIN tenancy_body b ON b.id = a.body_id"
        " GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 2, 5, 3, 1",
        values,
    )
    cells: dict[_Key, _Cell] = {}
    bodies = {(r["body_id"]): (r["body_id"], r["body_code"], r["body"], r["synthetic"]) for r in [*counted, *around]}
    for row in counted:
        for cell in _cells_of(cells, row, bodies):
            for name in _COUNTS:
                cell.counts[name] += row[name]
            if row["not_converged"]:
                cell.whys[row["why"]] += row["not_converged"]
    for row in around:
        for cell in _cells_of(cells, row, bodies):
            had = cell.ways.get(row["way"], (0, 0, 0))
            cell.ways[row["way"]] = (had[0] + row["transactions"], had[1] + row["valued"], had[2] + row["pence"])
    months = {f"{m.start:%Y-%m}": m for m in question.months}
    made = [_row(question, months[month], code, cell) for (code, month, _, _), cell in cells.items()]
    made.sort(key=lambda r: (r.title, r.synthetic, r.body, r.month.start))
    return [r for r in made if r.body_id is not None], [r for r in made if r.body_id is None]


def _cells_of(
    cells: dict[_Key, _Cell], row: Mapping[str, Any], bodies: Mapping[int, tuple[int, str, str, bool]]
) -> Iterable[_Cell]:
    """The cell of the row's body, and the one of all bodies together that are as real as it."""
    pk, code, name, synthetic = bodies[row["body_id"]]
    for body in ((pk, code, name), (None, "", "")):
        key = (row["process"], row["month"], body[0], synthetic)
        if key not in cells:
            cells[key] = _Cell(defaultdict(int), defaultdict(int), {}, body, synthetic)
        yield cells[key]


def _row(question: Asked, month: FiscalPeriod, code: str, cell: _Cell) -> ConvergenceRow:
    held, count = question.held_to[code], cell.counts
    around = sum(transactions for transactions, _, _ in cell.ways.values())
    judged = count["on_platform"] - count["open"]
    is_small = count["on_platform"] + around < parameters.get(_CELL_MIN, on=month.last).whole_number
    coverage = share(count["on_platform"], count["on_platform"] + around)
    conformance = share(count["converged"], judged)
    interval = wilson(count["converged"], judged)
    known = coverage is not None and conformance is not None and not is_small
    titles = {way.code: way.title for way in question.ways}
    return ConvergenceRow(
        process_code=code,
        title=held.process.title,
        standard=held.label,
        month=month,
        body_id=cell.body[0],
        body_code=cell.body[1],
        body=cell.body[2],
        on_platform=count["on_platform"],
        around=around,
        judged=judged,
        converged=count["converged"],
        open=count["open"],
        coverage=None if is_small else coverage,
        conformance=None if is_small else conformance,
        convergence=product(coverage or 0, conformance or 0) if known else None,
        low=product(coverage or 0, interval.low) if known and interval else None,
        high=product(coverage or 0, interval.high) if known and interval else None,
        path=None if is_small else share(count["path_kept"], judged),
        parameters=None if is_small else share(count["parameters_kept"], judged),
        data=None if is_small else share(count["data_kept"], judged),
        by_value=None if is_small else _by_value(count, cell.ways.values()),
        whys=tuple(Why(why, n) for why, n in sorted(cell.whys.items(), key=lambda each: (-each[1], each[0]))),
        ways=tuple(Around(way, titles[way], n) for way, (n, _, _) in sorted(cell.ways.items())),
        not_counted=NOT_COUNTED.get(code, ""),
        is_small=is_small,
        synthetic=cell.synthetic,
    )


def _by_value(count: Mapping[str, int], ways: Iterable[tuple[int, int, int]]) -> int | None:
    """Coverage times conformance with each document and transaction weighing its amount; None where one has none."""
    around = list(ways)
    if not count["valued"] or count["valued"] < count["on_platform"] or any(n != valued for n, valued, _ in around):
        return None
    coverage = share(count["on_platform_pence"], count["on_platform_pence"] + sum(pence for _, _, pence in around))
    conformance = share(count["converged_pence"], count["on_platform_pence"] - count["open_pence"])
    return None if coverage is None or conformance is None else product(coverage, conformance)


def _placed(rows: Sequence[ConvergenceRow], *, on: date) -> list[ConvergenceRow]:
    """The rows with their places, among bodies of the same process that are as real."""
    minimum = ranking_coverage(on)
    found: dict[int, Place] = {}
    groups: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        groups[row.process_code, row.synthetic].append(index)
    for indexes in groups.values():
        runners = [
            Runner(i, rows[i].coverage, rows[i].convergence, _interval(rows[i].low, rows[i].high)) for i in indexes
        ]
        found |= {place.key: place for place in places(runners, coverage_min=minimum)}
    return [replace(row, place=found[i].place, place_why=found[i].why) for i, row in enumerate(rows)]


def _interval(low: int | None, high: int | None) -> Interval | None:
    return None if low is None or high is None else Interval(low, high)
