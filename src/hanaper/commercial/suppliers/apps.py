from django.apps import AppConfig


class SuppliersConfig(AppConfig):
    name = "hanaper.commercial.suppliers"
    label = "suppliers"

    def ready(self) -> None:
        from hanaper.commercial.suppliers import panels, policies, services  # noqa: F401  (services hang the effects)
        from hanaper.commercial.suppliers.wording import REFUSED, WORDING
        from hanaper.foundation.duties.api import declare
        from hanaper.foundation.interface.api import register_wording

        declare(*policies.DUTIES)
        register_wording({**WORDING, **REFUSED})
        panels.register()
