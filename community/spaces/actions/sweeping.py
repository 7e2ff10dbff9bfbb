"""Waiting lists everywhere, again and again: seats come free without the end of a booking,
too, as when hours grow or a resource does."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from community.spaces import notify
from community.spaces.actions.covering import cover
from community.spaces.actions.promoting import has_place, promote
from community.spaces.actions.refusals import BusyError
from community.spaces.actions.seats import locked
from community.spaces.actions.settling import lapse
from community.spaces.models import Resource, WaitlistEntry

_AT_ONCE = 200
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)
_KEPT = timedelta(days=365)  # after the time that was waited for


def promote_waiting(now: datetime | None = None) -> int:
    """Ends what has waited too long, and forgets it after a year. Returns how many got a
    place."""
    now = now or timezone.now()
    WaitlistEntry.objects.filter(ends_at__lt=now - _KEPT).delete()
    while _end_late(now) == _AT_ONCE:
        pass
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


@transaction.atomic
def _end_late(now: datetime) -> int:
    """Some of those for whom no place came in time; they are told, but for who has one by
    now, and where all is over."""
    rows = WaitlistEntry.objects.over(now).select_related("resource__space", "member")
    # (one that is changed at this moment waits for the next time)
    held = rows.select_for_update(of=("self",), no_key=True, skip_locked=True)
    found = list(held.order_by("pk")[:_AT_ONCE])
    for entry in found:
        entry.state, entry.updated_at = WaitlistEntry.State.LAPSED, now
        entry.save(update_fields=["state", "updated_at"])
        if entry.ends_at > now and not _has_place(entry):
            notify.lapsed(entry)
    return len(found)


def _has_place(entry: WaitlistEntry) -> bool:
    times = (entry.starts_at, entry.ends_at)
    return has_place(entry.member, entry.resource, *times, is_any=entry.is_any)


def _places_waited_for(now: datetime) -> list[int]:
    waiting = WaitlistEntry.objects.waiting(now)
    keys = set(waiting.values_list("resource", flat=True))
    kinds = waiting.filter(is_any=True).values_list("resource__space", "resource__kind")
    for space, kind in kinds.distinct():
        rows = Resource.objects.filter(space=space, kind=kind)
        keys |= set(rows.values_list("pk", flat=True))
    return sorted(keys)
