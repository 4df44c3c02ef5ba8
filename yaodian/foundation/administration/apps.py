from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "yaodian.foundation.administration"
    label = "administration"
    verbose_name = "管理"

    def ready(self) -> None:
        from . import registration

        registration.connect()
