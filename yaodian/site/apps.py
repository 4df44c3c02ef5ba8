from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "yaodian.site"
    label = "site"
    verbose_name = "要点"

    def ready(self) -> None:
        from django.urls import reverse_lazy

        from yaodian.foundation.audit import words
        from yaodian.foundation.people import scopes

        from . import checks  # noqa: F401
        from .background import connect
        from .wording import ACTIONS

        connect()
        words.register(ACTIONS)
        scopes.register_documentation(reverse_lazy("api:api-root"))
