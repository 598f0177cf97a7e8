"""Whether this process lives, and whether it can serve: for load balancers and `hanaper doctor`.

Answers carry names and ages, never values, and are open to anybody who can reach the port.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hanaper.foundation.audit.api import bodies_unsealed
from hanaper.foundation.interface.views import Access
from hanaper.foundation.jobs.api import workers_alive


@login_not_required
@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponseBase:
    """200 as long as the process answers at all."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponseBase:
    """200 when requests can be served, else 503 with the checks that failed."""
    checks: dict[str, Callable[[], str]] = {"database": _database, "migrations": _migrations, "sealer": _sealer}
    said: dict[str, str] = {}
    for name, check in checks.items():
        try:
            said[name] = check()
        except DatabaseError:
            said[name] = "the database does not answer"
    fine = all(text == "ok" for text in said.values())
    return JsonResponse({"status": "ok" if fine else "not ready", "checks": said}, status=200 if fine else 503)


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


@cache
def _migrations_applied() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _NotYet
    return True


class _NotYet(Exception):
    pass


def _migrations() -> str:
    try:
        _migrations_applied()
    except _NotYet:
        return "migrations wait to be applied: run hanaper database migrate"
    return "ok"


def _sealer() -> str:
    if bodies_unsealed(ready=True) and not workers_alive():
        return "rows wait to be sealed and no worker runs: start hanaper worker"
    return "ok"


live.access = ready.access = Access("anybody")  # type: ignore[attr-defined]
