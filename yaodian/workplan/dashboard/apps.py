from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "yaodian.workplan.dashboard"
    label = "dashboard"
    verbose_name = "总览"

    def ready(self) -> None:
        from . import registration

        registration.register()
