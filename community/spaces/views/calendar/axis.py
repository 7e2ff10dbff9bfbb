"""Bars that draw how much is free over a day, all on one axis of wall time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from community.spaces.calendar import local_of
from community.spaces.views.calendar.board import Cell, Day
from community.spaces.views.calendar.stretches import Stretch

_HOUR, _WHOLE_DAY = 60, 24 * 60
_MOST_MARKS = 8


@dataclass(frozen=True)
class Block:
    """A part of a bar, in percent of its length; `level` says how much is free: 'many',
    'some', 'few' or 'none'."""

    level: str
    x: str
    width: str


@dataclass(frozen=True)
class Axis:
    """Minutes of the local day from `start` to `end`; beyond 24 h is the next day."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start

    @property
    def marks(self) -> list[tuple[str, str]]:
        """Hours to write above the bars, and where, in percent."""
        hours = self.length // _HOUR
        step = next((n for n in (1, 2, 3, 4, 6) if hours / n <= _MOST_MARKS), 12)
        return [
            (str(at // _HOUR % 24), self._percent(at - self.start))
            for at in range(self.start, self.end, step * _HOUR)
        ]

    def bar(self, cell: Cell) -> list[Block]:
        """Neighbours of one level are one block."""
        found: list[tuple[str, int, int]] = []
        for one in cell.all:
            start, end = (_minute(cell.day, m, one) for m in (one.start, one.end))
            level = _level(one)
            if found and found[-1][0] == level and found[-1][2] == start:
                found[-1] = (level, found[-1][1], end)
            elif end > start:
                found.append((level, start, end))
        return [
            Block(level, self._percent(start - self.start), self._percent(end - start))
            for level, start, end in found
        ]

    def _percent(self, minutes: int) -> str:
        return f"{100 * minutes / self.length:.1f}".removesuffix(".0")


def axis_of(days: Iterable[Day]) -> Axis:
    """From the first full hour at which something may be booked to the last."""
    edges = [
        _minute(cell.day, minute, one)
        for day in days
        for cell in day.cells
        for one in (cell.all[:1] + cell.all[-1:])
        for minute in (one.start, one.end)
    ]
    first, last = min(edges, default=8 * _HOUR), max(edges, default=20 * _HOUR)
    return Axis(first // _HOUR * _HOUR, -(-last // _HOUR) * _HOUR)


def _minute(day: date, minute: int, one: Stretch) -> int:
    """Of the wall's clock since the midnight with which the day begins."""
    local = local_of(minute, one.zone)
    days = local.toordinal() - day.toordinal()
    return days * _WHOLE_DAY + local.hour * _HOUR + local.minute


def _level(one: Stretch) -> str:
    if not one.free:
        return "none"
    if one.free * 3 >= one.seats * 2:
        return "many"
    return "some" if one.free * 3 >= one.seats else "few"
