from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "yaodian.foundation.people"
    label = "people"
    verbose_name = "人员与机构"

    def ready(self) -> None:
        from yaodian.foundation.audit import words
        from yaodian.foundation.common import periodic

        from . import checks, idling, jobs, models, parameters, wording  # noqa: F401
        from .mine import registration
        from .sign_in_events import connect

        connect()
        words.register(wording.ACTIONS)
        words.register_types(wording.TYPES)
        words.register_understood(models.RoleRequest, *wording.UNDERSTOOD)
        parameters.connect()
        periodic.register("close_idle_accounts", 3600.0, idling.close_idle_accounts)
        jobs.describe(wording.JOBS)
        registration.register()
