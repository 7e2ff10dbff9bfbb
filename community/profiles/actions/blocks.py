"""Keeping a member away from oneself, with what they have said."""

from django.db import transaction

from community.accounts.actions import block
from community.accounts.models import Block, User
from community.profiles.actions.trust import withdraw_endorsement, withdraw_vouch
from community.profiles.models import Endorsement, Profile


@transaction.atomic
def block_person(by: User, profile: Profile) -> Block:
    """Block the member of this profile; what they said of `by` goes at once.

    Raises CannotBlockError.
    """
    made = block(by, profile.user)
    own = Profile.objects.filter(user=by).first()
    if own is not None:
        withdraw_vouch(own, profile.user)
        said = Endorsement.objects.filter(
            by=profile.user, profile_skill__profile=own
        ).select_related("profile_skill")
        for one in said:
            withdraw_endorsement(one.profile_skill, profile.user)
    return made
