"""How long people's work takes: the true time of each act, which only the plan knows, and what screens see of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from hanaper.demo.chance import Chance
from hanaper.demo.plan.documents import Deed

#: Median seconds of true work for one document, and how widely it spreads.
WORK: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "bank.propose": (58, 0.35),
        "bank.approve": (34, 0.35),
        "order.raise": (21, 0.35),
        "order.approve": (9, 0.4),
        "receipt.record": (11, 0.4),
        "invoice.upload": (44, 0.35),
        "invoice.resolve": (62, 0.5),
        "invoice.rematch": (41, 0.45),
        "invoice.reject": (49, 0.45),
        "invoice.approve": (16, 0.45),
        "run.build": (52, 0.4),
        "run.release": (47, 0.4),
        "journal.enter": (88, 0.4),
        "journal.correct": (61, 0.4),
        "journal.approve": (36, 0.4),
        "journal.send-back": (52, 0.4),
        "journal.reverse": (33, 0.4),
        "period.open": (20, 0.3),
        "period.close": (45, 0.3),
        "pay.open": (45, 0.35),
        "pay.gather": (38, 0.35),
        "pay.look": (96, 0.3),
        "pay.again": (40, 0.35),
        "pay.accept": (84, 0.3),
        "pay.approve": (70, 0.35),
    }
)
#: Most documents that a person acts on with one press.
BULK_MAX: Final = 8
#: Share of work on a screen, whose time is seen. The rest is done by commands, whose time is nobody's guess.
ON_SCREEN: Final = 0.84
#: Share of acts during which the person was called away, and for how many seconds from the shortest to the longest.
CALLED_AWAY: Final = 0.02
AWAY_SECONDS: Final = (300, 2400)


def work_seconds(what: str, count: int, chance: Chance) -> tuple[float, float]:
    """True seconds of an act over `count` documents, and the gap that its page would see; nought for no known work."""
    if what not in WORK:
        return 0.0, 0.0
    true = round(sum(chance.spread(*WORK[what]) for _ in range(count)), 1)
    return true, true + (chance.between(*AWAY_SECONDS) if chance.happens(CALLED_AWAY) else 0)


def with_commands(deeds: Iterable[Deed]) -> Iterator[Deed]:
    """The deeds with the time of some of them unseen: of each duty and month the same share, however few its acts.

    Without that evenness the coverage of a duty with three acts would be a throw of dice.
    """
    unseen: defaultdict[tuple[str | None, bool], float] = defaultdict(float)
    total: defaultdict[tuple[str | None, bool], float] = defaultdict(float)
    for deed in deeds:
        key = (deed.duty, deed.day < 0)
        total[key] += deed.true_seconds
        if deed.seen_seconds is not None and unseen[key] + deed.true_seconds <= (1 - ON_SCREEN) * total[key]:
            unseen[key] += deed.true_seconds
            yield replace(deed, seen_seconds=None)
        else:
            yield deed
