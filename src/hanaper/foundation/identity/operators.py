"""Who works at the command line: an operator of the machine, named in the audit by their user there.

The command line asks for no password. Whoever may run it as Hanaper's user on the server is trusted with it, so what
they do is named after their own user, and the person they say they act for stands beside it, not in its place.
"""

from __future__ import annotations

import os
import pwd


def operator_rule() -> str:
    """`operator:<user>`, for the `Automation` that opens an act. By the process's user, which no variable changes."""
    try:
        return f"operator:{pwd.getpwuid(os.getuid()).pw_name}"
    except KeyError:  # a container's user need not have a name
        return f"operator:uid-{os.getuid()}"
