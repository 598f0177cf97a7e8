"""Two editions side by side: what is said otherwise, and which facts made the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hanaper.strategy.update.edition import Edition
from hanaper.strategy.update.rules.statements import Cite, Statement


@dataclass(frozen=True)
class Change:
    """One statement on two days. why: what the later one rests on and the earlier did not; dropped: the other way."""

    id: str
    before: Statement
    after: Statement
    why: Sequence[Cite]
    dropped: Sequence[Cite]

    @property
    def is_changed(self) -> bool:
        """Whether something else is said, or it has another support."""
        return self.before.says != self.after.says or self.before.support != self.after.support


def compared(earlier: Edition, later: Edition) -> list[Change]:
    """Every statement of two editions, in order."""
    after = {row.id: row for row in later.statements}
    found = []
    for before in earlier.statements:
        now = after[before.id]
        found.append(
            Change(
                id=before.id,
                before=before,
                after=now,
                why=[cite for cite in now.cites if cite not in before.cites],
                dropped=[cite for cite in before.cites if cite not in now.cites],
            )
        )
    return found
