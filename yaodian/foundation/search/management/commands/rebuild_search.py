"""`./run manage rebuild_search`: enter everything that can be found anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from yaodian.foundation.search import register


class Command(BaseCommand):
    help = "Enter everything that can be found anew, kind by kind. Pages stay usable meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        for kind in register.kinds():
            self.stdout.write(f"{kind.label}：{register.rebuild(kind)} 条")
