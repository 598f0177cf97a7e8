"""The English of posts."""

from __future__ import annotations

WORDING = {
    "posts.grade-not-there": "This body has no grade “{found}”. Set it up first, or use the code of another.",
    "posts.point-not-there": (
        "Grade {grade} has no point {point} on {on}. Set what the point is paid first, or use another point."
    ),
}
