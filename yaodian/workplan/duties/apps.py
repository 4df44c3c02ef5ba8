from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "yaodian.workplan.duties"
    label = "duties"
    verbose_name = "责任分解"

    def ready(self) -> None:
        from . import registration

        registration.register()
