from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.faq.actions import purge_comments


class Command(BaseCommand):
    help = "Empty readers' comments on answers that are older than two years."

    def handle(self, *args, **options):
        emptied = purge_comments(timezone.now())
        self.stdout.write(f"Comments emptied: {emptied}.")
