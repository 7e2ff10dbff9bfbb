"""Addresses of all topics that a visitor may read, in files of a fixed range of numbers.

A file holds the topics with the numbers of its range, so that finding it costs the same
for the last as for the first, and a new topic changes only the last.
"""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Max, QuerySet
from django.urls import reverse
from django.utils import translation

from cms.core.languages import CODES
from community.forums.models import Topic, TopicEvent
from community.forums.querysets import rooms_of
from community.forums.views.answers import TAKEN

Address = tuple[str, datetime]


def public_ranges(size: int) -> list[int]:
    """Numbers of the files that hold a topic, the first being 1."""
    part = (F("pk") - 1) / size + 1
    rows = _public().order_by().annotate(part=part).values_list("part", flat=True)
    return sorted(rows.distinct())


def public_addresses(number: int, size: int) -> list[Address]:
    """(path, time of the last post) of a file; [] where there is none. One statement.

    Each topic is named once, in the language in which it was begun.
    """
    last = number * size
    rows = _public().filter(pk__gt=last - size, pk__lte=last).order_by("pk")
    told = rows.values_list("pk", "slug", "language", "last_posted_at")
    return list(_addresses(told))


def public_state() -> tuple[object, ...]:
    """Another one whenever an address or a time above has changed; three statements,
    each at the end of an index."""
    newest = _public().values_list("pk", "last_posted_at").first()
    topics = Topic.objects.aggregate(Max("pk"))
    events = TopicEvent.objects.aggregate(Max("pk"))
    readable = rooms_of(AnonymousUser()).readable
    return (newest, *topics.values(), *events.values(), sorted(readable))


def _public() -> QuerySet[Topic]:
    rows: QuerySet[Topic] = Topic.objects.listed_for(AnonymousUser())
    return rows


def _addresses(told: QuerySet) -> Iterator[Address]:
    places = {code: _place(code) for code in CODES}
    for pk, slug, language, at in told:
        # Of a language that is not ours, or not known yet: the site's first.
        place = places.get(language) or places[CODES[0]]
        name = f"{slug}/" if slug and slug not in TAKEN else ""
        yield f"{place}{pk}/{name}", at


def _place(code: str) -> str:
    """Where topics stand in this language: '/de/forum/topic/'."""
    with translation.override(code):
        return reverse("forums:topic", args=[0]).removesuffix("0/")
