"""`work`: the background worker. It runs every registered periodic job until SIGTERM."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from yaodian.foundation.common.periodic import registered, run_until_told


class Command(BaseCommand):
    help = "Run the background jobs: sealing the audit, clearing presence and sessions."

    def handle(self, *args: Any, **options: Any) -> None:
        jobs = registered()
        self.stderr.write("后台任务已启动：" + "、".join(job.name for job in jobs))
        run_until_told(jobs)
        self.stderr.write("后台任务已停止。")
