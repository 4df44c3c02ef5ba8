from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "yaodian.foundation.audit"
    label = "audit"
    verbose_name = "审计"

    def ready(self) -> None:
        from yaodian.foundation.common import health, periodic

        from .health import sealing_is_late
        from .sealer import tick

        health.register("sealing", lambda: not sealing_is_late())
        periodic.register("seal_audit", 1.0, tick)
