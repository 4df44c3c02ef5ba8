"""Take away a lost second factor, for somebody whose identity the operator has made sure of."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yaodian.foundation.common.actor import SYSTEM
from yaodian.foundation.common.refusal import Problems
from yaodian.foundation.people.actions import reset_second_factor
from yaodian.foundation.people.models import User


class Command(BaseCommand):
    help = "Take away a person's second factor (app, security keys, recovery codes) and end all sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login", help="user name or e-mail address")
        parser.add_argument("--reason", required=True, help="why, for the audit: who asked, how made sure of")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.named(options["login"])
        if user is None:
            raise CommandError(f"没有账号“{options['login']}”，请核对用户名。")
        try:
            reset_second_factor(user, by=SYSTEM, reason=options["reason"])
        except Problems as problems:
            raise CommandError("；".join(problem.words for problem in problems.items)) from None
        self.stdout.write(f"{user.name}的两步验证已重置，所有登录已退出。请本人登录后重新设置。")
