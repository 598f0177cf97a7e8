"""What can go wrong with a request that is sent twice."""

from hanaper.kernel.errors import Invalid, Refused


class KeyWrong(Invalid):
    """An idempotency key that is empty or longer than 255 characters."""

    code = "idempotency.key-wrong"


class KeyReused(Refused):
    """The key came before, with another request."""

    code = "idempotency.key-reused"


class InFlight(Refused):
    """The same request is being worked on at this moment. The shell says 409 with Retry-After."""

    code = "idempotency.in-flight"
    retry_after_seconds = 2
