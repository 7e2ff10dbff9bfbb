"""What the profile does when its member agrees to something, or no longer does."""

from community.accounts.models import User
from community.profiles.actions.profiles import (
    list_profile,
    share_with_partners,
    show_fields,
    start_profile,
    unlist_profile,
)
from community.profiles.models import Profile
from community.profiles.presets import shown_to_partners


def follow_directory_consent(user: User, is_given: bool) -> None:
    """Into the directory, or out of it. Raises HasNoNameError, see `list_profile`."""
    profile = start_profile(user) if is_given else _profile_of(user)
    if profile is None or profile.is_listed == is_given:
        return
    (list_profile if is_given else unlist_profile)(profile)


def follow_partners_consent(user: User, is_given: bool) -> None:
    """Partners see what the member has ticked for them, at first the safe choice."""
    profile = start_profile(user) if is_given else _profile_of(user)
    if profile is None or (profile.partners_since is not None) == is_given:
        return
    if is_given:
        show_fields(profile, shown_to_partners(profile.visibility))
    share_with_partners(profile, is_given)


def _profile_of(user: User) -> Profile | None:
    return Profile.objects.filter(user=user).first()
