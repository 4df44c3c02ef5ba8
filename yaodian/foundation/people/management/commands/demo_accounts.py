"""The demo's accounts, one a line: name, user name and roles, separated by tabs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from yaodian.foundation.people.demo import accounts


class Command(BaseCommand):
    help = "List the demo's accounts: name, user name, roles, separated by tabs. Only in demo mode."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("只有演示模式才有演示账号；正式使用请用 add_person 建立账号。")
        for account in accounts():
            self.stdout.write(f"{account.label}\t{account.login}\t{account.role}")
