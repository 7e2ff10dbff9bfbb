"""What is left of a day on which nothing is free for the whole asked time."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from community.spaces.calendar.hours import Window, joined
from community.spaces.calendar.seats import fits
from community.spaces.calendar.segments import NEVER, Busy

MOST_ALTERNATIVES = 3


class Asked(NamedTuple):
    """When one would like to be there on a day."""

    day: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A resource that may be planned with, as its numbers.

    windows: joined ones, or the units where they are let as a whole. busy: as for
    `segments`. earliest, latest: the bounds that its terms give today. as_one: a party
    of any size takes one seat, as in a room. rank: another is planned with only on days
    on which nothing of a lower rank is free.
    """

    key: int
    seats: int
    windows: Sequence[Window]
    busy: Sequence[Busy]
    earliest: int = -NEVER
    latest: int = NEVER
    shortest: int = 0
    longest: int = NEVER
    buffer: int = 0
    whole: bool = False
    as_one: bool = False
    rank: int = 0

    def needs(self, wanted: int) -> int:
        """Seats that so many people take."""
        return 1 if self.as_one else wanted


class Alternative(NamedTuple):
    """A part of the asked time, all of it on the same seats."""

    key: int
    start: int
    end: int


class Gap(NamedTuple):
    """A day without a place: nothing is open then, or all is taken."""

    day: date
    reason: Literal["closed", "full"]
    alternatives: tuple[Alternative, ...]


def gaps_of(asked: Sequence[Asked], offers: Sequence[Offer], wanted: int) -> list[Gap]:
    """With the longest parts of the asked times that are free somewhere."""
    parts: list[list[Alternative]] = [[] for _one in asked]
    opened = [False for _one in asked]
    for offer in offers if asked else ():
        near = _busy_on(asked, offer)
        windows = joined(offer.windows)
        for at, one in enumerate(asked):
            here = _clipped(windows, offer, one)
            opened[at] = opened[at] or fits(windows, one.start, one.end)
            need = offer.needs(wanted)
            best = None if offer.whole else _longest_part(here, near[at], offer, need)
            parts[at] += [best] if best else []
    return [
        Gap(one.day, "full" if is_open else "closed", _longest(found))
        for one, is_open, found in zip(asked, opened, parts, strict=True)
    ]


def _longest(found: list[Alternative]) -> tuple[Alternative, ...]:
    found.sort(key=lambda one: (one.start - one.end, one.start))
    return tuple(found[:MOST_ALTERNATIVES])


def _busy_on(asked: Sequence[Asked], offer: Offer) -> list[list[Busy]]:
    """What is busy near each asked time, in order."""
    starts, stops = [one.start for one in asked], [one.end for one in asked]
    found: list[list[Busy]] = [[] for _one in asked]
    for one in sorted(offer.busy):
        low = bisect_right(stops, one[0] - offer.buffer)
        for at in range(low, bisect_left(starts, one[1] + offer.buffer)):
            found[at].append(one)
    return found


def _clipped(windows: Sequence[Window], offer: Offer, asked: Asked) -> list[Window]:
    start, end = max(asked.start, offer.earliest), min(asked.end, offer.latest)
    first = bisect_right(windows, start, key=lambda one: one[1])
    found = []
    for since, until in windows[first:]:
        if since >= end:
            break
        found.append(Window(max(since, start), min(until, end)))
    return found


def _longest_part(
    windows: Sequence[Window], busy: Sequence[Busy], offer: Offer, wanted: int
) -> Alternative | None:
    if wanted == 1:
        best = _longest_of_one(windows, busy, offer)
    else:
        parts = _parts(windows, busy, offer, wanted)
        best = max(parts, key=_length, default=None)
    if best is None or _length(best) < max(1, offer.shortest):
        return None
    return Alternative(offer.key, best.start, min(best.end, best.start + offer.longest))


def _longest_of_one(
    windows: Sequence[Window], busy: Sequence[Busy], offer: Offer
) -> Window | None:
    """On one seat; the same as the longest of `_parts`, at a fraction of the time."""
    size, best = 0, None
    for start, end in windows:
        last = [start] * offer.seats
        for since, until, seat in (*busy, *((end, end, n) for n in range(offer.seats))):
            if seat >= offer.seats:
                continue
            stop = min(since - offer.buffer, end) if since < end else end
            if stop - last[seat] > size:
                size, best = stop - last[seat], Window(last[seat], stop)
            last[seat] = max(last[seat], until + offer.buffer)
    return best


def _length(part: Window) -> int:
    return part.end - part.start


def _parts(
    windows: Sequence[Window], busy: Sequence[Busy], offer: Offer, wanted: int
) -> list[Window]:
    """When as many seats as are wanted are free, the same ones all the time."""
    taken: dict[int, list[Busy]] = {seat: [] for seat in range(offer.seats)}
    for one in busy:
        if one[2] in taken:
            taken[one[2]].append(one)
    own = [_free_of(windows, mine, offer.buffer) for mine in taken.values()]
    every = [part for parts in own for part in parts]
    starts, ends = {part.start for part in every}, {part.end for part in every}
    pairs = [Window(start, end) for start in starts for end in ends if start < end]
    return [
        pair for pair in pairs if sum(fits(parts, *pair) for parts in own) >= wanted
    ]


def _free_of(
    windows: Sequence[Window], busy: Sequence[Busy], buffer: int
) -> list[Window]:
    """What is left of the windows by one seat; busy is in order."""
    found = []
    for start, end in windows:
        for since, until, _seat in busy:
            if since - buffer >= end:
                break
            if since - buffer > start:
                found.append(Window(start, since - buffer))
            start = max(start, until + buffer)
        if start < end:
            found.append(Window(start, end))
    return found
