from django.apps import AppConfig


class CashConfig(AppConfig):
    name = "hanaper.finance.cash"
    label = "cash"

    def ready(self) -> None:
        from hanaper.finance.cash import panels, services, shared_accounts  # noqa: F401  (services hang the effects)
        from hanaper.finance.cash.wording import WORDING
        from hanaper.foundation.interface.api import register_wording

        register_wording(WORDING)
        panels.register()
