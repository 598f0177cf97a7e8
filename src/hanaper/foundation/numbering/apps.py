from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "hanaper.foundation.numbering"
    label = "numbering"
