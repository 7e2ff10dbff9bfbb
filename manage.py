#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

# Commands that never ask the database need not start one.
WITHOUT_DATABASE = frozenset(
    {"compile_catalogues", "help", "makemessages", "version", "--help", "--version"}
)


def main() -> None:
    """Run one command; the embedded database is up while it runs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    # The time limit is for web requests. A migration may take as long as it needs.
    os.environ["STATEMENT_TIMEOUT"] = "0"

    from django.core.management import execute_from_command_line

    from cms import postgres

    if len(sys.argv) > 1 and sys.argv[1] not in WITHOUT_DATABASE:
        try:
            postgres.ensure_server()
        except postgres.ServerError as error:
            sys.exit(str(error))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
