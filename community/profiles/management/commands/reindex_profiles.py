"""Make rows of the directory anew, or look whether they are what they should be."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from community.profiles.actions import (
    all_profiles,
    counts_drifted,
    drifted,
    finish_merge,
    holders_of,
    profiles_due,
    recount,
    reindex,
)
from community.profiles.models import Occupation, Skill

CHUNK = 200
SHOWN = 20


class Command(BaseCommand):
    help = "Make rows of the directory anew. The site goes on meanwhile."

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--skill", help="Of all who name the skill of this slug.")
        which.add_argument(
            "--occupation", help="Of all with this ISCO-08 code, or one below it."
        )
        which.add_argument("--all", action="store_true", help="Of everybody.")
        which.add_argument(
            "--due",
            action="store_true",
            help="Of those whose visit is over: for every night.",
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help="Change nothing; status 1 when a row is not what it should be.",
        )

    def handle(self, *args, **options):
        ids = self._chosen(options)
        if options["check"]:
            return self._check(ids, counts=options["all"])
        number = self._each(ids, reindex)
        if options["all"]:
            recount()
        self.stdout.write(f"Rows of {number} profiles were made anew.")
        return None

    def _chosen(self, options):
        if options["skill"]:
            return self._holders_of_skill(options["skill"], options["check"])
        if options["occupation"]:
            found = Occupation.objects.filter(code__startswith=options["occupation"])
            if not found:
                raise CommandError("There is no occupation of this code.")
            return [number for one in found for number in holders_of(one)]
        if options["due"]:
            return profiles_due(timezone.localdate())
        return all_profiles()

    def _holders_of_skill(self, slug, only_check):
        found = Skill.objects.filter(slug=slug).select_related("merged_into").first()
        if found is None:
            raise CommandError("There is no skill of this slug.")
        if found.merged_into is None:
            return holders_of(found)
        if not only_check:
            finish_merge(found)
        return holders_of(found.merged_into)

    def _check(self, ids, counts):
        wrong = []
        self._each(ids, lambda chunk: wrong.extend(drifted(chunk)))
        if wrong:
            named = ", ".join(map(str, wrong[:SHOWN]))
            raise CommandError(f"Rows of {len(wrong)} profiles have drifted: {named}")
        if counts and counts_drifted():
            raise CommandError("The counts of facets have drifted.")
        self.stdout.write(f"The rows of {len(ids)} profiles are as they should be.")

    def _each(self, ids, work):
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(file=self.stdout),
        ) as bars:
            bar = bars.add_task("Profiles", total=len(ids))
            for start in range(0, len(ids), CHUNK):
                chunk = ids[start : start + CHUNK]
                with transaction.atomic():
                    work(chunk)
                bars.advance(bar, len(chunk))
        return len(ids)
