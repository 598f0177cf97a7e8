"""One line of JSON per event: when, how grave, where, which request, which ids. Values stay out."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

from hanaper.config.requests import request_id

# What a caller may add by `extra=`: identifiers, codes, counts and times.
ALLOWED = frozenset(
    {
        "account_id", "act_id", "body_id", "code", "count", "document_id", "duration_ms", "duty", "job_id", "method",
        "person_id", "process", "route", "run_id", "status", "status_code", "step", "task_name",
    }
)  # fmt: skip


class JsonFormatter(logging.Formatter):
    """The message's template, never its arguments: arguments are values. An exception gives its type and its place."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": str(record.msg),
        }
        if (request := request_id()) is not None:
            line["request_id"] = request
        line |= {name: value for name, value in vars(record).items() if name in ALLOWED}
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__qualname__
            line["code"] = getattr(record.exc_info[1], "code", None)
            line["place"] = _places(record.exc_info[2])
        return json.dumps(line, default=str)


def _places(traceback: Any) -> list[str]:
    """Where it happened, innermost last, without the values that a printed traceback would carry."""
    places = []
    while traceback is not None:
        frame = traceback.tb_frame
        places.append(f"{frame.f_globals.get('__name__', '?')}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return places[-12:]
