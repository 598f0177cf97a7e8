from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "hanaper.demo"
    label = "demo"

    def ready(self) -> None:
        from hanaper.demo.wording import WORDING
        from hanaper.foundation.interface.wording import register

        register(WORDING)
