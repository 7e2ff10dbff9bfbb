"""Reading calendars from elsewhere again: when, and what becomes of a failure."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.core.jobs import job
from community.spaces.actions.blocking import most_times, take_over
from community.spaces.ics import Fetched, Marks, Reading, SourceError, fetch, read
from community.spaces.models import IcsSource

EVERY = timedelta(hours=1)
LONGEST_WAIT = 24  # hours
# Who has a job to read it is not given a second one meanwhile.
_LEASE = timedelta(minutes=30)
_AT_ONCE = 200
Fetcher = Callable[[str, str, Marks], Fetched]


@job(attempts=3, limit=300)
def read_source(source: int) -> None:
    """One calendar. What cannot be fetched is no failure of the job."""
    found = IcsSource.objects.filter(pk=source).select_related("space").first()
    if found is not None:
        fetch_source(found)


def fetch_due_sources(now: datetime | None = None) -> int:
    """Has those read whose time it is; how many. Doing it twice changes nothing."""
    now = now or timezone.now()
    with transaction.atomic():
        rows = IcsSource.objects.due(now).select_for_update(
            of=("self",), skip_locked=True, no_key=True
        )
        keys = list(rows.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
        IcsSource.objects.filter(pk__in=keys).update(next_at=now + _LEASE)
        for key in keys:
            read_source.later(key)
    return len(keys)


def fetch_source(
    source: IcsSource, now: datetime | None = None, fetcher: Fetcher = fetch
) -> bool:
    """Reads it and blocks what it says; True when it is up to date after it.

    A failure is noted with the row, and what was blocked before stays. Outside of a
    transaction: nothing is held while others are waited for. Raises BusyError.
    """
    now = now or timezone.now()
    if not _begin(source, now):
        return False
    try:
        found = fetcher(source.address, agent(), _marks(source, now))
        reading = _reading(source, found, now)
    except SourceError as why:
        _failed(source, why, now)
        return False
    if reading is not None and not take_over(source, reading, now):
        return False  # (somebody else reads it anew, or it is gone)
    return _succeeded(source, found.marks, reading, now)


def agent() -> str:
    """Who asks, for the log of the other side."""
    return f"DiasporaProfessionals/1.0 (calendars of spaces; +{settings.SITE_URL})"


def _begin(source: IcsSource, now: datetime) -> bool:
    """`asked_at` names this reading: whoever begins a later one takes it over."""
    rows = IcsSource.objects.filter(pk=source.pk, is_paused=False)
    source.asked_at = now
    return bool(rows.update(asked_at=now))


def _marks(source: IcsSource, now: datetime) -> Marks:
    """None for the first time of a day: the half year goes on although the file does
    not change, and the space may have got another resource."""
    zone = source.space.zone_info
    good = source.good_at
    if good is None or good.astimezone(zone).date() != now.astimezone(zone).date():
        return Marks()
    return Marks(source.etag, source.modified)


def _reading(source: IcsSource, found: Fetched, now: datetime) -> Reading | None:
    """None when nothing has changed. Raises SourceError."""
    if found.data is None:
        return None
    return read(found.data, source.space.zone_info, now, most_times(source, now))


def _failed(source: IcsSource, why: SourceError, now: datetime) -> None:
    failures = source.failures + 1
    hours = min(2 ** min(failures - 1, 10), LONGEST_WAIT)
    _mine(source).update(
        failure=why.fault.value,
        failures=failures,
        next_at=now + timedelta(hours=hours),
    )


def _succeeded(
    source: IcsSource, marks: Marks, reading: Reading | None, now: datetime
) -> bool:
    told = {}
    if reading is not None:
        told = {"left_out": reading.left_out, "guessed": reading.guessed}
    return bool(
        _mine(source).update(
            etag=marks.etag,
            modified=marks.modified,
            good_at=now,
            failure="",
            failures=0,
            next_at=now + EVERY,
            **told,
        )
    )


def _mine(source: IcsSource) -> Any:
    return IcsSource.objects.filter(pk=source.pk, asked_at=source.asked_at)
