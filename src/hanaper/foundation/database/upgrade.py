"""Move an embedded server's data to another major version, by dump and restore.

The old directory (`pg17/`) is only read; it stays as `pg17.upgraded/` until someone deletes it. A restore goes into a
directory in the making and is renamed when complete, so that an interrupted upgrade is simply run again.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from hanaper.foundation.database.embedded import PORT, SUPERUSER, LocalPostgres
from hanaper.foundation.database.errors import ServerBusy, ServerDidNotStart


def older_directories(root: Path, *, major: int) -> list[int]:
    """Major versions below `major` whose directories stand under `root`, the newest first."""
    if not root.is_dir():
        return []
    named = (re.fullmatch(r"pg(\d+)", entry.name) for entry in root.iterdir() if entry.is_dir())
    return sorted((int(found[1]) for found in named if found and int(found[1]) < major), reverse=True)


def upgrade(old: LocalPostgres, new: LocalPostgres) -> Path:
    """Copy everything of `old` into a fresh `new`. Returns where the old data stand afterwards.

    Raises ServerBusy when `old` is in use, FileExistsError when `new` has data already, ServerDidNotStart when a
    program fails; then `new` is not there and `old` is as it was.
    """
    if new.data.exists():
        raise FileExistsError(new.data)
    making = LocalPostgres(new.root / f"pg{new.major}.upgrading", new.binaries, major=new.major)
    shutil.rmtree(making.root, ignore_errors=True)
    try:
        with old.running(), making.running():
            if old.has_other_users():
                raise ServerBusy(path=str(old.data))
            _copy(old, making)
        making.data.rename(new.data)
    finally:
        shutil.rmtree(making.root, ignore_errors=True)
    kept = old.data.with_name(f"{old.data.name}.upgraded")
    return old.data.rename(kept)


def _copy(old: LocalPostgres, new: LocalPostgres) -> None:
    """The new version's pg_dumpall reads the old server, and psql stops at the first error."""
    dump = [
        str(new.binaries / "pg_dumpall"), "-h", str(old.socket_directory), "-p", str(PORT), "-U", SUPERUSER,
        "--no-password",
    ]  # fmt: skip
    load = [
        str(new.binaries / "psql"), "-h", str(new.socket_directory), "-p", str(PORT), "-U", SUPERUSER, "-d", "postgres",
        "--quiet", "--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-f", "-",
    ]  # fmt: skip
    there = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    log = new.root / "upgrade.log"
    with log.open("w+") as out:
        with subprocess.Popen(dump, stdout=subprocess.PIPE, stderr=out, env=there) as dumping:
            assert dumping.stdout is not None
            loading = subprocess.Popen(load, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=out, env=there)
            assert loading.stdin is not None
            with loading:
                for line in dumping.stdout:
                    # initdb has made this role already, and a second CREATE ROLE would stop the restore.
                    if line.strip() != f"CREATE ROLE {SUPERUSER};".encode():
                        loading.stdin.write(line)
                loading.stdin.close()
        out.seek(0)
        said = out.read().strip().splitlines()
    for program, done in (("pg_dumpall", dumping), ("psql", loading)):
        if done.returncode != 0:
            raise ServerDidNotStart(program=program, found=" / ".join(said[-3:]) or "nothing", log=str(log))
