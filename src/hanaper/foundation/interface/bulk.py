"""Which rows a bulk act is about: the ticked ones, all of the page, or all that match the filters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from hanaper.foundation.interface.errors import NothingTicked, SelectionChanged, TooMany
from hanaper.foundation.interface.tables import BoundTable

ROWS_MAX = 100_000


def chosen_ids(posted: QueryDict, bound: BoundTable) -> Sequence[int]:
    """Ids of the rows that were chosen, in the order of the list.

    bound: the table bound to the query string that the press's address carries, so that "all that match" means what
    the page said. What comes from ticks is only text from outside: whoever acts looks the ids up in their scope.
    Raises NothingTicked; SelectionChanged where another number matches now than the page said; TooMany.
    """
    which = posted.get("which", "ticked")
    if which == "all":
        before = posted.get("matching", "")
        if before != str(bound.total):
            raise SelectionChanged(before=before or "No", now=bound.total)
        if bound.total > ROWS_MAX:
            raise TooMany(found=bound.total, most=ROWS_MAX)
        ids = [_whole(bound.table.row_key(row)) for row in bound.source.stream()]
    else:
        ids = [_whole(key) for key in posted.getlist("on_page" if which == "page" else "ticked")]
    found = list(dict.fromkeys(key for key in ids if key is not None))
    if not found:
        raise NothingTicked()
    return found


def _whole(key: Any) -> int | None:
    text = str(key)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None
