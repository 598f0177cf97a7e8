from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "hanaper.foundation.audit"
    label = "audit"
