"""Bring occupations and skills in step with the files of this version."""

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from community.profiles.actions import is_loaded, load_taxonomy
from community.profiles.imports import read


class Command(BaseCommand):
    help = "Load the occupations (ISCO-08) and skills; what staff entered is kept."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-changed",
            action="store_true",
            help="Do nothing when the database has these very files.",
        )

    def handle(self, *args, **options):
        if options["if_changed"] and is_loaded():
            return
        taxonomy = read()
        with Progress(
            TextColumn("{task.description:<28}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(file=self.stdout),
        ) as bars:
            total = len(taxonomy.occupations) + len(taxonomy.skills)
            bar = bars.add_task("Occupations and skills", total=total)
            report = load_taxonomy(step=lambda done: bars.advance(bar, done))
        self.stdout.write(
            f"Labels: {report.added} added, {report.changed} changed, "
            f"{report.removed} removed."
        )
