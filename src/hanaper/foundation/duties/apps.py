from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "hanaper.foundation.duties"
    label = "duties"
