"""What the directory writes to members."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from community.profiles.models import SavedSearch

MOST_TOLD = 10


@dataclass(frozen=True)
class Line:
    """Somebody new, as the member may see them."""

    slug: str
    name: str
    headline: str
    place: str


def send_search_alert(search: SavedSearch, lines: Sequence[Line]) -> None:
    """One mail about the people who are new in a search, in the member's language."""
    person = search.user
    with translation.override(person.language):
        subject = ngettext(
            "%(number)s new person in “%(search)s”",
            "%(number)s new people in “%(search)s”",
            len(lines),
        ) % {"number": _number(lines), "search": search.name}
        context = {
            "person": person,
            "search": search,
            "site_name": settings.WAGTAIL_SITE_NAME,
            "lines": [(line, _person(line)) for line in lines[:MOST_TOLD]],
            "is_more": len(lines) > MOST_TOLD,
            "all": f"{_absolute(reverse('people:list'))}?{search.query}",
            "settings": _absolute(reverse("people:search", args=[search.pk])),
        }
        body = render_to_string("profiles/mail/search_alert.txt", context)
    send_mail(subject, body, None, [person.email])


def _number(lines: Sequence[Line]) -> str:
    return f"{MOST_TOLD}+" if len(lines) > MOST_TOLD else str(len(lines))


def _person(line: Line) -> str:
    return _absolute(reverse("people:person", args=[line.slug]))


def _absolute(path: str) -> str:
    return str(settings.SITE_URL) + path
