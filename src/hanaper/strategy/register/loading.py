"""From the files in `facts/` to a `Register`, row by row, refusing what is incomplete."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import cast, get_args

from hanaper.strategy.register.errors import FactReferenceUnknown, FactSourceUnknown, FactTwice
from hanaper.strategy.register.facts import (
    NOT_STATED,
    Beginning,
    BodyFact,
    Bound,
    Claim,
    ClaimKind,
    ClusterFact,
    Commitment,
    Contract,
    Ending,
    Fact,
    FormerGroup,
    Gap,
    GroupFact,
    Milestone,
    Register,
    Series,
    Source,
    State,
    StateOf,
    System,
    Terms,
)
from hanaper.strategy.register.rows import Row, read_file
from hanaper.strategy.register.when import When

CLUSTERS = ("synergy", "unity", "matrix", "defence", "overseas")
"""The files of clusters/, in the order in which pages show them: largest first."""

MONEY_UNITS = ("GBP pence", "USD cents")
DUAL_RUNNING = "Yearly cost of running the system beside the one that takes its place"


@cache
def load_register(directory: Traversable | None = None) -> Register:
    """Read every file of the register, from the package or from `directory` (which tests use).

    Raises a FactInvalid of `errors.py`, naming file and row, at the first row that is not complete: unknown key,
    missing key, unknown source, wrong kind of value, or a place claimed twice. Nothing is loaded in part.
    """
    root = directory or files("hanaper.strategy.register") / "facts"
    sources = _sources(read_file(root / "sources.yaml", "sources.yaml"))
    reader = _Reader(sources)
    commitments = reader.commitments(read_file(root / "commitments.yaml", "commitments.yaml"))
    systems = reader.systems(read_file(root / "systems.yaml", "systems.yaml"))
    clusters = [
        reader.cluster(read_file(root / "clusters" / f"{name}.yaml", f"clusters/{name}.yaml")) for name in CLUSTERS
    ]
    _refuse_repeats("clusters/", (body.id for cluster in clusters for body in cluster.bodies))
    contracts = reader.contracts(read_file(root / "contracts.yaml", "contracts.yaml"))
    return Register(
        sources=tuple(sources.values()),
        clusters=tuple(_joined(clusters, contracts, commitments, systems)),
        series=reader.figures(read_file(root / "figures.yaml", "figures.yaml")),
        claims=reader.claims(read_file(root / "answer.yaml", "answer.yaml")),
        benchmarks=reader.benchmarks(read_file(root / "benchmarks.yaml", "benchmarks.yaml")),
        gaps=reader.gaps(read_file(root / "gaps.yaml", "gaps.yaml")),
    )


def _refuse_repeats(file: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise FactTwice(file=file, row=one)
        seen.add(one)


def _sources(row: Row) -> Mapping[str, Source]:
    read: dict[str, Source] = {}
    for entry in row.rows("sources"):
        source = Source(
            id=entry.text("id"),
            title=entry.text("title"),
            publisher=entry.text("publisher"),
            published=entry.when("published"),
            at=entry.text("at"),
            seen=entry.when("seen"),
            via=entry.text("via", ""),
        )
        entry.done()
        if source.id in read:
            raise FactTwice(file=row.file, row=source.id)
        read[source.id] = source
    row.done()
    return read


def _joined(
    clusters: list[ClusterFact],
    contracts: tuple[Contract, ...],
    commitments: tuple[Commitment, ...],
    systems: tuple[System, ...],
) -> Iterable[ClusterFact]:
    """Put contracts, commitments and systems where they belong; refuse one that belongs nowhere."""
    groups = {group.id for cluster in clusters for group in cluster.groups}
    for system in systems:
        if system.group not in groups:
            raise FactReferenceUnknown(file="systems.yaml", row=system.id, key="group", found=system.group)
    for commitment in commitments:
        if commitment.group not in groups:
            raise FactReferenceUnknown(file="commitments.yaml", row=commitment.id, key="group", found=commitment.group)
    for contract in contracts:
        if contract.cluster not in {cluster.id for cluster in clusters}:
            raise FactReferenceUnknown(file="contracts.yaml", row=contract.id, key="cluster", found=contract.cluster)
    for cluster in clusters:
        yield replace(
            cluster,
            contracts=tuple(contract for contract in contracts if contract.cluster == cluster.id),
            groups=tuple(
                replace(
                    group,
                    commitments=tuple(one for one in commitments if one.group == group.id),
                    systems=tuple(one for one in systems if one.group == group.id),
                )
                for group in cluster.groups
            ),
        )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Builds facts from rows; holds the sources that rows name."""

    sources: Mapping[str, Source]
    recorded_in: dict[str, date] = field(default_factory=dict)

    def begin(self, file: Row) -> None:
        """Read when a file's rows were recorded, unless one says otherwise."""
        self.recorded_in[file.file] = file.when("recorded").first

    def recorded(self, row: Row) -> date:
        """When a row was recorded: as it says itself, or as its file does."""
        own = row.when_if_any("recorded")
        return own.first if own is not None else self.recorded_in[row.file]

    def source(self, row: Row, key: str = "source") -> Source:
        return self._source_named(row, row.text(key))

    def _source_named(self, row: Row, name: str) -> Source:
        if name not in self.sources:
            raise FactSourceUnknown(file=row.file, row=row.name, found=name)
        return self.sources[name]

    def figure(
        self, row: Row, *, definition: str, unit: str, as_of: When | None = None, source: Source | None = None
    ) -> Fact:
        """One figure. Date and source come from the row unless the file gives them for all its rows."""
        fact = Fact(
            value=row.whole_or_text("value"),
            unit=unit,
            as_of=as_of or row.when("as_of"),
            source=source or self.source(row),
            definition=definition,
            version=row.whole("version", 1),
            bound=cast(Bound, row.choice("bound", get_args(Bound), "exactly")),
            note=row.text("note", ""),
            terms=self._terms(row) if unit in MONEY_UNITS else None,
            recorded=self.recorded(row),
        )
        if unit in MONEY_UNITS and not isinstance(fact.value, int):
            raise row.wrong("value", fact.value, f"a whole number of {unit}")
        row.done()
        return fact

    def _terms(self, row: Row) -> Terms:
        given = row.row_if_any("terms")
        if given is None:
            return Terms()
        terms = Terms(
            prices=given.choice("prices", ("nominal", "real", NOT_STATED), NOT_STATED),
            discounting=given.choice("discounting", ("discounted", "undiscounted", NOT_STATED), NOT_STATED),
            net=given.choice("net", ("gross", "net", NOT_STATED), NOT_STATED),
        )
        given.done()
        return terms

    def cluster(self, row: Row) -> ClusterFact:
        self.begin(row)
        name = row.text("name")
        membership, counted, lead = (row.row(key) for key in ("membership", "headcount", "lead"))
        counted_as_of, counted_source = counted.when("as_of"), self.source(counted)
        cluster = ClusterFact(
            id=row.text("id"),
            name=name,
            lead_group=lead.text("group"),
            lead_department=lead.text("department"),
            membership=Fact(
                value=name,
                unit="membership",
                as_of=membership.when("as_of"),
                source=self.source(membership),
                definition=f"The departmental groups that form the {name} cluster",
                recorded=self.recorded(membership),
            ),
            was_live=tuple(self._live(entry, name) for entry in row.rows("live")),
            groups=tuple(self._group(entry, counted_as_of, counted_source) for entry in row.rows("groups")),
            milestones=tuple(self._milestone(entry) for entry in row.rows("milestones")),
            states=tuple(self._state(entry) for entry in row.rows("states")),
            former=tuple(self._former(entry) for entry in (row.rows("former") if row.has("former") else ())),
        )
        for part in (membership, counted, lead, row):
            part.done()
        _refuse_repeats(row.file, (group.id for group in cluster.groups))
        for key, found, known in (
            ("lead, group", cluster.lead_group, {group.id for group in cluster.groups}),
            ("lead, department", cluster.lead_department, {body.id for body in cluster.bodies}),
        ):
            if found not in known:
                raise FactReferenceUnknown(file=row.file, row=cluster.id, key=key, found=found)
        return cluster

    def _live(self, row: Row, name: str) -> Fact:
        fact = Fact(
            value=row.yes("value"),
            unit="live",
            as_of=row.when("as_of"),
            source=self.source(row),
            definition=f"Whether the shared service centre of the {name} cluster is up and running",
            note=row.text("note", ""),
            recorded=self.recorded(row),
        )
        row.done()
        return fact

    def _state(self, row: Row) -> State:
        state = State(
            of=cast(StateOf, row.choice("of", get_args(StateOf))),
            state=row.text("state"),
            as_of=row.when("as_of"),
            source=self.source(row),
            note=row.text("note", ""),
            recorded=self.recorded(row),
        )
        row.done()
        return state

    def _former(self, row: Row) -> FormerGroup:
        former = FormerGroup(
            id=row.text("id"),
            name=row.text("name"),
            until=row.when("until"),
            successors=tuple(row.texts("successors")),
            source=self.source(row),
            recorded=self.recorded(row),
        )
        row.done()
        return former

    def _milestone(self, row: Row) -> Milestone:
        milestone = Milestone(
            what=row.text("what"),
            is_planned=row.yes("planned"),
            when=row.when("when"),
            as_of=row.when("as_of"),
            source=self.source(row),
            note=row.text("note", ""),
            recorded=self.recorded(row),
        )
        row.done()
        return milestone

    def _group(self, row: Row, as_of: When, source: Source) -> GroupFact:
        group = GroupFact(
            id=row.text("id"),
            name=row.text("name"),
            bodies=tuple(self._body(entry, as_of, source) for entry in row.rows("bodies")),
            since=row.when_if_any("since"),
        )
        if (cores := sum(body.is_core for body in group.bodies)) != 1:
            raise row.wrong("bodies", f"{cores} core departments", "exactly one body with core: true")
        row.done()
        return group

    def _body(self, row: Row, as_of: When, source: Source) -> BodyFact:
        body = BodyFact(
            id=row.text("id"),
            name=row.text("name"),
            short=row.text("short", ""),
            is_core=row.yes("core", False),
            headcount=Fact(
                value=row.whole("headcount"),
                unit="people",
                as_of=as_of,
                source=source,
                definition="Civil servants employed by the body, headcount, rounded to 5 by the publisher",
                recorded=self.recorded(row),
            ),
            without=row.text("without", ""),
            ended=self._ending(row.row_if_any("ended")),
            began=self._beginning(row.row_if_any("began")),
        )
        row.done()
        return body

    def _ending(self, row: Row | None) -> Ending | None:
        if row is None:
            return None
        ending = Ending(on=row.when("on"), successor=row.text("successor"), source=self.source(row))
        row.done()
        return ending

    def _beginning(self, row: Row | None) -> Beginning | None:
        if row is None:
            return None
        beginning = Beginning(on=row.when("on"), source=self.source(row))
        row.done()
        return beginning

    def systems(self, row: Row) -> tuple[System, ...]:
        self.begin(row)
        read = []
        for entry in row.rows("systems"):
            dual = entry.row_if_any("dual_running")
            system = System(
                id=entry.text("id"),
                group=entry.text("group"),
                name=entry.text("name"),
                supplier=entry.text("supplier", ""),
                services=entry.text("services"),
                as_of=entry.when("as_of"),
                source=self.source(entry),
                ends=entry.when_if_any("ends"),
                extension=entry.text("extension", ""),
                leaving=entry.text("leaving", ""),
                dual_running=self.figure(dual, definition=DUAL_RUNNING, unit="GBP pence") if dual else None,
                note=entry.text("note", ""),
                recorded=self.recorded(entry),
            )
            entry.done()
            read.append(system)
        row.done()
        _refuse_repeats(row.file, (one.id for one in read))
        return tuple(read)

    def commitments(self, row: Row) -> tuple[Commitment, ...]:
        self.begin(row)
        read = []
        for entry in row.rows("commitments"):
            commitment = Commitment(
                id=entry.text("id"),
                group=entry.text("group"),
                status=entry.choice("status", ("committed", "deciding", "declined")),  # type: ignore[arg-type]
                note=entry.text("note"),
                as_of=entry.when("as_of"),
                source=self.source(entry),
                decision_due=entry.when_if_any("decision_due"),
                recorded=self.recorded(entry),
            )
            entry.done()
            read.append(commitment)
        row.done()
        _refuse_repeats(row.file, (one.id for one in read))
        return tuple(read)

    def contracts(self, row: Row) -> tuple[Contract, ...]:
        self.begin(row)
        read = []
        for entry in row.rows("contracts"):
            contract = Contract(
                id=entry.text("id"),
                cluster=entry.text("cluster"),
                supplier=entry.text("supplier"),
                role=entry.text("role"),
                starts=entry.when("starts"),
                values=tuple(
                    self.figure(value, definition=value.text("definition"), unit="GBP pence")
                    for value in entry.rows("values")
                ),
                source=self.source(entry),
                ends=entry.when_if_any("ends"),
                platform=entry.text("platform", ""),
                term=entry.text("term", ""),
                note=entry.text("note", ""),
                recorded=self.recorded(entry),
            )
            entry.done()
            read.append(contract)
        row.done()
        _refuse_repeats(row.file, (one.id for one in read))
        return tuple(read)

    def figures(self, row: Row) -> tuple[Series, ...]:
        self.begin(row)
        read = []
        for entry in row.rows("series"):
            series_id, definition, unit = entry.text("id"), entry.text("definition"), entry.text("unit")
            facts = tuple(self.figure(one, definition=definition, unit=unit) for one in entry.rows("rows"))
            if not facts:
                raise entry.wrong("rows", [], "at least one row")
            entry.done()
            read.append(self._series(row.file, series_id, definition, unit, facts))
        row.done()
        _refuse_repeats(row.file, (one.id for one in read))
        return tuple(read)

    def benchmarks(self, row: Row) -> tuple[Series, ...]:
        self.begin(row)
        gathered: dict[str, list[Fact]] = defaultdict(list)
        for entry in row.rows("benchmarks"):
            benchmark_id, definition, unit = entry.text("id"), entry.text("definition"), entry.text("unit")
            gathered[benchmark_id].append(self.figure(entry, definition=definition, unit=unit))
        row.done()
        return tuple(
            self._series(row.file, one, facts[0].definition, facts[0].unit, tuple(facts))
            for one, facts in gathered.items()
        )

    def _series(self, file: str, series_id: str, definition: str, unit: str, facts: tuple[Fact, ...]) -> Series:
        _refuse_repeats(
            file, (f"{series_id} at {fact.as_of} by {fact.source.id}, version {fact.version}" for fact in facts)
        )
        ordered = tuple(sorted(facts, key=lambda fact: (fact.as_of.first, fact.version)))
        return Series(id=series_id, definition=definition, unit=unit, facts=ordered)

    def claims(self, row: Row) -> tuple[Claim, ...]:
        self.begin(row)
        source = self.source(row)
        read = []
        for entry in row.rows("statements"):
            as_of, statement = entry.when("as_of"), entry.text("statement")
            figure = self._claimed(entry.row_if_any("figure"), statement, as_of, source)
            claim = Claim(
                id=entry.text("id"),
                kind=cast(ClaimKind, entry.choice("kind", get_args(ClaimKind))),
                statement=statement,
                as_of=as_of,
                supported_by=entry.text("supported_by"),
                source=source,
                fact=figure,
                horizon=entry.when_if_any("horizon"),
                horizon_years=entry.whole("horizon_years", 0),
                recorded=self.recorded(entry),
            )
            entry.done()
            read.append(claim)
        row.done()
        _refuse_repeats(row.file, (one.id for one in read))
        return tuple(read)

    def _claimed(self, row: Row | None, statement: str, as_of: When, source: Source) -> Fact | None:
        if row is None:
            return None
        return self.figure(row, definition=statement, unit=row.text("unit"), as_of=as_of, source=source)

    def gaps(self, row: Row) -> tuple[Gap, ...]:
        self.begin(row)
        read = []
        for entry in row.rows("gaps"):
            gap = Gap(
                id=entry.text("id"),
                question=entry.text("question"),
                found=entry.text("found"),
                as_of=entry.when("as_of"),
                sources=tuple(self._source_named(entry, name) for name in entry.texts("sources")),
                recorded=self.recorded(entry),
            )
            entry.done()
            read.append(gap)
        row.done()
        _refuse_repeats(row.file, (one.id for one in read))
        return tuple(read)
