"""Secret addresses of calendar feeds."""

import secrets

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from community.accounts.models import User
from community.spaces.actions.refusals import RefusedError
from community.spaces.models import FeedToken, Space
from community.spaces.permissions import can_manage_space
from community.spaces.querysets import digest_of

_BYTES = 32
MOST_FEEDS = 20  # of a member at a time


class TooManyFeedsError(RefusedError):
    def __str__(self) -> str:
        return _("You have very many addresses. Revoke one that you do not use first.")


def issue_feed_token(user: User, space: Space | None = None) -> tuple[FeedToken, str]:
    """With the secret, which is shown once and kept nowhere; earlier ones stay valid.

    Without a space for one's own bookings, with one for what happens in it. Raises
    PermissionDenied unless the member manages that space, TooManyFeedsError.
    """
    if space is not None and not can_manage_space(user, space):
        raise PermissionDenied
    if FeedToken.objects.valid().filter(user=user).count() >= MOST_FEEDS:
        raise TooManyFeedsError
    secret = secrets.token_urlsafe(_BYTES)
    digest = digest_of(secret)
    return FeedToken.objects.create(user=user, space=space, digest=digest), secret


def revoke_feed_token(token: FeedToken) -> None:
    """Doing it twice changes nothing."""
    rows = FeedToken.objects.filter(pk=token.pk, revoked_at=None)
    rows.update(revoked_at=timezone.now())


def feed_was_used(token: FeedToken) -> None:
    """Notes the day, once a day: calendars ask every hour."""
    today = timezone.localdate()
    if token.last_used_on != today:
        FeedToken.objects.filter(pk=token.pk).update(last_used_on=today)
