from django.apps import AppConfig


class SuppliersConfig(AppConfig):
    name = "hanaper.commercial.suppliers"
    label = "suppliers"

    def ready(self) -> None:
        from hanaper.commercial.suppliers import policies, services  # noqa: F401  (services hang the effects on the process)
        from hanaper.foundation.duties.api import declare

        declare(*policies.DUTIES)
