"""Which codes a body may have. Its code is the first part of its addresses, so the site's own first parts are taken."""

from __future__ import annotations

ALL = "all"
"""In an address: every body that the reader may see."""

RESERVED = frozenset({"accessibility", "api", "demo", "health", "help", "search", "sign-in", "sign-out", "static"})
"""First parts of addresses that are no scope. A body cannot be reached under such a code, so none may have one."""

BODY_CODE = r"^[a-z][a-z0-9-]{1,11}$"
"""Two to twelve lower-case letters, digits and hyphens, a letter first."""
