from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "hanaper.commercial.orders"
    label = "orders"

    def ready(self) -> None:
        from hanaper.commercial.orders import policies, services  # noqa: F401  (services hang the effects on the processes)
        from hanaper.foundation.duties.api import declare

        declare(*policies.DUTIES)
