"""The interface kit as a Django app: its templates and static files."""

from __future__ import annotations

from django.apps import AppConfig, apps

WORDED_WITHOUT_APP = ("hanaper.parameters", "hanaper.foundation.acts")
"""Packages with refusals of their own that are no Django apps."""


class InterfaceConfig(AppConfig):
    name = "hanaper.foundation.interface"
    label = "interface"
    verbose_name = "Interface kit"

    def ready(self) -> None:
        from hanaper.foundation.interface import wording

        ours = [config.name for config in apps.get_app_configs() if config.name.startswith("hanaper.")]
        wording.register_installed([*WORDED_WITHOUT_APP, *ours])
