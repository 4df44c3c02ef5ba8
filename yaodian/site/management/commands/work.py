"""`work`: the background worker. It runs every registered periodic job until SIGTERM."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from yaodian.foundation.common.periodic import registered, run_until_told
from yaodian.foundation.people.jobs import watched, words_of


class Command(BaseCommand):
    help = "Run the background jobs: sealing the audit, clearing presence and sessions."

    def handle(self, *args: Any, **options: Any) -> None:
        jobs = registered()
        self.stderr.write("后台任务已启动：" + "、".join(words_of(job.name)[0] for job in jobs))
        run_until_told(watched(jobs))
        self.stderr.write("后台任务已停止。")
