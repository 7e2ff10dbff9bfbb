"""A visit of several days: where to sit on each of them, with the fewest moves."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from community.spaces.calendar.gaps import Asked, Gap, Offer, gaps_of
from community.spaces.calendar.hours import EVERY_DAY, joined
from community.spaces.calendar.moments import wall_minute
from community.spaces.calendar.segments import rounded_out


class PlannedDay(NamedTuple):
    day: date
    start: int
    end: int
    key: int
    seats: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """days: those with a place. moves: how often one goes to another resource. single:
    keys of the resources that are free on every day that was asked for. free: keys by
    day. gaps: the other days."""

    days: tuple[PlannedDay, ...] = ()
    moves: int = 0
    single: tuple[int, ...] = ()
    free: dict[date, tuple[int, ...]] = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()


def asked_days(
    first: date,
    last: date,
    opens: int,
    closes: int,
    zone: ZoneInfo,
    weekdays: frozenset[int] = EVERY_DAY,
) -> list[Asked]:
    """From `opens` to `closes` by the clocks of the zone, on these weekdays."""
    found = []
    for day in range(first.toordinal(), last.toordinal() + 1):
        here = date.fromordinal(day)
        if here.weekday() in weekdays:
            start = wall_minute(here, opens, zone).minute
            found.append(Asked(here, start, wall_minute(here, closes, zone).minute))
    return found


def visit_plan(
    asked: Sequence[Asked], offers: Sequence[Offer], *, wanted: int = 1
) -> Plan:
    """asked: in order, apart. offers: the dearer first; among equals the first is taken.

    Staying as long as one can before moving gives the fewest moves: whatever another
    plan holds on to at that point, this one holds on to at least as long. (Among those
    of a rank: nobody sits in a room for a fortnight because a desk is taken for a day.)
    """
    if not asked:
        return Plan()
    masks = [_free_masks(offer, asked, offer.needs(wanted)) for offer in offers]
    able = [[n for n, mask in enumerate(masks) if mask[at]] for at in range(len(asked))]
    places = _ranked_stays(able, offers)
    days = _planned(asked, offers, masks, places, wanted)
    keys = [one.key for one in days]
    every = set(range(len(offers))).intersection(*able)
    return Plan(
        days=tuple(days),
        moves=sum(one != other for one, other in pairwise(keys)),
        single=tuple(offers[n].key for n in sorted(every)),
        free={
            one.day: tuple(offers[n].key for n in able[at])
            for at, one in enumerate(asked)
        },
        gaps=tuple(
            gaps_of(
                [one for at, one in enumerate(asked) if not able[at]], offers, wanted
            )
        ),
    )


def _free_masks(offer: Offer, asked: Sequence[Asked], wanted: int) -> list[int]:
    """For each asked day a number whose bits are the free seats; 0 for too few."""
    windows = joined(offer.windows) if offer.whole else offer.windows
    ends = [one[1] for one in windows]
    full = (1 << offer.seats) - 1
    masks = []
    for _day, start, end in asked:
        at = bisect_left(ends, end)
        is_open = at < len(windows) and windows[at][0] <= start
        masks.append(full if is_open and _suits(offer, start, end) else 0)
    starts, stops = [one.start for one in asked], [one.end for one in asked]
    for since, until, seat in offer.busy:
        since -= offer.buffer
        until += offer.buffer
        if offer.whole:
            edge = rounded_out(offer.windows, since, until)
            since, until = edge or (since, since)
        for at in range(bisect_right(stops, since), bisect_left(starts, until)):
            masks[at] &= ~(1 << seat)
    return [mask if mask.bit_count() >= wanted else 0 for mask in masks]


def _suits(offer: Offer, start: int, end: int) -> bool:
    if offer.whole:
        edge = rounded_out(offer.windows, start, end)
        return bool(edge and edge.start >= offer.earliest and edge.end <= offer.latest)
    is_in_time = start >= offer.earliest and end <= offer.latest
    return is_in_time and offer.shortest <= end - start <= offer.longest


def _ranked_stays(
    able: Sequence[Sequence[int]], offers: Sequence[Offer]
) -> list[int | None]:
    """Those of the lowest rank first; then the others on the days that are left."""
    found: list[int | None] = [None] * len(able)
    for rank in sorted({one.rank for one in offers}):
        left = [
            [n for n in free if offers[n].rank == rank] if found[at] is None else []
            for at, free in enumerate(able)
        ]
        for at, place in enumerate(_stays(left)):
            found[at] = found[at] if place is None else place
    return found


def _stays(able: Sequence[Sequence[int]]) -> list[int | None]:
    """Which offer to take on each day, by its place in the list; None on a gap.

    A gap ends no stay: one comes back to the same place.
    """
    found: list[int | None] = [None] * len(able)
    stay: list[int] = []
    left: set[int] = set()

    def settle() -> None:
        for at in stay:
            found[at] = min(left)

    for at, free in enumerate(able):
        if not free:
            continue
        if stay and not left & set(free):
            settle()
            stay, left = [], set()
        left = left & set(free) if stay else set(free)
        stay.append(at)
    settle()
    return found


def _planned(
    asked: Sequence[Asked],
    offers: Sequence[Offer],
    masks: Sequence[Sequence[int]],
    places: Sequence[int | None],
    wanted: int,
) -> list[PlannedDay]:
    """The same seats within a stay for as long as they are free."""
    days: list[PlannedDay] = []
    for at, place in enumerate(places):
        if place is None:
            continue
        offer, mask = offers[place], masks[place][at]
        need = offer.needs(wanted)
        before = days[-1] if days and days[-1].key == offer.key else None
        if before and all(mask >> seat & 1 for seat in before.seats):
            seats = before.seats
        else:
            seats = _longest_free(masks[place][at:], places[at:], place, need)
        start, end = asked[at].start, asked[at].end
        if offer.whole:
            start, end = rounded_out(offer.windows, start, end) or (start, end)
        days.append(PlannedDay(asked[at].day, start, end, offer.key, seats))
    return days


def _longest_free(
    masks: Sequence[int], places: Sequence[int | None], place: int, wanted: int
) -> tuple[int, ...]:
    """Seats that stay free on as many of the coming days of the stay as can be."""
    left = masks[0]
    for mask, here in zip(masks, places, strict=True):
        if here is None:
            continue
        if here != place or (left & mask).bit_count() < wanted:
            break
        left &= mask
    free = [seat for seat in range(left.bit_length()) if left >> seat & 1]
    return tuple(free[:wanted])
