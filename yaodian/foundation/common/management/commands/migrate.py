"""Django's migrate, and afterwards the grants of the application's role."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from yaodian.foundation.common.database import grants


class Command(Migrate):
    help = "Bring the database's tables up to date and give the application's role what the models allow."

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        call_command("createcachetable", database=options["database"], verbosity=0)
        role, connection = settings.APP_DATABASE_ROLE, connections[options["database"]]
        if role and role != connection.settings_dict["USER"]:
            with connection.cursor() as cursor:
                for statement in grants(role):
                    cursor.execute(statement)
