"""Adds the works of a bibliographic file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.core.languages import CODES
from cms.library.actions import ImportClashError, import_works
from cms.library.formats import FORMATS, UnreadableFileError, format_of_name
from cms.library.imports import NEW, Plan, plan_of


class Command(BaseCommand):
    help = "Adds the works of a BibTeX, RIS or CSL-JSON file; duplicates are left out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Only report.")
        parser.add_argument("--format", choices=list(FORMATS))
        parser.add_argument(
            "--locale",
            choices=CODES,
            default=settings.LANGUAGE_CODE,
            help="Language of titles that name none.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        file_format = options["format"] or format_of_name(file.name)
        if not file_format:
            raise CommandError("Say with --format which format the file has.")
        try:
            plan = plan_of(file.read_bytes(), file_format, options["locale"])
            if not options["dry_run"]:
                import_works(plan.new, by=None)
        except (OSError, UnreadableFileError, ImportClashError) as wrong:
            raise CommandError(str(wrong)) from wrong
        self._report(plan, "would be added" if options["dry_run"] else "added")

    def _report(self, plan: Plan, done: str) -> None:
        for row in plan.rows:
            if row.state != NEW:
                told = " ".join(row.messages)
                self.stdout.write(f"line {row.line}: {row.state}: {row.title} {told}")
        self.stdout.write(
            f"{len(plan.new)} {done}, {len(plan.duplicates)} duplicates, "
            f"{len(plan.errors)} errors"
        )
