"""What an erased member leaves behind in this app, and no rule of a table can say."""

from django.db import transaction

from community.accounts.models import User
from community.profiles.actions.index import index_profiles
from community.profiles.actions.trust import withdraw_endorsement
from community.profiles.models import FacetCount, Profile, ProfileSkill
from community.profiles.models.profiles import small_photo_name


@transaction.atomic
def forget_member(user: User) -> None:
    """Take back what was said of others, with its counts; leave the directory; drop the
    small photo, which no column names. Doing it twice changes nothing."""
    for held in ProfileSkill.objects.filter(endorsed__by=user):
        withdraw_endorsement(held, user)
    profile = Profile.objects.filter(user=user).first()
    if profile is None:
        return
    Profile.objects.filter(pk=profile.pk).update(listed_at=None, partners_since=None)
    index_profiles([profile.pk])
    # A facet that nobody else has, such as a town, would go on naming it.
    FacetCount.objects.filter(number=0).delete()
    if profile.photo:
        profile.photo.storage.delete(small_photo_name(profile.photo.name))
