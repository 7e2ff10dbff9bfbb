"""The days of the calendar and what is let on each: hours, reasons, free places."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from community.spaces.calendar import Segment, Terms, Window, local_of, utc_minute
from community.spaces.models import DayException, Resource, Space
from community.spaces.timetable import (
    OpenDay,
    availability,
    open_days,
    told_of,
    windows_of,
)
from community.spaces.views.calendar.stretches import (
    LINES,
    Stretch,
    bookable,
    in_short,
    offered,
    stretches_in,
)

_DAY = timedelta(days=1)
OPEN, FULL, CLOSED, PAST, LATER, SOON = (
    "free",
    "full",
    "closed",
    "past",
    "later",
    "soon",
)


@dataclass(frozen=True)
class Cell:
    """A resource on a day. `all` tells its whole day, `stretches` what may be booked."""

    resource: Resource
    day: date
    state: str
    book_path: str
    why: str = ""
    all: list[Stretch] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)

    @cached_property
    def _short(self) -> list[Stretch]:
        return in_short(self.stretches)

    @property
    def lines(self) -> list[Stretch]:
        return self._short[:LINES]

    @property
    def more(self) -> int:
        """How many times are not told in `lines`."""
        return max(0, len(self._short) - LINES)

    @cached_property
    def url(self) -> str:
        """The form for a booking, filled with the longest free time."""
        best = offered(self.stretches, self.resource.terms)
        return "" if best is None else self.url_of(best)

    def url_of(self, stretch: Stretch) -> str:
        best = offered([stretch], self.resource.terms) or stretch
        day = local_of(best.start, best.zone).date()
        which = f"{self.book_path}?resource={self.resource.pk}&date={day}"
        return f"{which}&from={best.opens}&to={best.closes}"

    @property
    def wait_url(self) -> str:
        """Where one joins those who wait for a place; '' unless all is taken."""
        if self.state != FULL:
            return ""
        path = reverse("spaces:wait", args=[self.resource.space.slug])
        return f"{path}?resource={self.resource.pk}&date={self.day}"

    @property
    def links(self) -> list[tuple[Stretch, str]]:
        """Each free time with its own way to the form."""
        return [(one, self.url_of(one)) for one in self.stretches]

    @property
    def links_in_short(self) -> list[tuple[Stretch, str]]:
        return [(one, self.url_of(one)) for one in self.lines]


@dataclass(frozen=True)
class Day:
    """A column of the week: the space's hours, and its resources in their order."""

    open: OpenDay
    cells: list[Cell]
    is_today: bool
    is_past: bool

    @property
    def day(self) -> date:
        return self.open.day

    @property
    def free(self) -> int:
        """Desks and rooms of which something is free."""
        return sum(one.state == OPEN for one in self.cells)

    @cached_property
    def same(self) -> str:
        """What is true of all that is let, told once for the day; else ''."""
        states = {one.state for one in self.cells}
        told = {one.why for one in self.cells}
        if len(states) > 1 or len(told) > 1:
            return ""
        return next((one for one in states if one not in (OPEN, FULL)), "")

    @property
    def share(self) -> int | None:
        """Percent of the time and places that may be booked that are free."""
        told = [one for cell in self.cells for one in cell.all]
        whole = sum(one.minutes * one.seats for one in told)
        free = sum(one.minutes * one.free for one in told)
        # Rounded down: "100 %" with something taken, or "0 %" with nothing, were untrue.
        return None if not whole else max(int(100 * free / whole), int(free > 0))


def days_between(
    space: Space, resources: Sequence[Resource], first: date, last: date
) -> list[Day]:
    """Every day from first to last with these resources of the space; six statements."""
    now = timezone.now()
    zone = space.zone_info
    start = datetime.combine(first, time.min, zone)
    end = datetime.combine(last + _DAY, time.min, zone)
    told = told_of(space, first, last)
    windows = windows_of(resources, first - 2 * _DAY, last + 2 * _DAY)
    found = availability(resources, start, end + _DAY, now, windows=windows)
    today, book = now.astimezone(zone).date(), reverse("spaces:book", args=[space.slug])
    columns = [
        _column(one, now, book, windows[one.pk], found[one.pk], told[one.pk])
        for one in resources
    ]
    return [
        Day(one, [cell(one.day) for cell in columns], one.day == today, one.day < today)
        for one in open_days(space, first, last, told[None])
    ]


def _column(
    resource: Resource,
    now: datetime,
    book_path: str,
    windows: Sequence[Window],
    found: Sequence[Segment],
    told: Mapping[int, DayException],
) -> Callable[[date], Cell]:
    """Makes the cell of a day."""
    zone, terms = resource.space.zone_info, resource.terms
    by_day = _by_day(windows, zone)
    today = now.astimezone(zone).date()

    def cell(day: date) -> Cell:
        here = by_day.get(day, [])
        all_day = stretches_in(here, _near(found, here), resource.seats, zone)
        free = bookable(all_day, terms)
        state = PAST if day < today else _state(terms, here, all_day, free, now)
        why = told.get(day.toordinal())
        label = why.label if why else ""
        return Cell(resource, day, state, book_path, label, all_day, free)

    return cell


def _near(found: Sequence[Segment], windows: Sequence[Window]) -> Sequence[Segment]:
    """Those that may lie in the windows, all being in order."""
    if not windows:
        return ()
    first = bisect_right(found, windows[0].start, key=lambda one: one[1])
    return found[first : bisect_left(found, windows[-1].end, key=lambda one: one[0])]


def _by_day(windows: Sequence[Window], zone: ZoneInfo) -> dict[date, list[Window]]:
    """Windows by the local day on which they begin."""
    found: dict[date, list[Window]] = {}
    for one in windows:
        day = local_of(one.start, zone).date()
        found.setdefault(day, []).append(one)
    return found


def _state(
    terms: Terms,
    windows: Sequence[Window],
    stretches: Sequence[Stretch],
    free: Sequence[Stretch],
    now: datetime,
) -> str:
    """Of a day that is not over."""
    if not windows:
        return CLOSED
    if stretches:
        return OPEN if free else FULL
    moment = utc_minute(now)
    if windows[-1].end <= moment:
        return PAST
    _lead, horizon = terms.bounds(moment)
    return LATER if windows[-1].end > horizon else SOON
