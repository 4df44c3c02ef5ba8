from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "yaodian.foundation.desk"
    label = "desk"
    verbose_name = "工作台"
