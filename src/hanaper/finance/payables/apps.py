from django.apps import AppConfig


class PayablesConfig(AppConfig):
    name = "hanaper.finance.payables"
    label = "payables"

    def ready(self) -> None:
        from hanaper.finance.payables import matches, panels, policies, services  # noqa: F401  (hang the effects)
        from hanaper.finance.payables.wording import REASONS, WORDING
        from hanaper.foundation.duties.api import declare
        from hanaper.foundation.interface.api import register_wording

        declare(*policies.DUTIES)
        register_wording({**WORDING, **REASONS})
        panels.register()
