"""`python -m hanaper` is `hanaper`."""

from __future__ import annotations

from hanaper.cli import main

if __name__ == "__main__":
    main()
