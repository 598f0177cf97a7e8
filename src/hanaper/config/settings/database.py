"""One database, spoken to as `hanaper_app`; `hanaper database migrate` alone speaks as the owner."""

from __future__ import annotations

from hanaper.config.environment import environment

DATABASES = {"default": environment().connections.django("app")}
