from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    name = "hanaper.foundation.processes"
    label = "processes"
