from datetime import datetime

from django.core.management.base import BaseCommand
from django.http import QueryDict
from django.utils import timezone, translation

from community.profiles.actions import send_alerts
from community.profiles.cards import PersonCard
from community.profiles.filters import search_of
from community.profiles.models import SavedSearch
from community.profiles.notify import MOST_TOLD, Line


class Command(BaseCommand):
    help = "Write to members about people who are new in their saved searches."

    def handle(self, *args, **options):
        sent = send_alerts(timezone.now(), new_people)
        self.stdout.write(f"Mails sent: {sent}.")


def new_people(search: SavedSearch, after: datetime, until: datetime) -> list[Line]:
    """Those listed meanwhile, as the member sees them now; one more than are told of."""
    asked = search_of(QueryDict(search.query), search.user)
    if not asked.is_valid:
        return []
    question = asked.question
    # One more for the member's own profile, which is no news.
    rows = question.page("newest", MOST_TOLD + 2, None, question.count())
    own = getattr(search.user, "profile", None)
    fresh = [
        row
        for row in rows
        if after < row.since <= until and (own is None or row.profile_id != own.pk)
    ]
    with translation.override(search.user.language):
        return [_line(PersonCard(row)) for row in fresh[: MOST_TOLD + 1]]


def _line(card: PersonCard) -> Line:
    return Line(card.slug, card.name, card.content["headline"], card.place)
