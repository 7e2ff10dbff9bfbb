"""The process that does jobs; any number of them may run."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from cms.core.jobs.worker import Worker


class Command(BaseCommand):
    help = "Do the jobs that wait, until SIGTERM; the one that is begun is finished."

    def add_arguments(self, parser):
        parser.add_argument(
            "--batch", action="store_true", help="End when no job waits."
        )
        parser.add_argument(
            "--interval",
            type=float,
            default=1,
            help="Seconds between two looks when nothing waits (1).",
        )

    def handle(self, *args, **options):
        # Commands close theirs at once; this one looks for work every second.
        connection.settings_dict["CONN_MAX_AGE"] = 60
        if settings.JOBS != "database":
            raise CommandError(
                "Jobs are done at once here; set JOBS=database for workers."
            )
        worker = Worker(interval=options["interval"], batch=options["batch"])
        worker.configure_signals()
        worker.run()
