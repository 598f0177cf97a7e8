"""Verifying the trail: every link, every detail, every signed head outside the database."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from hanaper.foundation.audit import heads
from hanaper.foundation.audit.heads import Head


@dataclass(frozen=True)
class Problem:
    """One thing that does not verify. code: `altered`, `tail-lost` and so on (see `wording.py`, under `audit.`).

    position: place in the chain, None where it has none. stream: `evidence`, `journal`, `audit`, or where a head stood.
    """

    code: str
    position: int | None
    stream: str | None
    row_id: int | None


@dataclass(frozen=True)
class BodyReport:
    """links: how many were verified. disposed: details that an act removed. problems: in order of place."""

    body_id: int
    links: int
    disposed: int
    heads: int
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """What verifying found, by body."""

    bodies: list[BodyReport]
    seconds: float

    @property
    def is_whole(self) -> bool:
        return not any(body.problems for body in self.bodies)

    @property
    def links(self) -> int:
        return sum(body.links for body in self.bodies)


def verify(body_ids: Iterable[int] | None = None) -> Report:
    """Verify the chains of these bodies (None: of all, and of the platform, body 0).

    Reads everything that was ever sealed; some 100,000 links a second.
    """
    began = time.monotonic()
    wanted = sorted(set(_all_bodies()) if body_ids is None else set(body_ids))
    return Report([_verify_body(body_id) for body_id in wanted], time.monotonic() - began)


def details_dispose(table: str, row_ids: list[int]) -> int:
    """Remove what stood before and after in these rows, in the open act, for its body. Returns how many details.

    The entries and their chain stay, and say "disposed". Who may do this, and when, is the retention rule's business.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT hanaper.dispose_details(%s, %s)", [table, row_ids])
        return int(cursor.fetchone()[0])


def _all_bodies() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body_id FROM hanaper.heads(NULL)")
        return [row[0] for row in cursor.fetchall()] + heads.bodies_kept()


def _verify_body(body_id: int) -> BodyReport:
    with connection.cursor() as cursor:
        # One snapshot for the chain and its details; heads are read before it, since the chain only grows.
        outside = list(heads.kept(body_id))
        cursor.execute("SELECT place, stream_name, row_id, problem FROM hanaper.verify(%s)", [body_id])
        problems = [
            Problem(code.replace(" ", "-"), place, stream, row) for place, stream, row, code in cursor.fetchall()
        ]
        cursor.execute("SELECT entry_id, problem FROM hanaper.verify_details(%s)", [body_id])
        details = cursor.fetchall()
        cursor.execute("SELECT hanaper.chain_length(%s)", [body_id])
        links = int(cursor.fetchone()[0])
    problems += [Problem(f"detail-{code}", None, "audit", row) for row, code in details if code != "disposed"]
    problems += _compare(body_id, outside)
    problems.sort(key=lambda problem: (problem.position is None, problem.position or 0))
    disposed = sum(code == "disposed" for _, code in details)
    return BodyReport(body_id, links, disposed, len(outside), problems)


def _compare(body_id: int, outside: list[heads.KeptHead]) -> list[Problem]:
    """Signed heads against the links that stand in the database now."""
    signed: list[Head] = [line.head for line in outside if line.signed and line.head is not None]
    found = [
        Problem("signature-wrong", None, f"{line.file}, line {line.line}", None) for line in outside if not line.signed
    ]
    links = _links_at(body_id, [head.position for head in signed])
    for head in signed:
        stands = links.get(head.position)
        if stands is None:
            found.append(Problem("tail-lost", head.position, f"head of {head.sealed_at:%Y-%m-%d %H:%M}", None))
        elif stands != head.link:
            found.append(Problem("head-differs", head.position, f"head of {head.sealed_at:%Y-%m-%d %H:%M}", None))
    return found


def _links_at(body_id: int, positions: list[int]) -> dict[int, bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM hanaper.links_at(%s, %s)", [body_id, positions])
        return {position: bytes(link) for position, link in cursor.fetchall()}
