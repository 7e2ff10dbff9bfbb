"""People as lists show them."""

import json
from functools import cached_property
from hashlib import blake2b
from typing import Any

from django.utils.translation import ngettext

from cms.core.rows.version import seen
from community.profiles.audiences import FIELD_LABELS
from community.profiles.countries import country_name, language_name
from community.profiles.labels import initials
from community.profiles.models import Profile
from community.profiles.municipalities import municipality_name
from community.profiles.names import occupation_name, skill_name
from community.profiles.querysets.pages import Person

MOST_SKILLS = 4


class PersonCard:
    """A row of the directory; what its reader may not see is '' or empty in it."""

    def __init__(self, person: Person) -> None:
        self.text = person.card
        self.slug = person.slug
        self.profile_id = person.profile_id
        self.photo = person.photo

    @cached_property
    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.text)
        return found

    @property
    def shown(self) -> tuple[str, bytes, int]:
        """What the card's HTML depends on besides the language."""
        digest = blake2b(self.text.encode(), digest_size=16).digest()
        # Words of the taxonomy are part of the card.
        return self.slug, digest, seen()

    @property
    def name(self) -> str:
        return str(self.content["name"])

    @property
    def occupation(self) -> str:
        return occupation_name(self.content["occupation"])

    @property
    def country(self) -> str:
        return country_name(self.content["country"]) if self.content["country"] else ""

    @property
    def place(self) -> str:
        return ", ".join(filter(None, [self.content["city"], self.country]))

    @property
    def initials(self) -> str:
        """Of the first and the last word of the name: 'AG'; '' where it is hidden."""
        return initials(self.name)

    @property
    def tint(self) -> int:
        """One of six colours for the initials, always the same for a person."""
        return self.profile_id % 6

    @property
    def availability(self) -> list[str]:
        """What the member can do; 'none' says nothing that a card must tell."""
        labels = dict(Profile.Availability.choices)
        told = (one for one in self.content["availability"] if one != "none")
        return [str(labels.get(one, one)) for one in told]

    @property
    def skills(self) -> list[str]:
        return [skill_name(slug) for slug in self.content["skills"]]

    @property
    def top_skills(self) -> list[str]:
        return self.skills[:MOST_SKILLS]

    @property
    def languages(self) -> list[str]:
        return [language_name(code) for code in self.content["languages"]]


def city_of(card: str) -> str:
    """The city as the member wrote it; `card` is the JSON of a row."""
    return str(json.loads(card)["city"])


def facts_of(whole: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """(label, lines) of all that a row's `whole` shows; hidden things are not there."""
    lines = {
        "headline": [whole["headline"]],
        "occupation": [occupation_name(whole["occupation"])],
        "position": [_joined(whole["position"], whole["employer"])],
        "years": [str(whole["years"] or "")],
        "country": [country_name(whole["country"]) if whole["country"] else ""],
        "city": [whole["city"]],
        "origin": [municipality_name(whole["origin"] or "")],
        "availability": _availability(whole),
        "visits": [
            f"{one['start']} / {one['end']} {one['place']}" for one in whole["visits"]
        ],
        "offers": [skill_name(slug) for slug in whole["offers"]],
        "seeks": [skill_name(slug) for slug in whole["seeks"]],
        "skills": [skill_name(one["skill"]) for one in whole["skills"]],
        "languages": [
            f"{language_name(one['language'])} ({one['level']})"
            for one in whole["languages"]
        ],
        "experience": [
            _joined(
                one["title"], one["organisation"], one["start_year"], one["end_year"]
            )
            for one in whole["experience"]
        ],
        "education": [
            _joined(one["degree"], one["school"], one["end_year"])
            for one in whole["education"]
        ],
        "licences": [
            _joined(one["title"], one["issuer"], one["number"])
            for one in whole["licences"]
        ],
        "links": [one["url"] for one in whole["links"]],
        "email": [whole["email"]],
        "phone": [whole["phone"]],
        "birth_year": [str(whole["birth_year"] or "")],
        "summary": whole["summary"].splitlines(),
    }
    kept = {name: [one for one in found if one] for name, found in lines.items()}
    return [(str(FIELD_LABELS[name]), found) for name, found in kept.items() if found]


def _availability(whole: dict[str, Any]) -> list[str]:
    names = dict(Profile.Availability.choices)
    found = [str(names.get(one, one)) for one in whole["availability"]]
    if hours := whole["hours_a_month"]:
        words = ngettext("%(hours)s hour a month", "%(hours)s hours a month", hours)
        found.append(words % {"hours": hours})
    return found


def _joined(*parts: Any) -> str:
    return ", ".join(str(part) for part in parts if part)
