from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "yaodian.site"
    label = "site"
    verbose_name = "要点"

    def ready(self) -> None:
        from yaodian.foundation.audit import words

        from . import checks  # noqa: F401
        from .background import connect
        from .wording import ACTIONS

        connect()
        words.register(ACTIONS)
