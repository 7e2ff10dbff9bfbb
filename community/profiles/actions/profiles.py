"""What members do with their own profile. Each change reaches the directory at once."""

from collections.abc import Mapping
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.models.fields import CleanPicture
from community.accounts.actions import CannotAgreeError, note_consent
from community.accounts.models import User
from community.accounts.models.consents import Channel
from community.profiles.actions.index import index_profiles
from community.profiles.audiences import EVERYBODY, FIELDS, Audience, tightened
from community.profiles.models import Profile, ProfileSkill, Skill
from community.profiles.models.profiles import small_photo_name

LAST_STEP = 4


class UnknownFieldError(Exception):
    """There is no field of this name whose visibility could be chosen."""


class HasNoNameError(CannotAgreeError):
    """A profile without a name cannot be listed."""

    def __str__(self) -> str:
        return _("Give your name in your profile first.")


@transaction.atomic
def start_profile(user: User) -> Profile:
    """The member's profile; made with name and language of the account, seen by nobody."""
    profile, _made = Profile.objects.get_or_create(
        user=user, defaults={"name": user.display_name, "language": user.language}
    )
    return profile


@transaction.atomic
def change_profile(profile: Profile, values: Mapping[str, Any]) -> Profile:
    """Store these fields; raises ValidationError, by field, when they do not hold."""
    for name, value in values.items():
        setattr(profile, name, value)
    profile.full_clean(exclude=["user", "photo"])
    _save(profile, *values)
    return profile


@transaction.atomic
def finish_step(profile: Profile, step: int) -> None:
    """Note that the guided profile is through with this step (1 to 4)."""
    profile.step = max(profile.step, min(step, LAST_STEP) + 1)
    profile.save(update_fields=["step"])


@transaction.atomic
def set_photo(profile: Profile, file: File) -> None:
    """The picture written anew, without what the camera noted. Raises ValidationError."""
    clean = CleanPicture.of(file)
    before = profile.photo.name
    profile.photo.save(clean.name, clean, save=False)
    _save(profile, "photo")
    _drop_file(profile, before)


@transaction.atomic
def remove_photo(profile: Profile) -> None:
    before = profile.photo.name
    profile.photo = ""  # type: ignore[assignment]
    _save(profile, "photo")
    _drop_file(profile, before)


def _drop_file(profile: Profile, name: str | None) -> None:
    if name:
        storage = profile.photo.storage
        transaction.on_commit(lambda: storage.delete(name))
        transaction.on_commit(lambda: storage.delete(small_photo_name(name)))


@transaction.atomic
def show_fields(profile: Profile, masks: Mapping[str, int]) -> None:
    """Choose who sees these fields. Raises UnknownFieldError and stores nothing then."""
    unknown = set(masks) - set(FIELDS)
    if unknown:
        raise UnknownFieldError(", ".join(sorted(unknown)))
    chosen = {name: int(mask) & int(EVERYBODY) for name, mask in masks.items()}
    profile.visibility = {**profile.visibility, **chosen}
    _save(profile, "visibility")


@transaction.atomic
def tighten_field(profile: Profile, field: str, most: Audience) -> None:
    """What staff may do to another's profile: show a field to fewer, never to more."""
    if field not in FIELDS:
        raise UnknownFieldError(field)
    profile.visibility = tightened(profile.visibility, field, most)
    _save(profile, "visibility")


@transaction.atomic
def list_profile(profile: Profile, channel: str = Channel.SITE) -> None:
    """Put the profile into the directory: the member has said so expressly.

    The word goes into the ledger of consents, `channel` says how it came.

    Raises HasNoNameError for a profile without a name.
    """
    if not profile.name:
        raise HasNoNameError
    note_consent(profile.user, "directory", True, channel=channel)
    profile.listed_at = profile.listed_at or timezone.now()
    _save(profile, "listed_at")


@transaction.atomic
def unlist_profile(profile: Profile, channel: str = Channel.SITE) -> None:
    """Take the profile out of the directory at once; what it says is kept."""
    note_consent(profile.user, "directory", False, channel=channel)
    profile.listed_at = None
    _save(profile, "listed_at")


@transaction.atomic
def share_with_partners(
    profile: Profile, agrees: bool, channel: str = Channel.SITE
) -> None:
    """The member's consent to partner organisations, given or withdrawn."""
    note_consent(profile.user, "partners", agrees, channel=channel)
    profile.partners_since = (
        (profile.partners_since or timezone.now()) if agrees else None
    )
    _save(profile, "partners_since")


@transaction.atomic
def save_part(part: Any) -> Any:
    """Store an entry of a profile; raises ValidationError when it does not hold."""
    part.full_clean()
    part.save()
    _touch(part.profile)
    return part


@transaction.atomic
def remove_part(part: Any) -> None:
    profile = part.profile
    part.delete()
    _touch(profile)


@transaction.atomic
def put_skill(
    profile: Profile,
    skill: Skill,
    *,
    has: bool | None = None,
    level: int | None = None,
    offers: bool | None = None,
    seeks: bool | None = None,
) -> ProfileSkill | None:
    """Set what is given of a skill; None when nothing is left of it.

    A merged skill stands for the one that it was merged into.
    """
    skill = skill.merged_into or skill
    held = ProfileSkill.objects.filter(profile=profile, skill=skill).first()
    held = held or ProfileSkill(profile=profile, skill=skill, has=False)
    wanted = {"has": has, "level": level, "offers": offers, "seeks": seeks}
    for name, value in wanted.items():
        if value is not None:
            setattr(held, name, value)
    if not (held.has or held.offers or held.seeks):
        if held.pk:
            held.delete()
        _touch(profile)
        return None
    held.full_clean()
    held.save()
    _touch(profile)
    return held


def _save(profile: Profile, *names: str) -> None:
    profile.updated_at = timezone.now()
    profile.save(update_fields=[*names, "updated_at"])
    index_profiles([profile.pk])


def _touch(profile: Profile) -> None:
    _save(profile)
