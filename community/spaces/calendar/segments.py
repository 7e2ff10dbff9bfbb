"""How many seats are free, and when: a sweep along the day's beginnings and ends."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from community.spaces.calendar.hours import Window
from community.spaces.calendar.moments import local_of, wall_minute

Busy = tuple[int, int, int]  # start, end, number of the seat from 0
Segment = tuple[int, int, int]  # start, end, seats free
Grid = tuple[int, int]  # step and phase, in minutes
NEVER = 1 << 60  # later than any moment


def segments(
    windows: Sequence[Window],
    busy: Iterable[Busy],
    seats: int,
    *,
    earliest: int = -NEVER,
    latest: int = NEVER,
    buffer: int = 0,
    step: int = 1,
    phase: int = 0,
    whole: bool = False,
) -> list[Segment]:
    """Free seats over the windows: in order, apart, without a gap inside a window.

    windows: in order and apart. busy: seats from 0; others than below `seats` and what
    stands on one seat twice do no harm. earliest, latest: nothing is offered outside.
    buffer: minutes that stay free around what is busy. step: what begins or ends off the
    grid (minutes of the hour, a divisor of 60) is rounded: windows in, what is busy out.
    phase: by how many minutes the zone's hours stand beside those of UTC.
    whole: each window is let as a whole; what is busy inside takes it all.
    """
    grid = (step, phase % step)
    cut = _cut(windows, earliest, latest, grid, whole)
    if not cut:
        return []
    starts, ends = _taken(cut, busy, seats, buffer, grid, whole)
    return _sweep(cut, starts, ends, seats)


def units(
    windows: Iterable[Window], zone: ZoneInfo, half_day_at: int | None = None
) -> list[Window]:
    """Windows that are let as a whole: each one, or its halves before and after a local
    minute of the day (780 is 13:00)."""
    found = []
    for start, end in windows:
        noon = None if half_day_at is None else _next_wall(start, half_day_at, zone)
        if noon is not None and start < noon < end:
            found += [Window(start, noon), Window(noon, end)]
        else:
            found.append(Window(start, end))
    return found


def rounded_out(edges: Sequence[Window], start: int, end: int) -> Window | None:
    """From the beginning of the first window that this touches to the end of the last."""
    low = bisect_right(edges, start, key=_end_of)
    high = bisect_left(edges, end, key=_start_of) - 1
    return Window(edges[low].start, edges[high].end) if low <= high else None


def on_grid_before(minute: int, grid: Grid) -> int:
    step, phase = grid
    return (minute + phase) // step * step - phase


def on_grid_after(minute: int, grid: Grid) -> int:
    step, phase = grid
    return -(-(minute + phase) // step) * step - phase


def _start_of(window: Window) -> int:
    return window[0]


def _end_of(window: Window) -> int:
    return window[1]


def _next_wall(after: int, minutes: int, zone: ZoneInfo) -> int:
    """The first moment from `after` at which clocks show this minute of the day."""
    day = local_of(after, zone).date()
    found = wall_minute(day, minutes, zone).minute
    if found >= after:
        return found
    return wall_minute(day + timedelta(days=1), minutes, zone).minute


def _cut(
    windows: Sequence[Window], earliest: int, latest: int, grid: Grid, whole: bool
) -> Sequence[Window]:
    if whole:
        return [one for one in windows if one[0] >= earliest and one[1] <= latest]
    step, phase = grid
    found = []
    for window in windows:
        start, end = window
        if (
            start < earliest
            or end > latest
            or (start + phase) % step
            or (end + phase) % step
        ):
            start = on_grid_after(max(start, earliest), grid)
            end = on_grid_before(min(end, latest), grid)
            window = Window(start, end)
        if start < end:
            found.append(window)
    return found


def _taken(
    windows: Sequence[Window],
    busy: Iterable[Busy],
    seats: int,
    buffer: int,
    grid: Grid,
    whole: bool,
) -> tuple[list[int], list[int]]:
    """When seats become busy and free again, each in order; no seat is counted twice."""
    step, phase = grid
    before, after = windows[0][0], windows[-1][1]
    last = [before] * seats
    starts: list[int] = []
    ends: list[int] = []
    begins, stops = starts.append, ends.append
    # Its own rounding: calling functions twice for each would take half of the time.
    less, more = phase - buffer, phase + buffer
    for start, end, seat in sorted(busy):
        if seat >= seats:
            continue
        if whole:
            edge = rounded_out(windows, start - buffer, end + buffer)
            if edge is None:
                continue
            start, end = edge
        else:
            start -= buffer + (start + less) % step
            end += buffer + -(end + more) % step
        since = last[seat]
        if start < since:
            start = since
        if start < end and start < after:
            last[seat] = end
            begins(start)
            stops(end)
    starts.sort()
    ends.sort()
    return starts, ends


def _sweep(
    windows: Sequence[Window], starts: list[int], ends: list[int], seats: int
) -> list[Segment]:
    found: list[Segment] = []
    push = found.append
    next_start = iter([*starts, NEVER]).__next__
    next_end = iter([*ends, NEVER]).__next__
    start, end, now = next_start(), next_end(), seats
    # (written out: this loop turns for every beginning and end of what is busy)
    for at, until in windows:
        while start <= at:
            now -= 1
            start = next_start()
        while end <= at:
            now += 1
            end = next_end()
        free = now
        while (turn := start if start < end else end) < until:  # noqa: FURB136
            while start == turn:
                now -= 1
                start = next_start()
            while end == turn:
                now += 1
                end = next_end()
            if now != free:
                push((at, turn, free))
                at, free = turn, now
        push((at, until, free))
    return found
