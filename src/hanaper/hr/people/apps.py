from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "hanaper.hr.people"
    label = "people"

    def ready(self) -> None:
        from hanaper.foundation.duties.api import declare
        from hanaper.foundation.interface.api import register_wording
        from hanaper.hr.people import panels, policies, refusals, services  # noqa: F401  (services hang the effects on the processes)
        from hanaper.hr.people.wording import WORDING

        declare(*policies.DUTIES)
        register_wording(WORDING)
        panels.register()
