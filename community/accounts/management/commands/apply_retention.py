"""`manage.py apply_retention`: once a day, what may not be kept any longer goes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from community.accounts.actions import apply_retention


class Command(BaseCommand):
    help = (
        "Carries out the rules of retention: mails about inactive accounts, erasures"
        " that are due, files and proof that have outlived their time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Change nothing: print how many would be concerned now.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for name, number in apply_retention(dry_run=options["dry_run"]).items():
            self.stdout.write(f"{number:>8}  {name}")
