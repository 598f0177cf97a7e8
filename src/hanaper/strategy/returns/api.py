"""The front door of returns.

check("workforce", content, Context(today=...))            # no database: what is wrong in a file, and what was mended
with reading(actor, "returns.read"):
    returns_state(as_of=today)                               # what is due, what came, how late, how complete
    returned_figures(kind="measures", month=month)           # rows of what was accepted
"""

from hanaper.strategy.returns.errors import (
    IsNative,
    KindUnknown,
    NotConnected,
    NotHeld,
    SameFile,
    WrongReturn,
)
from hanaper.strategy.returns.models import Connection, Edition, Return
from hanaper.strategy.returns.native import native_rows
from hanaper.strategy.returns.process import RETURN
from hanaper.strategy.returns.rules.checks import Checked, Context, check
from hanaper.strategy.returns.rules.findings import RULES, Finding
from hanaper.strategy.returns.rules.formats import FORMATS, Format, json_schema, template
from hanaper.strategy.returns.selectors import ReturnState, returned_figures, returns_state
from hanaper.strategy.returns.services import (
    connection_set,
    return_check,
    return_make,
    return_refuse,
    return_send,
    returns_accept,
    returns_expect,
    returns_reopen,
)

__all__ = [
    "FORMATS",
    "RETURN",
    "RULES",
    "Checked",
    "Connection",
    "Context",
    "Edition",
    "Finding",
    "Format",
    "IsNative",
    "KindUnknown",
    "NotConnected",
    "NotHeld",
    "Return",
    "ReturnState",
    "SameFile",
    "WrongReturn",
    "check",
    "connection_set",
    "json_schema",
    "native_rows",
    "return_check",
    "return_make",
    "return_refuse",
    "return_send",
    "returned_figures",
    "returns_accept",
    "returns_expect",
    "returns_reopen",
    "returns_state",
    "template",
]
