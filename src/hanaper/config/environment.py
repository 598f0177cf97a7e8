"""The environment, read once into one frozen value. Nothing else in Hanaper reads a variable.

With no DATABASE_URL Hanaper uses its embedded server, for trying and testing: then secrets that are not given are made
once and kept in the data directory with mode 600. With a DATABASE_URL a missing secret stops the start, by name.

Variables: DATABASE_URL, DATABASE_OWNER_URL, HANAPER_PG_BIN, HANAPER_DATA, HANAPER_FILES, HANAPER_HEADS,
HANAPER_SECRET_KEY, HANAPER_SECRET_KEY_FALLBACKS, HANAPER_PERSON_KEY, HANAPER_SEAL_KEY, HANAPER_HOSTS, HANAPER_HTTPS,
HANAPER_LOG_LEVEL, HANAPER_DEMO. `docs/reference/settings.md` says what each is for.
"""

from __future__ import annotations

import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from hanaper.foundation.database.connections import Connections, embedded_connections, server_connections

SECRETS = ("HANAPER_SECRET_KEY", "HANAPER_PERSON_KEY", "HANAPER_SEAL_KEY")


class EnvironmentIncomplete(SystemExit):
    """What is missing or wrong in the environment, by name. Exit code 2, as for any wrong usage."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(2)
        self.problems = problems

    def __str__(self) -> str:
        listed = "\n".join(f"  {problem}" for problem in self.problems)
        return f"Hanaper cannot start. Set these in the environment and start it again:\n{listed}"


@dataclass(frozen=True)
class Environment:
    """Everything that the machine tells Hanaper.

    data: where the embedded server, made secrets, stored files and signed heads stand unless told otherwise.
    secret_key: signs sessions and forms; `secret_key_fallbacks` are older ones, still believed.
    person_key: wraps the keys of persons, 32 bytes as URL-safe base64. Lose it and personal detail is gone.
    seal_key: seed of the Ed25519 key that signs chain heads, 32 bytes as URL-safe base64.
    heads: where signed chain heads are kept, outside the database.
    demo: offer the one-press sign-in of made-up people at `/demo/`.
    """

    data: Path
    connections: Connections
    postgres_binaries: Path | None
    files: Path
    heads: Path
    secret_key: str = field(repr=False)
    secret_key_fallbacks: tuple[str, ...] = field(repr=False)
    person_key: str = field(repr=False)
    seal_key: str = field(repr=False)
    hosts: tuple[str, ...]
    https: bool
    log_level: str
    demo: bool = False

    @property
    def embedded(self) -> bool:
        return self.connections.embedded


@cache
def environment() -> Environment:
    """This process's environment. Raises EnvironmentIncomplete, naming everything that is missing at once."""
    return read_environment(os.environ)


def read_environment(variables: Mapping[str, str]) -> Environment:
    """An Environment from `variables`; makes the secrets of an embedded installation when it has none yet."""
    data = Path(variables.get("HANAPER_DATA") or _default_data(variables)).expanduser().absolute()
    url = variables.get("DATABASE_URL", "")
    embedded = not url
    problems: list[str] = []
    if embedded:
        connections = embedded_connections(data)
        keys = _kept_secrets(data, variables)
    else:
        connections = server_connections(url, variables.get("DATABASE_OWNER_URL") or None)
        keys = {name: variables.get(name, "") for name in SECRETS}
        problems += [f"{name}: {_WHAT_FOR[name]}" for name in SECRETS if not keys[name]]
    https = _flag(variables, "HANAPER_HTTPS", default=not embedded, problems=problems)
    demo = _flag(variables, "HANAPER_DEMO", default=False, problems=problems)
    hosts = tuple(host.strip() for host in variables.get("HANAPER_HOSTS", "").split(",") if host.strip())
    if not hosts and not embedded:
        problems.append("HANAPER_HOSTS: the names under which the site is reached, with commas between")
    level = variables.get("HANAPER_LOG_LEVEL", "INFO").upper()
    if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        problems.append(f"HANAPER_LOG_LEVEL: found {level}, expected DEBUG, INFO, WARNING or ERROR")
    if problems:
        raise EnvironmentIncomplete(problems)
    binaries = variables.get("HANAPER_PG_BIN")
    return Environment(
        data=data,
        connections=connections,
        postgres_binaries=Path(binaries) if binaries else None,
        files=Path(variables.get("HANAPER_FILES") or data / "files").expanduser().absolute(),
        heads=Path(variables.get("HANAPER_HEADS") or data / "heads").expanduser().absolute(),
        secret_key=keys["HANAPER_SECRET_KEY"],
        secret_key_fallbacks=tuple(variables.get("HANAPER_SECRET_KEY_FALLBACKS", "").split()),
        person_key=keys["HANAPER_PERSON_KEY"],
        seal_key=keys["HANAPER_SEAL_KEY"],
        hosts=hosts or ("localhost", "127.0.0.1", "[::1]", "testserver"),
        https=https,
        log_level=level,
        demo=demo,
    )


_WHAT_FOR = {
    "HANAPER_SECRET_KEY": "at least 50 random characters; signs sessions and forms",
    "HANAPER_PERSON_KEY": "32 random bytes as URL-safe base64; wraps the keys of personal detail: keep a copy apart",
    "HANAPER_SEAL_KEY": "32 random bytes as URL-safe base64; signs the heads of the audit chains",
}


def _default_data(variables: Mapping[str, str]) -> Path:
    """`.hanaper` in a source checkout, so that a clone touches nothing else; else the user's data directory."""
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "pyproject.toml").is_file() and (checkout / "src" / "hanaper").is_dir():
        return checkout / ".hanaper"
    return Path(variables.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "hanaper"


def _kept_secrets(data: Path, variables: Mapping[str, str]) -> dict[str, str]:
    """Each secret from its variable, or else from its file in the data directory, made when it is not there."""
    place = data / "secrets"
    keys = {}
    for name in SECRETS:
        given = variables.get(name, "")
        keys[name] = given or _keep(place / name.removeprefix("HANAPER_").lower())
    return keys


def _keep(file: Path) -> str:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = file.with_name(f".{file.name}.{os.getpid()}")
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            length = 48 if file.name == "secret_key" else 32
            out.write(urlsafe_b64encode(secrets.token_bytes(length)).decode())
        try:
            os.link(made, file)  # refuses to replace what another process made first
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return file.read_text().strip()


def _flag(variables: Mapping[str, str], name: str, *, default: bool, problems: list[str]) -> bool:
    said = variables.get(name, "").strip().lower()
    if said not in {"", "0", "1", "no", "yes", "false", "true"}:
        problems.append(f"{name}: found {said}, expected 1 or 0")
    return said in {"1", "yes", "true"} if said else default
