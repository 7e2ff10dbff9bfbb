"""Members of the demo, with profiles in the directory: 200 people who do not exist.

Always the same ones: chance is seeded. Nobody can log in as one of them.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from community.accounts.models import User
from community.profiles.actions import (
    change_profile,
    index_profiles,
    list_profile,
    load_taxonomy,
    put_skill,
    start_profile,
)
from community.profiles.audiences import EVERYBODY, NOBODY, Audience
from community.profiles.countries import KOSOVO
from community.profiles.models import Occupation, Profile, Skill
from community.profiles.municipalities import MUNICIPALITIES
from home.demo.files import read
from home.demo.parts import add_parts, add_trust

MEMBERS = 200
UNLISTED, VERIFIED, PUBLIC, NAMELESS, PLACELESS, PARTNERS = 10, 25, 40, 14, 14, 60
_SEED = 2026
_MARK = " (demo)"
_BY_SEX = re.compile(r"\[([^/\]]*)/([^\]]*)\]")
_SPOKEN = {"DE": "de", "CH": "de", "AT": "de", "SE": "sv", "FR": "fr", "GB": "en",
           "US": "en", "IT": "it", "NO": "no", "BE": "fr", KOSOVO: "en"}  # fmt: skip
_SHOWN_TO_ALL = ("name", "headline", "summary", "occupation", "country", "skills")
_AVAILABILITY: list[list[str]] = [
    ["remote"],
    ["remote", "visit"],
    ["visit"],
    ["return"],
    ["remote", "return"],
    ["none"],
]


@dataclass
class Member:
    """One of them, before anything is stored. `text` is an entry of members.yaml."""

    number: int
    is_woman: bool
    name: str
    country: str
    city: str
    text: dict[str, str]
    traits: set[str] = field(default_factory=set)

    @property
    def email(self) -> str:
        return f"demo-{self.number:03}@example.org"

    @property
    def languages(self) -> list[str]:
        """Codes, the first language first."""
        own = ["sq", _SPOKEN[self.country], self.text["language"], "en"]
        return list(dict.fromkeys(own))

    @property
    def names_place(self) -> bool:
        said = self.text["headline"] + self.text["summary"]
        return "{city}" in said or "city" in self.text

    def say(self, key: str, **values: Any) -> str:
        """A text of theirs, in the form for women or for men."""
        group = r"\1" if self.is_woman else r"\2"
        said = _BY_SEX.sub(group, self.text[key])
        for name, value in values.items():
            said = said.replace(f"{{{name}}}", str(value))
        return said


@transaction.atomic
def load_members() -> int:
    """Add those who are missing; returns how many. Needs no taxonomy beforehand."""
    load_occupations()
    _list_first_member()
    addresses = User.objects.filter(email__startswith="demo-")
    known = set(addresses.values_list("email", flat=True))
    fresh = [one for one in planned_members() if one.email not in known]
    if not fresh:
        return 0
    chance = random.Random(_SEED)  # noqa: S311 (nothing here is secret)
    users = _accounts(fresh)
    profiles = _profiles(fresh, users, chance)
    add_parts(fresh, profiles, chance)
    add_trust(profiles, users, chance)
    index_profiles(profile.pk for profile in profiles)
    return len(fresh)


def load_occupations() -> None:
    """The taxonomy, unless it is there."""
    if not Occupation.objects.exists():
        load_taxonomy()


def planned_members() -> list[Member]:
    """All of them, the same ones each time."""
    chance = random.Random(_SEED)  # noqa: S311
    names, texts = read("member_names.yaml"), read("members.yaml")
    places = [
        (country, chance.choice(told["cities"]))
        for country, told in names["places"].items()
        for _one in range(told["number"])
    ]
    chance.shuffle(places)
    people = list(zip(_names(names, chance), places, strict=True))
    used = [0] * len(texts)
    members = []
    for number, ((is_woman, name), (country, city)) in enumerate(people, start=1):
        place = _least_used(texts, used, country, chance)
        used[place] += 1
        text = texts[place]
        city = text.get("city", city)
        members.append(Member(number, is_woman, name, country, city, text))
    _give_traits(members, chance)
    return members


def _names(names: dict[str, str], chance: random.Random) -> Iterator[tuple[bool, str]]:
    families, given = names["families"].split(), {}
    for sex in ("women", "men"):
        given[sex] = names[sex].split()
        chance.shuffle(given[sex])
    seen: set[str] = set()
    while len(seen) < MEMBERS:
        sex = "women" if len(seen) % 2 else "men"
        first = given[sex][len(seen) // 2 % len(given[sex])]
        name = f"{first} {chance.choice(families)}"
        if name not in seen:
            seen.add(name)
            yield sex == "women", name


def _least_used(
    texts: Sequence[dict], used: list[int], country: str, chance: random.Random
) -> int:
    """The place of a text that somebody in this country may say."""
    fitting = {"DE": "sq de", "CH": "sq de", "AT": "sq de"}.get(country, "sq en")
    if country == KOSOVO:
        fitting = "sq"
    candidates = [
        place
        for place, text in enumerate(texts)
        if text["language"] in fitting.split()
        and text.get("country") in (None, country)
    ]
    return min(
        candidates,
        key=lambda p: (used[p], "country" not in texts[p], chance.random()),
    )


def _give_traits(members: list[Member], chance: random.Random) -> None:
    """Who is unlisted, verified, public and so on; unlisted ones are nothing else."""
    shuffled = list(members)
    chance.shuffle(shuffled)
    unlisted, listed = shuffled[:UNLISTED], shuffled[UNLISTED:]
    for one in unlisted:
        one.traits.add("unlisted")
    numbers = {"verified": VERIFIED, "partners": PARTNERS}
    for trait, number in numbers.items():
        for one in chance.sample(listed, number):
            one.traits.add(trait)
    # Who shows the name to all does not hide it from members.
    for one in listed[:PUBLIC]:
        one.traits.add("public")
    rest = listed[PUBLIC:]
    for one in rest[:NAMELESS]:
        one.traits.add("nameless")
    # Their texts must not tell what they hide.
    silent = [one for one in rest[NAMELESS:] if not one.names_place]
    for one in silent[:PLACELESS]:
        one.traits.add("placeless")


def _accounts(members: list[Member]) -> list[User]:
    nobody = make_password(None)
    users = User.objects.bulk_create(
        User(
            email=one.email,
            password=nobody,
            display_name=one.name + _MARK,
            interface_language=one.text["language"],
        )
        for one in members
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True)
        for user in users
    )
    return users


def _profiles(
    members: list[Member], users: list[User], chance: random.Random
) -> list[Profile]:
    occupations = {one.code: one for one in Occupation.objects.units()}
    now = timezone.now()
    return Profile.objects.bulk_create(
        [
            _profile(one, user, occupations[one.text["occupation"]], now, chance)
            for one, user in zip(members, users, strict=True)
        ]
    )


def _profile(
    one: Member,
    user: User,
    occupation: Occupation,
    now: datetime,
    chance: random.Random,
) -> Profile:
    years = chance.randint(3, 30)
    listed = now - timedelta(minutes=chance.randint(60, 400_000))
    availability = chance.choice(_AVAILABILITY)
    return Profile(
        user=user,
        language=one.text["language"],
        name=one.name + _MARK,
        headline=one.say("headline", city=one.city, years=years),
        summary=one.say("summary", city=one.city, years=years),
        occupation=occupation,
        position=one.say("position"),
        employer=one.say("employer"),
        years=years,
        country=one.country,
        city=one.city,
        origin=chance.choice(MUNICIPALITIES) if chance.random() < 0.9 else "",
        availability=availability,
        hours_a_month=None
        if availability == ["none"]
        else chance.choice([2, 4, 8, 16]),
        visibility=_visibility(one.traits),
        listed_at=None if "unlisted" in one.traits else listed,
        partners_since=listed if "partners" in one.traits else None,
        verified_at=listed if "verified" in one.traits else None,
        step=5,
    )


def _visibility(traits: set[str]) -> dict[str, int]:
    chosen: dict[str, int] = {}
    if "public" in traits:
        chosen |= {name: int(EVERYBODY) for name in _SHOWN_TO_ALL}
    if "nameless" in traits:
        chosen["name"] = int(Audience.ORG)
    if "placeless" in traits:
        chosen |= dict.fromkeys(("country", "city"), int(NOBODY))
    if "partners" in traits:
        for name in ("headline", "occupation", "skills", "languages", "availability"):
            members_org = Audience.MEMBERS | Audience.ORG | Audience.PARTNERS
            chosen[name] = chosen.get(name, 0) | int(members_org)
    return chosen


def _list_first_member() -> None:
    """The member who can log in has a profile like the others."""
    user = User.objects.filter(email="member@example.org").first()
    if user is None or Profile.objects.filter(user=user).exists():
        return
    profile = start_profile(user)
    text = read("members.yaml")[2]
    arta = Member(0, True, user.display_name, "DE", "München", text)
    values = {
        "headline": arta.say("headline", city=arta.city),
        "summary": arta.say("summary", years=8),
        "occupation": Occupation.objects.get(code=text["occupation"]),
        "position": arta.say("position"),
        "employer": arta.say("employer"),
        "years": 8,
        "country": arta.country,
        "city": arta.city,
        "origin": "peje",
        "availability": ["remote", "visit"],
        "hours_a_month": 4,
        "step": 5,
    }
    change_profile(profile, values)
    for skill in Skill.objects.filter(slug__in=text["skills"].split()):
        put_skill(profile, skill, has=True, offers=skill.slug == "palliative-care")
    list_profile(profile)
