"""Store new versions of what members are asked to agree to."""

from django.core.management.base import BaseCommand

from community.accounts.actions import load_consents


class Command(BaseCommand):
    help = "Store the texts of consents; a changed one becomes a new version."

    def handle(self, *args, **options):
        number = load_consents()
        if options["verbosity"]:
            self.stdout.write(f"New versions of texts: {number}.")
