from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    name = "hanaper.foundation.database"
    label = "database"
