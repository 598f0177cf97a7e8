from django.apps import AppConfig


class PayConfig(AppConfig):
    name = "hanaper.hr.pay"
    label = "pay"

    def ready(self) -> None:
        from hanaper.foundation.duties.api import declare
        from hanaper.foundation.interface.api import register_wording
        from hanaper.hr.pay import (  # noqa: F401  (hang effects)
            committing,
            debts,
            freezing,
            notices,
            panels,
            policies,
            refusals,
            reporting,
            services,
            staging,
            years,
        )
        from hanaper.hr.pay.wording import WORDING

        declare(*policies.DUTIES)
        register_wording(WORDING)
        panels.register()
