"""How much of a profile is filled, and what would help most. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MANY_SKILLS = 3


@dataclass(frozen=True)
class Missing:
    """What to add next: a sentence, and the section in which it is entered."""

    text: Promise | str
    section: str


@dataclass(frozen=True)
class Completeness:
    percent: int
    next: Missing | None


def _has(name: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda whole: bool(whole[name])


# (percent, filled?, what to say, section); together 100, the most useful first: people
# are found by occupation, skills and country.
_ITEMS: Final = (
    (10, _has("name"), _("Give your name."), "basics"),
    (15, _has("occupation"), _("Choose your occupation: people search by it."), "work"),
    (15, _has("headline"), _("Say in one line what you do."), "basics"),
    (
        15,
        lambda whole: len(whole["skills"]) >= MANY_SKILLS,
        _("Add at least three skills."),
        "skills",
    ),
    (10, _has("country"), _("Say in which country you live."), "place"),
    (8, _has("availability"), _("Say when you are available."), "place"),
    (7, _has("languages"), _("Add the languages you speak."), "languages"),
    (8, _has("photo"), _("Add a photo: people like to see whom they write to."), "photo"),
    (7, _has("summary"), _("Write a few sentences about yourself."), "about"),
    (5, _has("experience"), _("Add a station of your working life."), "experience"),
)  # fmt: skip


def completeness(whole: Mapping[str, Any]) -> Completeness:
    """Of all that a profile says (`projection.everything`), in percent from 0 to 100."""
    seen = {**whole, "photo": whole["has_photo"]}
    percent = sum(points for points, filled, _t, _s in _ITEMS if filled(seen))
    missing = [
        Missing(text, section)
        for _p, filled, text, section in _ITEMS
        if not filled(seen)
    ]
    return Completeness(percent, missing[0] if missing else None)
