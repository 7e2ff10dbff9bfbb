"""On what terms a resource is let, and what of a request breaks them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from community.spaces.calendar.hours import Window, joined
from community.spaces.calendar.moments import local_of
from community.spaces.calendar.segments import Grid, on_grid_before, rounded_out, units

_SECONDS = 60


class Grain(StrEnum):
    """By what a resource is let."""

    MINUTES = "minutes"
    HALF_DAY = "half_day"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Terms:
    """All in minutes. `half_day_at` is a minute of the local day; `step` divides 60."""

    grain: Grain = Grain.MINUTES
    step: int = 30
    shortest: int = 30
    longest: int = 12 * 60
    lead: int = 0
    horizon: int = 90 * 24 * 60
    buffer: int = 0
    half_day_at: int = 13 * 60

    @property
    def is_whole(self) -> bool:
        return self.grain != Grain.MINUTES

    def bounds(self, now: int) -> tuple[int, int]:
        """The first and the last moment at which one may be there."""
        return now + self.lead, now + self.horizon

    def windows(self, opening: Sequence[Window], zone: ZoneInfo) -> list[Window]:
        """What may be asked for: the halves or the days, or any part of what is open. A
        list that is shared, and not to be changed."""
        return _asked_for(tuple(opening), zone, self.grain, self.half_day_at)

    def grid(self, at: int, zone: ZoneInfo) -> Grid:
        """Step and phase for `segments` and `next_free`; (1, 0) when let as a whole."""
        if self.is_whole:
            return 1, 0
        offset = local_of(at, zone).utcoffset()
        minutes = int(offset.total_seconds() // _SECONDS) if offset is not None else 0
        return self.step, minutes % self.step


@lru_cache(maxsize=256)
def _asked_for(
    opening: tuple[Window, ...], zone: ZoneInfo, grain: Grain, half_day_at: int
) -> list[Window]:
    if grain == Grain.MINUTES:
        return joined(opening)
    return units(opening, zone, half_day_at if grain == Grain.HALF_DAY else None)


def refusals(
    terms: Terms,
    windows: Sequence[Window],
    start: int,
    end: int,
    now: int,
    grid: Grid = (1, 0),
) -> list[str]:
    """Codes of all that is wrong with being there from start to end; [] when nothing is.

    windows: `terms.windows` of the days around. Codes: 'order' (the end is not after the
    start; then no others), 'past', 'lead', 'horizon', 'short', 'long', 'grid', 'closed'.
    Whether a seat is free is another question (`free_seat`).
    """
    if end <= start:
        return ["order"]
    first, last = terms.bounds(now)
    length = end - start
    wrong = {
        "past": start < now,
        "lead": now <= start < first,
        "horizon": end > last,
        "short": not terms.is_whole and length < terms.shortest,
        "long": not terms.is_whole and length > terms.longest,
        "grid": not _is_on_grid(terms, windows, start, end, grid),
        "closed": not _is_open(windows, start, end),
    }
    return [code for code, is_wrong in wrong.items() if is_wrong]


def _is_on_grid(
    terms: Terms, windows: Sequence[Window], start: int, end: int, grid: Grid
) -> bool:
    if terms.is_whole:
        edge = rounded_out(windows, start, end)
        return edge is None or edge == (start, end)
    return all(on_grid_before(one, grid) == one for one in (start, end))


def _is_open(windows: Sequence[Window], start: int, end: int) -> bool:
    return any(one.start <= start and end <= one.end for one in joined(windows))
