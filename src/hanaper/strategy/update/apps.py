from django.apps import AppConfig


class UpdateConfig(AppConfig):
    name = "hanaper.strategy.update"
    label = "update"

    def ready(self) -> None:
        from hanaper.foundation.duties.api import declare
        from hanaper.foundation.interface.api import NavigationSection, register_section
        from hanaper.strategy.update import policies

        declare(*policies.DUTIES)
        register_section(NavigationSection("Update", "update/", frozenset({"update.read"}), order=90))
