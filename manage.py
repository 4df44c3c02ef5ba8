#!/usr/bin/env python3
"""Django's command line for Yaodian; `./run manage` calls it with the environment prepared."""

import os
import sys

# Only the owner of the tables may alter them: these commands sign in with the owner's role.
OWNER_COMMANDS = {"migrate", "makemigrations", "sqlmigrate", "pgtrigger", "check_grants"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yaodian.site.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ["YAODIAN_ROLE"] = "owner"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
