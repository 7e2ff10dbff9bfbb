"""Delete imported contacts whose last day is over, and files that nobody imported."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from community.accounts.actions import forget_invited, forget_parked, purge_contacts
from community.accounts.models import ImportedContact


class Command(BaseCommand):
    help = "Delete unclaimed contacts after their last day. To be run every day."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Only say how many there are."
        )

    def handle(self, *args, **options):
        if options["dry_run"]:
            due = ImportedContact.objects.to_purge(timezone.localdate()).count()
            self.stdout.write(f"{due} contacts would be deleted.")
            return
        gone, files, forgotten = purge_contacts(), forget_parked(), forget_invited()
        self.stdout.write(
            f"{gone} contacts deleted, {files} files given up, "
            f"{forgotten} addresses of invitations forgotten."
        )
