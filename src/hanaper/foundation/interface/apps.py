"""The interface kit as a Django app: its templates and static files."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from django.apps import AppConfig, apps

WORDED_WITHOUT_APP = ("hanaper.parameters", "hanaper.foundation.acts")
"""Packages with refusals of their own that are no Django apps."""


class InterfaceConfig(AppConfig):
    name = "hanaper.foundation.interface"
    label = "interface"
    verbose_name = "Interface kit"

    def ready(self) -> None:
        from hanaper.foundation.interface import wording

        ours = {c.name: Path(c.path) for c in apps.get_app_configs() if c.name.startswith("hanaper.")}
        others = {name: Path(import_module(name).__path__[0]) for name in WORDED_WITHOUT_APP}
        wording.register_installed(others | ours)
