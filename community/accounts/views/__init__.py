"""A member's own screens, and the way in and out."""

from community.accounts.views.challenge import challenge
from community.accounts.views.limited import limited
from community.accounts.views.own import overview, settings_screen
from community.accounts.views.providers import provider_callback, provider_login
from community.accounts.views.sessions import end_session, sessions

__all__ = [
    "challenge",
    "end_session",
    "limited",
    "overview",
    "provider_callback",
    "provider_login",
    "sessions",
    "settings_screen",
]
