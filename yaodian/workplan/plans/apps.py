from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "yaodian.workplan.plans"
    label = "plans"
    verbose_name = "工作要点"

    def ready(self) -> None:
        from . import registration

        registration.register()
