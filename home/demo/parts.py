"""What profiles of the demo list, and what their owners say of each other."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from community.accounts.models import User
from community.profiles.models import (
    Education,
    Endorsement,
    Experience,
    LanguageSkill,
    Profile,
    ProfileSkill,
    Skill,
    Visit,
    Vouch,
)

if TYPE_CHECKING:
    from home.demo.members import Member

DAYS_AHEAD = 300  # visits lie in the coming ten months
VISITORS, ENDORSEMENTS, VOUCHES = 70, 260, 40
_LEVELS = ("B1", "B2", "C1", "C2")
_SCHOOLS = {
    "sq": ("Universiteti i Prishtinës", "Universiteti i Tiranës"),
    "de": ("Universität Wien", "Berufsschule", "Universität Zürich"),
    "en": ("University of Pristina", "City College"),
}
_VOUCHES = {
    "sq": (
        "Kemi punuar bashkë dy vjet dhe do të punoja përsëri nesër.",
        "Njihemi nga shkolla plotësuese shqipe; është njeri i fjalës.",
        "Më ka ndihmuar me njohjen e diplomës, me durim dhe pa pagesë.",
    ),
    "de": (
        "Wir haben zwei Jahre zusammengearbeitet, ich würde es sofort wieder tun.",
        "Wir kennen uns aus dem Verein; sehr zuverlässig.",
        "Hat mir bei der Anerkennung meines Abschlusses geduldig geholfen.",
    ),
    "en": (
        "We shared an office for two years and I would do it again tomorrow.",
        "We met at a summer school in Prishtina; calm, exact and kind.",
        "Helped me with my first job application and never made a fuss of it.",
    ),
}
# What people look for who come from other work.
_SOUGHT = (
    "starting-a-business", "fundraising", "digital-marketing", "recognition-of-diplomas",
    "german-language", "english-language", "mentoring", "project-management",
    "public-procurement", "web-development", "translation", "grant-writing",
)  # fmt: skip


def add_parts(
    members: Sequence["Member"], profiles: Sequence[Profile], chance: random.Random
) -> None:
    """Languages, skills, stations and visits of these profiles."""
    pairs = list(zip(members, profiles, strict=True))
    _languages(pairs, chance)
    _skills(pairs, chance)
    _stations(pairs, chance)
    today = timezone.localdate()
    visitors = chance.sample(list(profiles), min(VISITORS, len(profiles)))
    Visit.objects.bulk_create(_visit(one, today, chance) for one in visitors)


def _languages(pairs, chance):
    LanguageSkill.objects.bulk_create(
        LanguageSkill(
            profile=profile,
            language=code,
            level="native" if code == "sq" else chance.choice(_LEVELS),
        )
        for one, profile in pairs
        for code in one.languages
    )


def _skills(pairs, chance):
    wanted = {slug for one, _p in pairs for slug in one.text["skills"].split()}
    known = {
        one.slug: one for one in Skill.objects.filter(slug__in=wanted | {*_SOUGHT})
    }
    rows = []
    for one, profile in pairs:
        own = one.text["skills"].split()
        for place, slug in enumerate(own):
            offers = place == 0 or chance.random() < 0.3
            level = 3 if place == 0 else chance.choice((1, 2, 3))
            rows.append((profile, slug, True, level, offers, False))
        others = [slug for slug in _SOUGHT if slug not in own]
        sought = chance.sample(others, chance.choice((0, 1, 1, 2)))
        rows += [(profile, slug, False, 2, False, True) for slug in sought]
    ProfileSkill.objects.bulk_create(
        ProfileSkill(
            profile=profile,
            skill=known[slug],
            has=has,
            level=level,
            offers=offers,
            seeks=seeks,
        )
        for profile, slug, has, level, offers, seeks in rows
        if slug in known
    )


def _stations(pairs, chance):
    this_year = timezone.localdate().year
    work, study = [], []
    for one, profile in pairs:
        began = this_year - profile.years
        since = chance.randint(began, this_year)
        title = one.say("position")
        work.append(
            Experience(
                profile=profile,
                title=title,
                organisation=profile.employer,
                place=one.city,
                start_year=since,
            )
        )
        if since > began:
            earlier = Experience(
                profile=profile, title=title, start_year=began, end_year=since
            )
            work.append(earlier)
        study.append(
            Education(
                profile=profile,
                degree=one.say("degree"),
                school=chance.choice(_SCHOOLS[profile.language]),
                start_year=began - 4,
                end_year=began,
            )
        )
    Experience.objects.bulk_create(work)
    Education.objects.bulk_create(study)


def _visit(profile, today, chance):
    start = today + timedelta(days=chance.randint(7, DAYS_AHEAD - 21))
    end = start + timedelta(days=chance.randint(3, 20))
    return Visit(
        profile=profile,
        start=start,
        end=end,
        place=chance.choice(("Prishtinë", "Prizren", "Pejë", "Gjakovë", "")),
    )


def add_trust(
    profiles: Sequence[Profile], users: Sequence[User], chance: random.Random
) -> None:
    """Endorsed skills and vouches, among the people given; counts included."""
    owner = {profile.pk: profile.user_id for profile in profiles}
    held = list(ProfileSkill.objects.filter(profile__in=owner, has=True))
    numbers = [user.pk for user in users]
    pairs = {
        (chance.choice(held), chance.choice(numbers)) for _one in range(ENDORSEMENTS)
    }
    given = [(one, by) for one, by in pairs if owner[one.profile_id] != by]
    Endorsement.objects.bulk_create(
        Endorsement(profile_skill=one, by_id=by) for one, by in given
    )
    for one, _by in given:
        one.endorsements += 1
    ProfileSkill.objects.bulk_update({one for one, _by in given}, ["endorsements"])
    _vouches(profiles, numbers, chance)


def _vouches(profiles, numbers, chance):
    chosen = chance.sample(list(profiles), min(VOUCHES, len(profiles)))
    Vouch.objects.bulk_create(
        Vouch(
            profile=profile,
            by_id=by,
            text=chance.choice(_VOUCHES[profile.language]),
        )
        for profile in chosen
        if (by := chance.choice(numbers)) != profile.user_id
    )
