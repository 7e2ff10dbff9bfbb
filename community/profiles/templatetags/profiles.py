"""Template words for what stands in a profile: names by their codes, days, initials."""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cms.core.languages import current
from cms.core.rows.memo import kept, part_of_name
from community.profiles import countries, municipalities, names
from community.profiles.cards import PersonCard
from community.profiles.facets import Group, Value
from community.profiles.filters import Search
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
def facet_groups(groups: list[Group], search: Search) -> SafeString:
    """The filters with their values, which are a hundred fields: without a template, and
    without asking for the same words and addresses for each group."""
    any_, more = escape(_("Any")), escape(_("More"))
    address = escape(search.address)
    found = []
    for group in groups:
        if not (group.values or group.more):
            continue
        label, name = escape(group.label), group.name
        found.append(
            f'<fieldset class="field facet">\n<legend>{label}</legend>\n'
            '<div class="choices">\n'
        )
        if group.is_radio:
            found.append(_value(group, "any", "", any_, not group.is_chosen))
        found += [_counted_value(group, one) for one in group.values]
        found.append("</div>\n")
        if group.more:
            place = reverse("people:values", args=[name])
            found.append(
                f'<a class="facet-more" href="{place}?{address}">{more}'
                f'<span class="visually-hidden">: {label}</span></a>\n'
            )
        found.append("</fieldset>\n")
    return mark_safe("".join(found))  # noqa: S308 (escaped piece by piece)


def _counted_value(group: Group, one: Value) -> str:
    name = one.value.lower().replace(" ", "-")
    number = f' <span class="facet-number">{one.number}</span>'
    return _value(
        group, escape(name), escape(one.value), escape(one.label), one.is_chosen, number
    )


def _value(
    group: Group, name: str, value: str, label: str, is_chosen: bool, number: str = ""
) -> str:
    """A field; all texts are escaped."""
    kind = "radio" if group.is_radio else "checkbox"
    id_ = f"facet-{group.name}-{name}"
    checked = " checked" if is_chosen else ""
    return (
        f'<label class="check facet-value" for="{id_}">'
        f'<input class="form-check-input" id="{id_}" type="{kind}"'
        f' name="{group.name}" value="{value}"{checked}>'
        f" <span>{label}</span>{number}</label>\n"
    )


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
