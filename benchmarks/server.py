"""A server of the benchmark's own, in a directory that goes away with it. It waits for the disk as a real one does."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: What an operator would give a small server; the peers were measured with as much memory (and durable commits).
SETTINGS = {"shared_buffers": "1GB", "max_wal_size": "8GB", "checkpoint_timeout": "15min"}


@contextmanager
def running() -> Iterator[Path]:
    """Start, migrate and set Django up; stop and remove everything afterwards."""
    root = Path(tempfile.mkdtemp(prefix="hanaper-bench-"))
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "HANAPER_FILES", "HANAPER_HEADS"):
        os.environ.pop(name, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "hanaper.config.settings",
        "HANAPER_DATA": str(root),
        "HANAPER_LOG_LEVEL": "WARNING",
    }
    from hanaper.config.environment import environment
    from hanaper.foundation.database.connections import prepare_roles
    from hanaper.foundation.database.embedded import LocalPostgres, find_binaries
    from hanaper.foundation.database.migrating import migrate

    here = environment()
    server = LocalPostgres(root, find_binaries(here.postgres_binaries), settings=SETTINGS)
    try:
        server.start()
        prepare_roles(here.connections)
        import django

        django.setup()
        migrate(here.connections)
        yield root
    finally:
        from django.db import connections

        connections.close_all()
        server.stop(even_kept=True)
        shutil.rmtree(server.socket_directory, ignore_errors=True)
        shutil.rmtree(root, ignore_errors=True)
