"""What others say of a member: endorsed skills, vouches, verification by staff."""

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from community.accounts.models import User
from community.profiles.actions.index import index_profiles
from community.profiles.models import Endorsement, Profile, ProfileSkill, Vouch


@transaction.atomic
def endorse(held: ProfileSkill, by: User) -> None:
    """Confirm a skill; a second time changes nothing."""
    _row, made = Endorsement.objects.get_or_create(profile_skill=held, by=by)
    if made:
        _count(held, 1)


@transaction.atomic
def withdraw_endorsement(held: ProfileSkill, by: User) -> None:
    gone, _by_model = Endorsement.objects.filter(profile_skill=held, by=by).delete()
    if gone:
        _count(held, -1)


def _count(held: ProfileSkill, change: int) -> None:
    ProfileSkill.objects.filter(pk=held.pk).update(
        endorsements=Greatest(F("endorsements") + change, 0)
    )
    index_profiles([held.profile_id])


@transaction.atomic
def vouch(profile: Profile, by: User, text: str) -> Vouch:
    """Say how one knows the member; a second time replaces the first."""
    found, _made = Vouch.objects.update_or_create(
        profile=profile, by=by, defaults={"text": text}
    )
    return found


@transaction.atomic
def withdraw_vouch(profile: Profile, by: User) -> None:
    Vouch.objects.filter(profile=profile, by=by).delete()


@transaction.atomic
def verify_profile(profile: Profile, by: User) -> None:
    """Staff has seen who the member is."""
    profile.verified_at, profile.verified_by = timezone.now(), by
    profile.save(update_fields=["verified_at", "verified_by"])
    index_profiles([profile.pk])


@transaction.atomic
def withdraw_verification(profile: Profile) -> None:
    profile.verified_at = profile.verified_by = None
    profile.save(update_fields=["verified_at", "verified_by"])
    index_profiles([profile.pk])
