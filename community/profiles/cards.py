"""People as lists show them."""

import json
from typing import Any

from community.profiles.countries import country_name, language_name
from community.profiles.names import occupation_name, skill_name
from community.profiles.querysets.directory import Person


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
    def skills(self) -> list[str]:
        return [skill_name(slug) for slug in self.content["skills"]]

    @property
    def languages(self) -> list[str]:
        return [language_name(code) for code in self.content["languages"]]
