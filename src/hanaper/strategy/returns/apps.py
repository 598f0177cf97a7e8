from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "hanaper.strategy.returns"
    label = "returns"

    def ready(self) -> None:
        from hanaper.foundation.duties.api import declare
        from hanaper.foundation.interface.api import register_wording
        from hanaper.strategy.returns import panels, policies, services  # noqa: F401
        from hanaper.strategy.returns.wording import WORDING

        declare(*policies.DUTIES)
        register_wording(WORDING)
        panels.register()
