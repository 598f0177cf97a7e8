from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    name = "hanaper.foundation.idempotency"
    label = "idempotency"
