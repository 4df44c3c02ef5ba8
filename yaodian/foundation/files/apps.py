from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "yaodian.foundation.files"
    label = "files"
    verbose_name = "附件"
