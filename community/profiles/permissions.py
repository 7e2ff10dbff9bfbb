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
