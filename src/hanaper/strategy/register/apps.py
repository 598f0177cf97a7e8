from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "hanaper.strategy.register"
    label = "register"

    def ready(self) -> None:
        from hanaper.foundation.duties.api import declare
        from hanaper.foundation.interface.api import NavigationSection, register_section, register_wording
        from hanaper.strategy.register import policies
        from hanaper.strategy.register.wording import WORDING

        declare(*policies.DUTIES)
        register_wording(WORDING)
        register_section(NavigationSection("Register", "register/", frozenset({"register.read"}), order=91))
