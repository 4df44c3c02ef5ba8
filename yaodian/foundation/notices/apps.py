from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "yaodian.foundation.notices"
    label = "notices"
    verbose_name = "待办与消息"
