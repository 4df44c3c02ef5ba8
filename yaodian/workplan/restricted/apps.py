from django.apps import AppConfig


class RestrictedConfig(AppConfig):
    name = "yaodian.workplan.restricted"
    label = "restricted"
    verbose_name = "专项登记"

    def ready(self) -> None:
        from . import registration

        registration.register()
