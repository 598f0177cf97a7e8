from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "hanaper.foundation.tenancy"
    label = "tenancy"
