"""Waiting lists everywhere, again and again: seats come free without the end of a booking,
too, as when hours grow or a resource does."""

from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from community.spaces.actions.covering import cover
from community.spaces.actions.promoting import promote
from community.spaces.actions.refusals import BusyError
from community.spaces.actions.seats import locked
from community.spaces.actions.settling import lapse
from community.spaces.models import Resource, WaitlistEntry

_LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def promote_waiting(now: datetime | None = None) -> int:
    """Ends what has waited too long. Returns how many got a place."""
    now = now or timezone.now()
    late = WaitlistEntry.objects.over(now)
    late.update(state=WaitlistEntry.State.LAPSED, updated_at=now)
    done = 0
    for key in _places_waited_for(now):
        try:
            with transaction.atomic():
                resource = locked([key])[key]
                _changed, free = lapse([key], now)
                for one in free:
                    cover(resource, one.starts_at, one.ends_at)
                done += promote(resource, now, _LATEST, now)
        except BusyError:
            continue  # (very many are booking it: it is looked at again next time)
    return done


def _places_waited_for(now: datetime) -> list[int]:
    waiting = WaitlistEntry.objects.waiting(now)
    keys = set(waiting.values_list("resource", flat=True))
    kinds = waiting.filter(is_any=True).values_list("resource__space", "resource__kind")
    for space, kind in kinds.distinct():
        rows = Resource.objects.filter(space=space, kind=kind)
        keys |= set(rows.values_list("pk", flat=True))
    return sorted(keys)
