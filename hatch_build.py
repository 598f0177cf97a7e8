"""A wheel of Hanaper carries the front-end assets: refuse to build one without them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NEEDED = ("govuk-frontend.min.css", "govuk-frontend.min.js", "NOTICE.txt")


class AssetsHook(BuildHookInterface):  # type: ignore[type-arg]
    """An editable install (set-up itself) comes before the assets; every other wheel needs them."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        place = Path(self.root) / "src/hanaper/foundation/interface/static/vendor/govuk"
        missing = [name for name in NEEDED if not (place / name).is_file()]
        if missing:
            raise FileNotFoundError(f"{place} lacks {', '.join(missing)}. Run `make setup` and build again.")
