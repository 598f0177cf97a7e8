from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "hanaper.foundation.jobs"
    label = "jobs"

    def ready(self) -> None:
        from hanaper.foundation.jobs.waking import wake
        from hanaper.foundation.processes.api import on_wake

        on_wake(wake)
