"""Hours are changed under bookings only by somebody who has read which ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from community.spaces.actions.refusals import RefusedError
from community.spaces.conflicts import Conflict, conflicts, digest_of
from community.spaces.models import Space


class BookingsBrokenError(RefusedError):
    """Nothing is changed. `found`: bookings that would lie where it is closed; `digest`
    names them, and with it the change is made."""

    def __init__(self, found: list[Conflict]) -> None:
        super().__init__()
        self.found = found
        self.digest = digest_of(found)

    def __str__(self) -> str:
        number = len(self.found)
        return ngettext(
            "%(number)s booking would lie outside the opening hours.",
            "%(number)s bookings would lie outside the opening hours.",
            number,
        ) % {"number": number}


@contextmanager
def guarded(
    space: Space, acknowledged: str = "", now: datetime | None = None
) -> Iterator[None]:
    """Around a change of hours, in one transaction. Raises BookingsBrokenError when it
    breaks bookings that it did not break before, unless `acknowledged` is their digest.
    """
    now = now or timezone.now()
    with transaction.atomic():
        before = {one.booking.pk for one in conflicts(space, now)}
        yield
        after = conflicts(space, now)
        found = [one for one in after if one.booking.pk not in before]
        if found and digest_of(found) != acknowledged:
            raise BookingsBrokenError(found)
