"""When and how many places of a resource are free on a day, in as few lines as are read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.spaces.calendar import Segment, Terms, Window, local_of

LINES = 3  # in a field of the week


@dataclass(frozen=True)
class Stretch:
    """From start to end (minutes of UTC) at least `free` of `seats` are free."""

    start: int
    end: int
    free: int
    seats: int
    zone: ZoneInfo

    @property
    def minutes(self) -> int:
        return self.end - self.start

    @property
    def opens(self) -> str:
        return clock(self.start, self.zone)

    @property
    def closes(self) -> str:
        return clock(self.end, self.zone)

    @property
    def times(self) -> str:
        """'9\N{EN DASH}13:30'"""
        return f"{short(self.opens)}\N{EN DASH}{short(self.closes)}"

    @property
    def words(self) -> str:
        """'2 of 3 free'; of what is let as a whole, 'free'."""
        if self.seats == 1:
            return _("free") if self.free else _("taken")
        told = ngettext(
            "%(free)d of %(seats)d free", "%(free)d of %(seats)d free", self.free
        )
        return told % {"free": self.free, "seats": self.seats}


def clock(minute: int, zone: ZoneInfo) -> str:
    """'09:00' as the clocks of the space show it."""
    return f"{local_of(minute, zone):%H:%M}"


def short(text: str) -> str:
    """'9' for '09:00', '9:30' for '09:30'."""
    hours, minutes = text.split(":")
    return str(int(hours)) if minutes == "00" else f"{int(hours)}:{minutes}"


def stretches_in(
    windows: Sequence[Window], found: Iterable[Segment], seats: int, zone: ZoneInfo
) -> list[Stretch]:
    """What of the segments lies inside these windows, the taken ones too; in order.

    (Segments of a space that never closes run over midnight.)
    """
    rest = list(found)
    return [
        Stretch(max(start, opens), min(end, closes), free, seats, zone)
        for opens, closes in windows
        for start, end, free in rest
        if start < closes and end > opens
    ]


def bookable(stretches: Sequence[Stretch], terms: Terms) -> list[Stretch]:
    """Those with something free, left out where that is shorter than what is let."""
    shortest = 0 if terms.is_whole else terms.shortest
    found: list[Stretch] = []
    for run in _runs(stretches):
        if run[-1].end - run[0].start >= shortest:
            found += run
    return found


def in_short(stretches: Sequence[Stretch], most: int = LINES) -> list[Stretch]:
    """Neighbours are told as one, with the smaller number, where that keeps least back,
    until there are few enough; what does not touch stays apart."""
    found = list(stretches)
    while len(found) > most:
        pairs = [
            (_kept_back(one, two), place)
            for place, (one, two) in enumerate(pairwise(found))
            if one.end == two.start
        ]
        if not pairs:
            break
        _least, place = min(pairs)
        one, two = found[place : place + 2]
        both = replace(one, end=two.end, free=min(one.free, two.free))
        found[place : place + 2] = [both]
    return found


def _kept_back(one: Stretch, two: Stretch) -> int:
    """Minutes of free seats that are not told when both have the smaller number."""
    least = min(one.free, two.free)
    return (one.free - least) * one.minutes + (two.free - least) * two.minutes


def offered(stretches: Sequence[Stretch], terms: Terms) -> Stretch | None:
    """The longest time that is free, as long as may be booked at once: what the form for
    a booking is filled with."""
    if terms.is_whole:
        return max(stretches, key=lambda one: one.minutes, default=None)
    runs = [(run[0], run[-1].end) for run in _runs(stretches)]
    if not runs:
        return None
    first, end = max(runs, key=lambda run: run[1] - run[0].start)
    return replace(first, end=min(end, first.start + terms.longest))


def _runs(stretches: Iterable[Stretch]) -> list[list[Stretch]]:
    """Free stretches that follow each other without a gap."""
    runs: list[list[Stretch]] = []
    for one in stretches:
        if not one.free:
            continue
        if runs and runs[-1][-1].end == one.start:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs
