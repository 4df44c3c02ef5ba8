"""`seal_audit`: seal everything that can be sealed now, and anchor it; run before a dump."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from yaodian.foundation.audit import anchor
from yaodian.foundation.audit.sealer import seal_all


class Command(BaseCommand):
    help = "Seal all audit entries that can be sealed and write an anchor."

    def handle(self, *args: Any, **options: Any) -> None:
        done, last = seal_all(), anchor.last_written()
        self.stderr.write(f"新封存 {done.entries} 条记录，{done.blocks} 个块。")
        if last:
            self.stdout.write(f"{last.n} {last.hash}")
