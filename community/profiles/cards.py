"""People as lists show them."""

import json
from typing import Any

from community.profiles.countries import country_name, language_name
from community.profiles.models import Profile
from community.profiles.names import occupation_name, skill_name
from community.profiles.querysets.directory import Person

MOST_SKILLS = 4


class PersonCard:
    """A row of the directory; what its reader may not see is '' or empty in it."""

    def __init__(self, person: Person) -> None:
        self.content: dict[str, Any] = json.loads(person.card)
        self.slug = person.slug
        self.profile_id = person.profile_id
        self.photo = person.photo

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
        words = self.name.split()
        ends = words if len(words) < 2 else [words[0], words[-1]]
        return "".join(word[0] for word in ends).upper()

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
