from django.apps import AppConfig


class ComparisonConfig(AppConfig):
    name = "hanaper.strategy.comparison"
    label = "comparison"

    def ready(self) -> None:
        from hanaper.foundation.interface.api import NavigationSection, register_section

        register_section(NavigationSection("Comparison", "comparison/", frozenset({"update.read"}), order=88))
