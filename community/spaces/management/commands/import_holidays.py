"""Close spaces on the public holidays of the file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from community.spaces.actions import import_holidays
from community.spaces.models import Space


class Command(BaseCommand):
    help = "Close spaces on public holidays; doing it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", help="Spaces; all when none is named.")
        parser.add_argument("--year", type=int, action="append", dest="years")

    def handle(self, *args: Any, **options: Any) -> None:
        spaces = Space.objects.order_by("slug")
        if slugs := options["slugs"]:
            spaces = spaces.filter(slug__in=slugs)
            missing = set(slugs) - {one.slug for one in spaces}
            if missing:
                raise CommandError(f"No such space: {', '.join(sorted(missing))}.")
        for space in spaces:
            done = import_holidays(space, years=options["years"])
            self.stdout.write(
                f"{space.slug}: {done.added} added, {done.changed} changed,"
                f" {done.removed} taken away."
            )
