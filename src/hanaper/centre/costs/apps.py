from django.apps import AppConfig


class CostsConfig(AppConfig):
    name = "hanaper.centre.costs"
    label = "costs"

    def ready(self) -> None:
        from hanaper.centre.costs import policies
        from hanaper.foundation.duties.api import declare
        from hanaper.foundation.interface.api import NavigationSection, register_section

        declare(*policies.DUTIES)
        register_section(NavigationSection("Cost to serve", "costs/", frozenset({"costs.read"}), order=85))
