"""Write what members show to the organisation into a file, and note why."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from cms.core.languages import CODES
from community.accounts.models import User
from community.profiles.actions import begin_export, end_export
from community.profiles.exchange.people import WRITERS, shown_to_organisation, table
from community.profiles.permissions import can_read_as_organisation


class Command(BaseCommand):
    help = (
        "Export the directory as the organisation sees it. Who asks for it, and why, is "
        "kept."
    )

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=sorted(WRITERS), required=True)
        parser.add_argument("--reason", required=True, help="Why the file is needed.")
        parser.add_argument(
            "--by", required=True, metavar="EMAIL", help="Account that answers for it."
        )
        parser.add_argument("--output", type=Path, help="people.csv or people.xlsx.")
        parser.add_argument("--q", default="", help="Only who is found by these words.")
        parser.add_argument("--language", choices=CODES, default=settings.LANGUAGE_CODE)

    def handle(self, *args, **options):
        reason = options["reason"].strip()
        if not reason:
            raise CommandError("Give a reason.")
        by = User.objects.filter(email=options["by"].lower()).first()
        if by is None or not can_read_as_organisation(by):
            raise CommandError("This account may not see what members show to staff.")
        output = options["output"] or Path(f"people.{options['format']}")
        number = self._write(output, by, reason, options)
        self.stdout.write(f"{number} people written to {output}.")

    def _write(self, output, by, reason, options):
        directory = shown_to_organisation(options["q"])
        log = begin_export(by, reason, options["q"], options["format"])
        done = []
        with (
            Progress(
                SpinnerColumn(),
                TextColumn("{task.description}: {task.completed} people"),
                TimeElapsedColumn(),
                console=Console(file=self.stdout),
            ) as bars,
            output.open("wb") as file,
        ):
            bar = bars.add_task(output.name, total=None)

            def step(number):
                done.append(number)
                bars.advance(bar, number)

            try:
                rows = table(directory, options["language"], step)
                for piece in WRITERS[options["format"]](rows):
                    file.write(piece)
            finally:
                end_export(log, sum(done))
        return sum(done)
