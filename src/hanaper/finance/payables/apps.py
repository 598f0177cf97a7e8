from django.apps import AppConfig


class PayablesConfig(AppConfig):
    name = "hanaper.finance.payables"
    label = "payables"

    def ready(self) -> None:
        from hanaper.finance.payables import matches, policies, receiving, services  # noqa: F401  (hang the effects)
        from hanaper.finance.payables.wording import WORDING
        from hanaper.foundation.duties.api import declare
        from hanaper.foundation.interface.wording import register

        declare(*policies.DUTIES)
        register(WORDING)
