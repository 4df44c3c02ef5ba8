"""A new link to set the password, for somebody who has lost it and has no mail."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from yaodian.foundation.common.actor import SYSTEM
from yaodian.foundation.people.actions import make_password_link, reactivate_user
from yaodian.foundation.people.links import words_about_link
from yaodian.foundation.people.models import User


class Command(BaseCommand):
    help = "Print a link, good once and for some hours, with which a person sets a new password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login", help="user name or e-mail address")
        parser.add_argument(
            "--address", default="", help="the site's address, https://…; from settings if left out"
        )

        parser.add_argument(
            "--reactivate", default="", metavar="REASON", help="open a closed account again, and why"
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.named(options["login"])
        if user is not None and options["reactivate"].strip():
            user = reactivate_user(user, by=SYSTEM, reason=options["reactivate"].strip())
        if user is None or not user.is_active:
            raise CommandError(f"没有在用的账号“{options['login']}”，请核对用户名。")
        link = make_password_link(user, by=SYSTEM, address=options["address"])
        self.stderr.write(words_about_link(user))
        self.stdout.write(link)
