from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "hanaper.ledger"
    label = "ledger"

    def ready(self) -> None:
        from hanaper.foundation.duties.api import declare
        from hanaper.ledger import policies, services  # noqa: F401  (services hang the effects on the processes)
        from hanaper.ledger.payments import policies as payment_policies
        from hanaper.ledger.payments import services as payment_services  # noqa: F401

        declare(*policies.DUTIES, *payment_policies.DUTIES)
