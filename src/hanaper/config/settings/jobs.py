"""Jobs are procrastinate tasks in the same database, deferred inside the transaction that needs them."""

from __future__ import annotations

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
