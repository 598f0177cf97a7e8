"""What can go wrong before a query is ever sent. Their English stands in `wording.py`."""

from __future__ import annotations

from hanaper.kernel.errors import Refused


class PostgresNotFound(Refused):
    """No PostgreSQL programs where they were looked for. Values: `found` (places), `missing` (program)."""

    code = "database.postgres-not-found"


class PostgresWrongMajor(Refused):
    """The PostgreSQL programs, server or data directory are of another major version. Values: `found`, `where`."""

    code = "database.postgres-wrong-major"


class DataDirectoryNotOurs(Refused):
    """The data or socket directory belongs to another user. Values: `path`, `found`, `expected`."""

    code = "database.directory-not-ours"


class ServerDidNotStart(Refused):
    """A PostgreSQL program failed. Values: `program`, `found` (what it said), `log`."""

    code = "database.server-did-not-start"


class ServerBusy(Refused):
    """The server is in use by another Hanaper process and stays up. Values: `path`."""

    code = "database.server-busy"


class NotEmbedded(Refused):
    """The command is about the embedded server, but DATABASE_URL names another. Values: `host`."""

    code = "database.not-embedded"


class RolesMissing(Refused):
    """The login may not make what Hanaper needs. Values: `login`, `missing`, `sql` (for the administrator)."""

    code = "database.roles-missing"


class AddressInvalid(Refused):
    """A database address cannot be read. Values: `variable`, `found`."""

    code = "database.address-invalid"


class SchemaBehind(Refused):
    """The database lacks migrations. Values: `count`, `missing` (the first few names)."""

    code = "database.schema-behind"
