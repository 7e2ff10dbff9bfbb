"""Take over skills or occupations of ESCO from one of its CSV files."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from cms.core.languages import CODES
from community.profiles.actions import import_esco
from community.profiles.imports import EscoFileError

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Import skills_<language>.csv or occupations_<language>.csv of ESCO. What is "
        "there is met by its address in ESCO or its label; importing again is safe."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--language", choices=CODES, required=True, help="Language of the labels."
        )

    def handle(self, *args, **options):
        try:
            report = self._import(options["file"], options["language"])
        except EscoFileError as wrong:
            raise CommandError(str(wrong)) from wrong
        for bad in report.bad[:SHOWN]:
            self.stdout.write(f"line {bad.line}: {bad.reason}")
        if len(report.bad) > SHOWN:
            self.stdout.write(f"… and {len(report.bad) - SHOWN} more.")
        self.stdout.write(
            f"{report.new} new, {report.known} known, {report.labels} labels added, "
            f"{len(report.bad)} bad lines."
        )

    def _import(self, file, language):
        with Progress(
            SpinnerColumn(),
            TextColumn("{task.description}: {task.completed} lines"),
            TimeElapsedColumn(),
            console=Console(file=self.stdout),
        ) as bars:
            bar = bars.add_task(file.name, total=None)
            return import_esco(file, language, lambda done: bars.advance(bar, done))
