from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "hanaper.commercial.orders"
    label = "orders"

    def ready(self) -> None:
        from hanaper.commercial.orders import panels, policies, services  # noqa: F401  (services hang the effects)
        from hanaper.commercial.orders.wording import SENT_BACK, WENT_BACK, WORDING
        from hanaper.foundation.duties.api import declare
        from hanaper.foundation.interface.api import register_wording

        declare(*policies.DUTIES)
        register_wording({**WORDING, **SENT_BACK, **WENT_BACK})
        panels.register()
