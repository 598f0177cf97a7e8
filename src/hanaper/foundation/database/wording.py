"""English for this package's errors: what was found, what was expected, the rule, what to do next."""

from __future__ import annotations

WORDING: dict[str, str] = {
    "database.postgres-not-found": (
        "Found no PostgreSQL program {missing} in {found}. Hanaper needs the programs of PostgreSQL 18. "
        "Run `make setup`, or set HANAPER_PG_BIN to the bin directory of a PostgreSQL 18."
    ),
    "database.postgres-wrong-major": (
        "Found PostgreSQL {found} at {where}. Hanaper runs on PostgreSQL 18 only, because it rests on what that "
        "version does. Point HANAPER_PG_BIN or DATABASE_URL at a PostgreSQL 18, or unset it to use the embedded one."
    ),
    "database.directory-not-ours": (
        "{path} belongs to user {found}, and you are user {expected}. A server reads only its own user's directory. "
        "Run as that user, or set HANAPER_DATA to a directory of your own."
    ),
    "database.server-did-not-start": (
        "PostgreSQL's {program} failed. It said: {found}. The server's log is {log}. "
        "Put right what it names, then run the same command again: nothing is lost."
    ),
    "database.server-busy": (
        "Another Hanaper process still uses the server at {path}, so it stays up. Stop that process first."
    ),
    "database.not-embedded": (
        "DATABASE_URL points at a server on {host}. Hanaper starts and stops only its own embedded server. "
        "Use that server's own tools, or unset DATABASE_URL."
    ),
    "database.roles-missing": (
        "The login {login} may not make what is missing: {missing}. Hanaper needs its roles, database and schema "
        "before it migrates. Ask the administrator of the server to run:\n{sql}"
    ),
    "database.schema-behind": (
        "The database lacks {count} migrations: {missing}. Code runs only on the schema that it was written for. "
        "Run: hanaper database migrate"
    ),
    "database.address-invalid": (
        "{variable} is {found}. Expected a PostgreSQL address such as postgresql://login@host:5432/hanaper."
    ),
    "database.no-act": (
        "The database refused to write: {detail}. Everything that counts is written inside an act, under a duty. "
        "Nothing was changed; tell the service desk, because this is a defect of the software."
    ),
    "database.not-now": (
        "The database refused a made-up date: {detail}. Only bodies of a demonstration may have acts at another time. "
        "Leave the date out."
    ),
    "database.year-out-of-range": "{detail}. Check the date that was entered.",
    "database.id-changed": (
        "The database refused: {detail}. Numbers and links would then lead elsewhere. Nothing was changed."
    ),
    "database.append-only": (
        "The database refused: {detail}. What is recorded stays as it is; put it right by adding a correction."
    ),
    "database.busy": (
        "Someone else is working on the same rows at this moment, so nothing was changed. Wait a few seconds and press "
        "again."
    ),
    "database.check-failed": (
        "The database refused a value: {detail}. If it is a date, its fiscal year may not have been opened: run "
        "hanaper database migrate, which opens it. Nothing was changed."
    ),
}
