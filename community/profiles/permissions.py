"""Who may do what with skills."""

from typing import Any


def can_propose_skill(user: Any) -> bool:
    """Anybody who is logged in with an active account."""
    return bool(user.is_authenticated and user.is_active)


def can_curate_skills(user: Any) -> bool:
    """Who may change skills: moderators and administrators."""
    return bool(user.is_active and user.has_perm("profiles.change_skill"))


def can_curate_occupations(user: Any) -> bool:
    """Who may change the alternative labels of occupations."""
    return bool(user.is_active and user.has_perm("profiles.change_occupation"))


def can_edit_profile(user: Any, profile: Any) -> bool:
    """Members write their own profile, and nobody else's."""
    return bool(user.is_active and profile.user_id == user.pk)


def can_confirm(user: Any, profile: Any) -> bool:
    """Who may endorse skills of this profile and vouch for it: other members."""
    return bool(user.is_authenticated and user.is_active and profile.user_id != user.pk)


def can_verify_profiles(user: Any) -> bool:
    """Staff who check who somebody is, and who may show a field to fewer."""
    return bool(user.is_active and user.has_perm("profiles.change_profile"))


def can_read_as_organisation(user: Any) -> bool:
    """Staff who see what members show to the organisation; each look is noted."""
    return bool(user.is_active and user.has_perm("profiles.view_profileindex"))
