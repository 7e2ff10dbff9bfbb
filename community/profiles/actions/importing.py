"""Taking over what a file says of a member, as far as the member ticked it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.core.languages import current
from community.profiles.actions.index import index_profiles
from community.profiles.actions.taxonomy import (
    TooManyProposalsError,
    UnusableLabelError,
    propose_skill,
)
from community.profiles.imports import Change, Draft, changes_of
from community.profiles.models import (
    Education,
    Experience,
    LanguageSkill,
    Licence,
    Profile,
    ProfileLink,
    ProfileSkill,
    Skill,
)

_MODELS: dict[str, Any] = {
    "experience": Experience,
    "education": Education,
    "licences": Licence,
    "links": ProfileLink,
}


@dataclass
class Applied:
    """How many things were taken, and the labels of those that could not be."""

    number: int = 0
    refused: list[str] = field(default_factory=list)


@transaction.atomic
def apply_draft(profile: Profile, draft: Draft, chosen: Collection[str]) -> Applied:
    """Take over the changes whose keys are chosen, and make the rows anew once.

    What does not hold in the profile is left out and named in the answer.
    """
    done = Applied()
    # The profile's row is the lock: a form that is sent twice comes one after the other.
    Profile.objects.select_for_update().get(pk=profile.pk)
    for change in changes_of(draft, profile):
        if change.key in chosen:
            try:
                _take(profile, change)
            except (ValidationError, UnusableLabelError, TooManyProposalsError):
                done.refused.append(change.label)
            else:
                done.number += 1
    profile.updated_at = timezone.now()
    profile.save()
    index_profiles([profile.pk])
    return done


def _take(profile: Profile, change: Change) -> None:
    if change.kind == "values":
        _take_value(profile, *change.payload)
    elif change.kind == "languages":
        _take_language(profile, change.payload)
    elif change.kind == "skills":
        _take_skill(profile, change.payload)
    elif change.kind == "proposals":
        skill = propose_skill(change.payload, current(), by=profile.user)
        _take_skill(profile, skill)
    else:
        entry = _MODELS[change.kind](profile=profile, **change.payload)
        entry.full_clean()
        entry.save()


def _take_value(profile: Profile, name: str, value: Any) -> None:
    before = getattr(profile, name)
    setattr(profile, name, value)
    others = [one.name for one in profile._meta.fields if one.name != name]
    try:
        profile.clean_fields(exclude=others)
    except ValidationError:
        setattr(profile, name, before)
        raise


def _take_language(profile: Profile, entry: dict[str, str]) -> None:
    spoken = profile.languages.filter(language=entry["language"]).first()
    spoken = spoken or LanguageSkill(profile=profile, language=entry["language"])
    spoken.level = entry["level"]
    spoken.full_clean()
    spoken.save()


def _take_skill(profile: Profile, skill: Skill) -> None:
    held, made = ProfileSkill.objects.get_or_create(profile=profile, skill=skill)
    if not made and not held.has:
        held.has = True
        held.save(update_fields=["has"])
