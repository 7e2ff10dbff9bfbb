"""`manage.py replay_erasures`: after a restore, erased accounts are erased once more."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from community.accounts.actions import replay_erasures, restore_tombstones


class Command(BaseCommand):
    help = (
        "Erases again the accounts that a restored backup has brought back. To be run"
        " before the site is opened again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--file",
            default="",
            help="The file of tombstones, when it is not the one of the settings.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file = Path(options["file"] or settings.TOMBSTONES_FILE)
        if options["file"] and not file.exists():
            raise CommandError(f"There is no file {file}.")
        known = restore_tombstones(file)
        self.stdout.write(f"{known} tombstones, {replay_erasures()} accounts erased.")
