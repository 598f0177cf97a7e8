from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "hanaper.ledger"
    label = "ledger"

    def ready(self) -> None:
        from hanaper.foundation.duties.api import declare
        from hanaper.foundation.interface import timeline, wording
        from hanaper.ledger import panels, policies, services  # noqa: F401  (services hang effects on the processes)
        from hanaper.ledger.exchange.wording import WORDING as EXCHANGE
        from hanaper.ledger.payments import policies as payment_policies
        from hanaper.ledger.payments import services as payment_services  # noqa: F401
        from hanaper.ledger.wording import REOPENING, SENT_BACK, SENTENCES, WORDING

        declare(*policies.DUTIES, *payment_policies.DUTIES)
        wording.register({**WORDING, **EXCHANGE, **SENT_BACK, **REOPENING})
        timeline.register(SENTENCES)
        panels.register()
