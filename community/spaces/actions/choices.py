"""What is free instead of what is taken."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from community.spaces.actions.asking import Ask, FreeChoice
from community.spaces.actions.seats import Ground, ground_of, seats_for
from community.spaces.calendar import moment_of, next_free, utc_minute
from community.spaces.models import Resource

COUNT = 3
_MOST_SEARCHED = 10
# Mostly there is something in the coming day; many are refused at once when a last seat
# goes, and each looks no further than it must.
_AHEAD = (timedelta(days=1), timedelta(days=14))


def free_choices(
    ask: Ask, now: datetime | None = None, count: int = COUNT
) -> list[FreeChoice]:
    """Others of its kind at the same time, one fewer than `count` at most; then the same
    resource later, and the others later, by time."""
    now = now or timezone.now()
    resource = ask.resource
    kind = Resource.objects.filter(space=resource.space_id, kind=resource.kind)
    rows = kind.active_between(ask.starts_at.date(), date.max)
    others = [
        one
        for one in rows.select_related("space")
        if one.pk != resource.pk and one.capacity >= ask.party_size
    ]
    asks = [ask, *(replace(ask, resource=one) for one in others)]
    offered: list[FreeChoice] = []
    for ahead in _AHEAD:
        offered = _within(ahead, asks, now, count)
        if len(offered) == count:
            break
    return offered


def _within(
    ahead: timedelta, asks: Sequence[Ask], now: datetime, count: int
) -> list[FreeChoice]:
    ground = ground_of(asks, now, until=ahead)
    until = utc_minute(asks[0].ends_at + ahead)
    found = [_choice(one) for one in asks[1:] if _is_free(one, ground, now)]
    found = found[: max(1, count - 1)]
    later = _later(asks[0], ground, now, until, count - len(found))
    if len(found) + len(later) < count:
        more = [
            one
            for other in asks[1:]
            for one in _later(other, ground, now, until, count)
        ]
        known = {(one.resource.pk, one.starts_at) for one in found}
        more = [one for one in more if (one.resource.pk, one.starts_at) not in known]
        later = sorted([*later, *more], key=lambda one: one.starts_at)
    return [*found, *later][:count]


def all_choices(
    asks: Sequence[Ask], now: datetime
) -> list[tuple[Ask, list[FreeChoice]]]:
    """With choices for the first ones; who asks for ninety taken places wants another
    plan, not ninety searches."""
    return [
        (ask, free_choices(ask, now) if number < _MOST_SEARCHED else [])
        for number, ask in enumerate(asks)
    ]


def _is_free(ask: Ask, ground: Ground, now: datetime) -> bool:
    try:
        return bool(seats_for(ask, ground, now))
    except ValidationError:
        return False


def _choice(ask: Ask) -> FreeChoice:
    return FreeChoice(ask.resource, ask.starts_at, ask.ends_at)


def _later(
    ask: Ask, ground: Ground, now: datetime, until: int, count: int
) -> list[FreeChoice]:
    resource = ask.resource
    if count <= 0 or ask.seats > resource.seats:
        return []
    terms, zone = resource.terms, resource.space.zone_info
    earliest, latest = terms.bounds(utc_minute(now))
    found = next_free(
        terms.windows(ground.windows[resource.pk], zone),
        ground.busy[resource.pk],
        resource.seats,
        ask.end - ask.start,
        after=max(ask.start, earliest),
        latest=min(latest, until),
        count=count,
        wanted=ask.seats,
        buffer=terms.buffer,
        grid=terms.grid(ask.start, zone),
        whole=terms.is_whole,
    )
    return [
        FreeChoice(resource, moment_of(one.start), moment_of(one.end)) for one in found
    ]
