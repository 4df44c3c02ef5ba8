from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "yaodian.workplan.disclosure"
    label = "disclosure"
    verbose_name = "公开"

    def ready(self) -> None:
        from . import registration

        registration.register()
