"""`run_sealer`: the sealing by itself, for a site that runs it apart from the other background jobs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from yaodian.foundation.audit.sealer import tick
from yaodian.foundation.common.periodic import Job, run_until_told


class Command(BaseCommand):
    help = "Seal audit entries each second and anchor them, until SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stderr.write("正在封存审计记录，Ctrl-C 停止。")
        run_until_told([Job("seal_audit", 1.0, tick)])
        self.stderr.write("已停止封存。")
