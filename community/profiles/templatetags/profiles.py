"""Template words for what stands in a profile: names by their codes, days, initials."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from cms.core.languages import current
from cms.core.rows.memo import kept, part_of_name
from community.profiles import countries, municipalities, names
from community.profiles.cards import PersonCard
from community.profiles.labels import initials
from community.profiles.models import LanguageSkill, Profile, ProfileSkill

register = template.Library()

register.filter("occupation_name", names.occupation_name)
register.filter("skill_name", names.skill_name)


@register.filter
def country_name(code: str | None) -> str:
    return countries.country_name(code) if code else ""


@register.filter
def spoken_name(code: str | None) -> str:
    """Name of a language that a member speaks (ISO 639-1)."""
    return countries.language_name(code) if code else ""


@register.filter
def municipality_name(code: str | None) -> str:
    return municipalities.municipality_name(code) if code else ""


@register.filter
def availability_label(value: str) -> str:
    return _label(Profile.Availability, value)


@register.filter
def skill_level(value: int) -> str:
    return _label(ProfileSkill.Level, value)


@register.filter
def language_level(value: str) -> str:
    return _label(LanguageSkill.Level, value)


@register.filter
def as_day(value: date | str | None) -> date | None:
    """A day; rows of the directory hold days as text (ISO 8601)."""
    return date.fromisoformat(value) if isinstance(value, str) else value


register.filter("initials", initials)


def _label(choices: Any, value: Any) -> str:
    """'' for a value that is none of the choices."""
    return str(dict(choices.choices).get(value, ""))


@register.simple_tag
def person_cards(people: list[PersonCard]) -> SafeString:
    """The items of a list of people."""
    return _items((card, ()) for card in people)


@register.simple_tag
def similar_cards(people: list[tuple[PersonCard, list[str]]]) -> SafeString:
    """The same, each with the reasons why the person is shown."""
    return _items(people)


def _items(people: Iterable[tuple[PersonCard, Sequence[str]]]) -> SafeString:
    """Cards as they are kept, without a template for each of them. What `_card.html` keeps
    is asked for by the very same name."""
    language, today = current(), timezone.localdate()
    found = []
    for card, reasons in people:
        shows = part_of_name(card.shown), tuple(reasons) or ""
        text = kept.get((language, today, "person", *shows))
        if text is None:
            context = {"card": card, "reasons": reasons}
            text = render_to_string("profiles/people/_card.html", context)
        # What is kept has no blank lines of the template's around it.
        found.append(f"<li>{text.strip()}</li>")
    return mark_safe("\n".join(found))  # noqa: S308 (a template made each of them)
