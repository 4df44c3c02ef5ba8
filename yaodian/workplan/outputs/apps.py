from django.apps import AppConfig


class OutputsConfig(AppConfig):
    name = "yaodian.workplan.outputs"
    label = "outputs"
    verbose_name = "打印与导出"

    def ready(self) -> None:
        from . import registration

        registration.register()
