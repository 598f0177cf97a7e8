from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "hanaper.strategy.register"
    label = "register"

    def ready(self) -> None:
        from hanaper.foundation.duties.api import declare
        from hanaper.foundation.interface.api import register_wording
        from hanaper.strategy.register import panels, policies
        from hanaper.strategy.register.wording import WORDING

        declare(*policies.DUTIES)
        register_wording(WORDING)
        panels.register()
