"""Pictures in posts."""

from datetime import timedelta
from typing import Any

from django.core.files.base import File
from django.utils import timezone

from cms.core.limits import wait
from cms.core.models.fields import CleanPicture
from community.accounts.models import User
from community.forums.actions.refusals import TooManyPicturesError
from community.forums.models import PostImage

UNUSED_FOR = timedelta(days=7)
MOST, HOUR = 60, 3600  # pictures that a member sends in an hour


def keep_image(file: File, by: User) -> PostImage:
    """A picture that may be shown in a post of this member, written anew.

    Raises ValidationError when it is no picture that is taken (`cms.core.images`),
    TooManyPicturesError after `MOST` in an hour; those that are not taken count.
    """
    seconds = wait("forum-image", str(by.pk), most=MOST, seconds=HOUR)
    if seconds:
        raise TooManyPicturesError(seconds)
    clean: Any = CleanPicture.of(file)
    return PostImage.objects.create(by=by, file=clean)


def forget_unused_images() -> int:
    """Delete pictures that stand in no post after a week; how many."""
    old = timezone.now() - UNUSED_FOR
    gone = 0
    for image in PostImage.objects.filter(post=None, created_at__lt=old).iterator():
        image.file.delete(save=False)
        image.delete()
        gone += 1
    return gone
