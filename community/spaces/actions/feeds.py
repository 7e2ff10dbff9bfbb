"""Secret addresses of calendar feeds."""

import secrets

from django.utils import timezone

from community.accounts.models import User
from community.spaces.models import FeedToken, Space
from community.spaces.querysets import digest_of

_BYTES = 32


def issue_feed_token(user: User, space: Space | None = None) -> str:
    """The secret, which is shown once and kept nowhere; earlier ones stay valid.

    Without a space for one's own bookings, with one for what happens in it.
    """
    secret = secrets.token_urlsafe(_BYTES)
    FeedToken.objects.create(user=user, space=space, digest=digest_of(secret))
    return secret


def revoke_feed_token(token: FeedToken) -> None:
    """Doing it twice changes nothing."""
    rows = FeedToken.objects.filter(pk=token.pk, revoked_at=None)
    rows.update(revoked_at=timezone.now())
