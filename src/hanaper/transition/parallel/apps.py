from django.apps import AppConfig


class ParallelConfig(AppConfig):
    name = "hanaper.transition.parallel"
    label = "parallel"

    def ready(self) -> None:
        from hanaper.foundation.duties.api import declare
        from hanaper.foundation.interface.api import register_wording
        from hanaper.transition.parallel import panels, policies, services  # noqa: F401  (services hang the effects)
        from hanaper.transition.parallel.wording import WORDING

        declare(*policies.DUTIES)
        register_wording(WORDING)
        panels.register()
