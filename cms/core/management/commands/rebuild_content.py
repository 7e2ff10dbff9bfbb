"""Make the read model anew, or say where it is not what it should be."""

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from cms.core.rows.refresh import (
    drift,
    every_key,
    is_outdated,
    rebuild,
    refresh_stale,
)


class Command(BaseCommand):
    help = "Make the rows that lists, pages and the API are read from anew."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check",
            action="store_true",
            help="Change nothing; name rows that are not as they should be.",
        )
        parser.add_argument(
            "--if-outdated",
            action="store_true",
            help="Do nothing when this version of the program wrote the rows.",
        )
        parser.add_argument(
            "--stale",
            action="store_true",
            help="Only what a date has changed (the end of an embargo).",
        )

    def handle(self, *args, **options):
        if options["check"]:
            self._check()
        elif options["stale"]:
            self.stdout.write(f"{refresh_stale()} renewed.")
        elif is_outdated() or not options["if_outdated"]:
            self._rebuild()

    def _check(self):
        found = drift()
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} rows differ. Run it without --check.")
        self.stdout.write("Every row is as it should be.")

    def _rebuild(self):
        with Progress(
            TextColumn("{task.description:<28}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(file=self.stdout),
        ) as bars:
            bar = bars.add_task("Read model", total=len(every_key()))
            rebuild(lambda done: bars.advance(bar, done))
