from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "yaodian.foundation.notices"
    label = "notices"
    verbose_name = "待办与消息"

    def ready(self) -> None:
        from yaodian.foundation.people import telling

        from .actions import tell

        telling.register(tell)
