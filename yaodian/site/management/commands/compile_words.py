"""Compile the site's own words beside their source."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from yaodian.site.catalogue import compiled, read


class Command(BaseCommand):
    help = "Compile yaodian/site/locale/*/LC_MESSAGES/django.po; needs no outside tool."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for po in sorted(folder.glob("*/LC_MESSAGES/*.po")):
                po.with_suffix(".mo").write_bytes(compiled(read(po)))
                self.stdout.write(str(po.with_suffix(".mo").relative_to(folder)))
