from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "hanaper.foundation.duties"
    label = "duties"

    def ready(self) -> None:
        from hanaper.foundation.duties import policies
        from hanaper.foundation.duties.registry import declare

        declare(*policies.DUTIES)
