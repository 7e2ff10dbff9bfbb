"""Send invitations that wait, and the reminders that are due."""

from django.core.management.base import BaseCommand

from community.accounts.actions import send_invitations, send_reminders


class Command(BaseCommand):
    help = "Send waiting invitations and due reminders. To be run every hour or day."

    def add_arguments(self, parser):
        parser.add_argument(
            "--seconds", type=float, default=600.0, help="Stop after about so long."
        )

    def handle(self, *args, **options):
        left = send_invitations(seconds=options["seconds"])
        late = send_reminders(options["seconds"])
        self.stdout.write(f"{left} invitations and {late} reminders still wait.")
