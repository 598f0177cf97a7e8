"""The interface kit as a Django app: its templates and static files."""

from __future__ import annotations

from django.apps import AppConfig


class InterfaceConfig(AppConfig):
    name = "hanaper.foundation.interface"
    label = "interface"
    verbose_name = "Interface kit"
