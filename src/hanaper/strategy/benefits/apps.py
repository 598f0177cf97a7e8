from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "hanaper.strategy.benefits"
    label = "benefits"

    def ready(self) -> None:
        from hanaper.foundation.duties.api import declare
        from hanaper.foundation.interface.api import register_wording
        from hanaper.strategy.benefits import panels, policies, services  # noqa: F401  (services hang the effects)
        from hanaper.strategy.benefits.wording import WORDING

        declare(*policies.DUTIES)
        register_wording(WORDING)
        panels.register()
