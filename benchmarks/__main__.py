"""`python -m benchmarks [names] [--json] [--scale small|full]`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import figures, server

SUBJECTS = ("posting", "bulk", "sealing", "balances", "advancing")
APART = ("pay",)
"""Measured only when named: they take long."""


def main() -> None:
    """Measure the subjects in turn on one server, and print a table, or JSON."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("names", nargs="*", metavar="name", help=", ".join(SUBJECTS + APART))
    asked.add_argument("--json", action="store_true", help="print one JSON object")
    asked.add_argument(
        "--scale", choices=("small", "full"), default="full", help="small: a minute, a tenth of the rows"
    )
    wanted = asked.parse_args()
    unknown = set(wanted.names) - {*SUBJECTS, *APART}
    if unknown:
        asked.error(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(SUBJECTS + APART)}")
    found: list[figures.Figure] = []
    with server.running():
        for name in wanted.names or SUBJECTS:
            print(f"{name} ...", file=sys.stderr, flush=True)
            for figure in import_module(f"benchmarks.{name}").measure(wanted.scale):
                found.append(figure)
                print(f"  {list(figures.table([figure]))[1]}", file=sys.stderr, flush=True)
    if wanted.json:
        json.dump(
            {"cores": os.cpu_count(), "scale": wanted.scale, "figures": [f.as_json() for f in found]},
            sys.stdout,
            indent=1,
        )
        print()
    else:
        print("\n".join(figures.table(found)))


if __name__ == "__main__":
    main()
