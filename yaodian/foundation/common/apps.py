from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "yaodian.foundation.common"
    label = "common"
    verbose_name = "公用"
