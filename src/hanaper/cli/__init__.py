"""`hanaper`: one tree of commands. Data on stdout, talk on stderr; exit 0 done, 1 refused or failed checks, 2 usage."""

from __future__ import annotations

from hanaper.cli.tree import app, main

__all__ = ["app", "main"]
