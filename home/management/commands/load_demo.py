"""Fill an installation with the demo."""

from collections.abc import Callable

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from cms.core.rows.refresh import together
from home.actions import found_site
from home.demo.bookings import load_bookings
from home.demo.contacts import load_contacts
from home.demo.feedback import load_feedback
from home.demo.forum import load_conversation, planned_conversations
from home.demo.generated import load_generated
from home.demo.indexes import indexed_at_the_end, tasks_put_aside
from home.demo.members import load_members, load_occupations
from home.demo.networks import found_networks, join_networks, planned_networks
from home.demo.people import load_people
from home.demo.spaces import found_spaces, planned_spaces
from home.demo.texts import fill, fill_homes, homes_are_filled
from home.demo.tree import planned, plant, remember_source
from home.demo.works import load_subjects, load_works


class Command(BaseCommand):
    help = "Load the demo content; what is there already is left alone."

    def add_arguments(self, parser):
        parser.add_argument(
            "--works",
            type=int,
            default=0,
            help="Generated works to have besides the demo's.",
        )
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="Do nothing when the demo is complete.",
        )

    def handle(self, *args, **options):
        if not settings.DEMO_ALLOWED:
            raise CommandError(
                "The demo has known passwords; it is not loaded in production."
            )
        if options["works"] < 0:
            raise CommandError("--works takes a number from 0.")
        if options["if_empty"] and homes_are_filled():
            return
        with Progress(
            TextColumn("{task.description:<28}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(file=self.stdout),
        ) as bars:
            load(bars)
            if options["works"]:
                bar = bars.add_task("Generated works", total=options["works"])
                load_generated(options["works"], lambda n: bars.advance(bar, n))
        self.stdout.write(self.style.SUCCESS("The demo is complete."))


def load(bars: Progress) -> None:
    """Load what is missing. The home pages come last: they say that the rest is there."""
    homes = found_site()
    with indexed_at_the_end():
        steps = [load_people, load_subjects, load_works, load_occupations]
        _each(bars, "People, subjects, works", [*steps, found_networks, found_spaces])
        plans = [*planned(), *planned_networks(), *planned_spaces()]
        _each(bars, "Pages", [lambda p=plan: plant(p, homes) for plan in plans])
        _each(bars, "Texts", [lambda p=plan: fill(p) for plan in plans])
        sources = [lambda p=plan: remember_source(p) for plan in plans]
        _each(bars, "Source languages", sources)
    _each(bars, "Readers' answers", [load_feedback])
    steps = [load_members, load_contacts, join_networks]
    _each(bars, "Members, contacts", steps)
    _talk(bars)
    with tasks_put_aside():
        _each(bars, "Bookings", [load_bookings])
    _each(bars, "Home pages", [lambda: fill_homes(homes)])


def _talk(bars: Progress) -> None:
    """Each conversation in a transaction of its own: what happens is told on commit."""
    planned = planned_conversations()
    bar = bars.add_task("Conversations", total=len(planned))
    with tasks_put_aside():
        for one in planned:
            load_conversation(one)
            bars.advance(bar)


def _each(bars: Progress, title: str, steps: list[Callable]) -> None:
    """All steps in one transaction: the read model is written once at its end."""
    bar = bars.add_task(title, total=len(steps))
    with together():
        for step in steps:
            step()
            bars.advance(bar)
