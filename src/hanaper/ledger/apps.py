from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "hanaper.ledger"
    label = "ledger"

    def ready(self) -> None:
        from hanaper.foundation.duties.api import declare
        from hanaper.ledger import policies, services  # noqa: F401  (services hang the effects on the processes)

        declare(*policies.DUTIES)
