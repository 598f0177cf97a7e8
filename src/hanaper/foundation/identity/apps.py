from __future__ import annotations

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "hanaper.foundation.identity"
    label = "identity"
    verbose_name = "Identity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hanaper.foundation.identity import receivers  # noqa: F401  (connects sign-in to sessions and events)
        from hanaper.foundation.identity.wording import WORDING
        from hanaper.foundation.interface.wording import register

        register(WORDING)
