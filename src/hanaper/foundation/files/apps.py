from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "hanaper.foundation.files"
    label = "files"
