from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "yaodian.foundation.people"
    label = "people"
    verbose_name = "人员与机构"

    def ready(self) -> None:
        from . import endings
        from .sign_in_events import connect
        from .tokens import end_tokens_of

        connect()
        endings.register(end_tokens_of)
