"""English for this package's errors: what was found, what was expected, the rule, what to do next."""

from __future__ import annotations

WORDING: dict[str, str] = {
    "idempotency.key-wrong": (
        "The key of this request has {found} characters. A key has 1 to 255. Open the page again, or send another key."
    ),
    "idempotency.key-reused": (
        "This request was sent before with other content. Each request has a key of its own, so that nothing is done "
        "twice. Open the page again and send it from there."
    ),
    "idempotency.in-flight": (
        "The same request is being worked on. Wait a few seconds and look again: it is done once, "
        "however often it is sent."
    ),
}
