from django.apps import AppConfig


class ConvergenceConfig(AppConfig):
    name = "hanaper.strategy.convergence"
    label = "convergence"

    def ready(self) -> None:
        from hanaper.foundation.duties.api import declare
        from hanaper.foundation.interface.api import register_wording
        from hanaper.strategy.convergence import panels, policies, services  # noqa: F401  (services hang the effects)
        from hanaper.strategy.convergence.wording import WORDING

        declare(*policies.DUTIES)
        register_wording(WORDING)
        panels.register()
