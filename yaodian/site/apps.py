from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "yaodian.site"
    label = "site"
    verbose_name = "要点"

    def ready(self) -> None:
        from django.urls import reverse_lazy

        from yaodian.foundation.audit import words
        from yaodian.foundation.people import jobs, scopes

        from . import checks  # noqa: F401
        from .background import connect
        from .wording import ACTIONS, JOBS, TYPES

        connect()
        words.register(ACTIONS)
        words.register_types(TYPES)
        jobs.describe(JOBS)
        scopes.register_documentation(reverse_lazy("api:api-root"))
