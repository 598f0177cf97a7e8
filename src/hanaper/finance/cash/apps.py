from django.apps import AppConfig


class CashConfig(AppConfig):
    name = "hanaper.finance.cash"
    label = "cash"

    def ready(self) -> None:
        from hanaper.finance.cash import services  # noqa: F401  (hangs the effects on the process)
        from hanaper.finance.cash.wording import WORDING
        from hanaper.foundation.interface.wording import register

        register(WORDING)
