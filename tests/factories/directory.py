"""People in the directory."""

from itertools import count

from community.profiles.actions import (
    change_profile,
    list_profile,
    put_skill,
    save_part,
    show_fields,
    start_profile,
)
from community.profiles.models import LanguageSkill, Occupation, Skill, Visit
from tests.factories.people import UserFactory

_numbers = count(1)


def make_person(name="Arta Gashi", *, user=None, has=(), offers=(), seeks=(), **more):
    """A listed profile; skills by slug, `languages` by code, `occupation` by its code.

    `public=["name", …]` shows these fields to everyone, `hidden` to nobody, `visits` are
    pairs of days, `since` the time of listing.
    """
    user = user or UserFactory(email=f"person{next(_numbers)}@example.org")
    languages, visits = more.pop("languages", ()), more.pop("visits", ())
    public, hidden = more.pop("public", ()), more.pop("hidden", ())
    since = more.pop("since", None)
    profile = start_profile(user)
    if more.get("occupation"):
        more["occupation"] = Occupation.objects.get(code=more["occupation"])
    change_profile(profile, {"name": name, "language": "sq", **more})
    for slug in dict.fromkeys([*has, *offers, *seeks]):
        put_skill(
            profile,
            Skill.objects.get(slug=slug),
            has=slug in has,
            offers=slug in offers,
            seeks=slug in seeks,
        )
    for language in languages:
        save_part(LanguageSkill(profile=profile, language=language, level="B2"))
    for start, end in visits:
        save_part(Visit(profile=profile, start=start, end=end))
    show_fields(profile, dict.fromkeys(public, 31) | dict.fromkeys(hidden, 0))
    if since:
        profile.listed_at = since
    list_profile(profile)
    return profile
