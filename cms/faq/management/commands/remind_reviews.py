from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.faq.actions import remind_of_reviews


class Command(BaseCommand):
    help = "Write to those whose answers wait for review, once a week at most."

    def handle(self, *args, **options):
        sent = remind_of_reviews(timezone.now())
        self.stdout.write(f"Reminders sent: {sent}.")
