from django.apps import AppConfig


class LevelsConfig(AppConfig):
    name = "hanaper.centre.levels"
    label = "levels"

    def ready(self) -> None:
        from hanaper.centre.levels import policies
        from hanaper.foundation.duties.api import declare
        from hanaper.foundation.interface.api import NavigationSection, register_section

        declare(*policies.DUTIES)
        register_section(NavigationSection("Service levels", "levels/", frozenset({"levels.read"}), order=80))
