"""English for this package's errors: what was found, what was expected, the rule, what to do next."""

from __future__ import annotations

WORDING: dict[str, str] = {
    "files.empty": "The file {name} is empty. Send it again with its content.",
    "files.too-large": (
        "The file {name} has {found_bytes} bytes. Hanaper takes files of up to {limit_bytes} bytes. Split it, or send "
        "a smaller one."
    ),
    "files.type-refused": (
        "The content of {name} is {found}, and {expected} was expected. Hanaper looks at the content, not at the name. "
        "Send the file in the kind that was asked for."
    ),
    "files.harmful": "The file {name} was refused because a virus scanner knows it ({found}). Nothing was stored.",
    "files.not-there": "There is no such file.",
}
