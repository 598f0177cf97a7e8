"""English for this package's errors and for what verifying finds."""

from __future__ import annotations

WORDING: dict[str, str] = {
    "audit.seal-key-wrong": (
        "HANAPER_SEAL_KEY is not the key that signs chain heads: expected 32 bytes as URL-safe base64, found {found}. "
        "Set it to the key that signed the heads so far."
    ),
    "audit.altered": "the row, its number or its seal is not what was sealed",
    "audit.missing": "a sealed row is gone",
    "audit.gap": "a place in the chain is skipped",
    "audit.number-gap": "a number is skipped",
    "audit.unsealed": "a row that is older than the last seal stands outside the chain",
    "audit.head": "the head is not the last link of the chain",
    "audit.detail-altered": "what stood before and after is not what was recorded",
    "audit.detail-missing": "what stood before and after is gone, and no act disposed of it",
    "audit.tail-lost": (
        "a signed head outside the database is ahead of the chain: its tail is lost, or an older database was restored. "
        "If the database was made anew on purpose, move the old files of HANAPER_HEADS away"
    ),
    "audit.head-differs": "a signed head outside the database names another link at this place",
    "audit.signature-wrong": "a line of the heads file is not signed by our key",
}
