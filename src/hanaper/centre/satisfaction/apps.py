from django.apps import AppConfig


class SatisfactionConfig(AppConfig):
    name = "hanaper.centre.satisfaction"
    label = "satisfaction"

    def ready(self) -> None:
        from hanaper.centre.satisfaction import panels, policies
        from hanaper.centre.satisfaction.wording import WORDING
        from hanaper.foundation.duties.api import declare
        from hanaper.foundation.interface.api import register_wording

        declare(*policies.DUTIES)
        register_wording(WORDING)
        panels.register()
