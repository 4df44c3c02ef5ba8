"""Fill an empty demo database with the fictional city; a database that has it is left alone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from yaodian.foundation.common import clock
from yaodian.foundation.people.models import Region
from yaodian.site.demo import city, story


class Command(BaseCommand):
    help = "Make the demo city (in demo mode only); does nothing when it is there."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("演示数据只能在演示模式下建立，请使用 ./run demo。")
        existing = Region.objects.filter(kind=Region.Kind.CITY).first()
        if existing is not None:
            self.stderr.write(f"{existing.name}已经建立。")
            return
        try:
            with transaction.atomic():
                self._seed()
        except BaseException:
            story.forget_documents()
            raise

    def _seed(self) -> None:
        self.stderr.write("建立云岭市：五个县（市、区）、科室和人员 …")
        with clock.hold(story.FOUNDED):
            city.build()
        self.stderr.write("导入并核对计划，审定、下达、公开，填报一季度进展 …")
        story.tell()
