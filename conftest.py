"""What every test may use, wherever it stands: see the modules named here."""

from __future__ import annotations

pytest_plugins = ["tests.databases", "tests.promises", "tests.browsers", "tests.shared_material"]
