from django.apps import AppConfig


class AbsenceConfig(AppConfig):
    name = "hanaper.hr.absence"
    label = "absence"

    def ready(self) -> None:
        from hanaper.foundation.duties.api import declare
        from hanaper.foundation.interface.api import register_wording
        from hanaper.hr.absence import policies
        from hanaper.hr.absence.wording import WORDING

        declare(*policies.DUTIES)
        register_wording(WORDING)
