"""Read the text of files that still wait for it."""

from django.core.management.base import BaseCommand

from cms.library.actions import read_files_later
from cms.library.models import Work, WorkFile


class Command(BaseCommand):
    help = "Read files of works that still wait, or whose document was replaced."

    def handle(self, *args, **options):
        waiting = WorkFile.objects.to_read()
        works = Work.objects.filter(pk__in=waiting.values("work"))
        for work in works:
            read_files_later(work)
        self.stdout.write(f"Works with files to read: {len(works)}.")
