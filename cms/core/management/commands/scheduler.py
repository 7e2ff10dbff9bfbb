"""The process that does periodic jobs; a second one waits until the first is gone."""

import signal
import threading

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.module_loading import import_string

from cms.core.jobs.periodic import Scheduler


class Command(BaseCommand):
    help = "Do what is due (cms/schedule.py), until SIGTERM; a job begun is finished."

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="Do what is due now, and end: for cron."
        )

    def handle(self, *args, **options):
        # Commands close theirs at once; this one looks for work every second.
        connection.settings_dict["CONN_MAX_AGE"] = 60
        ended = threading.Event()
        scheduler = Scheduler(import_string(settings.SCHEDULE), ended)
        if options["once"]:
            if not scheduler.once():
                self.stdout.write("Another scheduler is at work.")
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_told: ended.set())
        scheduler.run()
