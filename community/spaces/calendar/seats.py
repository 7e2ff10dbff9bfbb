"""Which seat is free, and when next."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from community.spaces.calendar.hours import Window
from community.spaces.calendar.segments import NEVER, Busy, Grid, on_grid_after


class Choice(NamedTuple):
    """Free from start to end, on these seats (numbers from 0)."""

    start: int
    end: int
    seats: tuple[int, ...]


def free_seats(
    busy: Iterable[Busy],
    seats: int,
    start: int,
    end: int,
    *,
    wanted: int = 1,
    buffer: int = 0,
) -> list[int]:
    """The lowest numbers of as many seats as are wanted, free all the time from start to
    end; [] when there are fewer."""
    taken = {
        seat
        for since, until, seat in busy
        if since - buffer < end and until + buffer > start
    }
    found = [seat for seat in range(seats) if seat not in taken][:wanted]
    return found if len(found) == wanted else []


def free_seat(
    busy: Iterable[Busy], seats: int, start: int, end: int, *, buffer: int = 0
) -> int | None:
    """The lowest number of a seat that is free all the time, None when all are taken."""
    found = free_seats(busy, seats, start, end, buffer=buffer)
    return found[0] if found else None


def fits(windows: Iterable[Window], start: int, end: int) -> bool:
    """Whether one of the windows (see `joined`) holds it all."""
    return any(since <= start and end <= until for since, until in windows)


def next_free(
    windows: Sequence[Window],
    busy: Sequence[Busy],
    seats: int,
    length: int,
    *,
    after: int,
    latest: int = NEVER,
    count: int = 3,
    wanted: int = 1,
    buffer: int = 0,
    grid: Grid = (1, 0),
    whole: bool = False,
) -> list[Choice]:
    """The next choices of that length from `after` on, none overlapping another.

    windows: joined ones, or, where they are let as a whole, the units; then a choice is
    one of these, however long. Of several seats that are free the lowest numbers.
    """
    found: list[Choice] = []
    rest = sorted(one for one in busy if one[1] + buffer > after and one[2] < seats)
    for since, until in windows:
        until = min(until, latest)
        at = since if whole else on_grid_after(max(since, after), grid)
        size = until - since if whole else length
        while after <= at and size > 0 and at + size <= until and len(found) < count:
            near = [
                one
                for one in rest
                if one[0] - buffer < at + size and one[1] + buffer > at
            ]
            free = free_seats(near, seats, at, at + size, wanted=wanted, buffer=buffer)
            if free:
                found.append(Choice(at, at + size, tuple(free)))
                at = on_grid_after(at + size, grid)
            elif near:
                at = on_grid_after(min(one[1] + buffer for one in near), grid)
            else:
                break
            if whole:
                break
    return found
