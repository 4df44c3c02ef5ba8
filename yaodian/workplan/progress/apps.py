from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "yaodian.workplan.progress"
    label = "progress"
    verbose_name = "进展"

    def ready(self) -> None:
        from . import registration

        registration.register()
