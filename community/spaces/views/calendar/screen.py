"""What the templates of the calendar show."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.http import HttpRequest

from community.spaces.cards import let_in, today_in
from community.spaces.models import Resource, Space
from community.spaces.views.calendar.asked import Asked, asked_of
from community.spaces.views.calendar.axis import Axis, Block, axis_of
from community.spaces.views.calendar.board import Cell, Day, days_between

_DAYS = 7


@dataclass
class Field:
    """A cell of the week with its bar."""

    day: Day
    cell: Cell
    bar: list[Block]


@dataclass
class Row:
    """A resource, where it stands alone, and its fields.

    A day of which one thing is true for all has its field in the first row alone, as
    high as the table.
    """

    resource: Resource
    alone: Asked
    fields: list[Field]


@dataclass
class Square:
    """A day of the month; without one before its first and after its last."""

    day: Day | None
    link: Asked | None = None


class Calendar:
    """What is free in a space on the days that an address asks for."""

    def __init__(self, request: HttpRequest, space: Space) -> None:
        self.space = space
        self.resources = let_in(space)
        today = today_in(space)
        self.asked = asked_of(request.GET, request.path, today, self.resources)
        self.shown = self.asked.narrowed(self.resources)

    @cached_property
    def days(self) -> list[Day]:
        asked = self.asked
        return days_between(self.space, self.shown, asked.first, asked.last)

    @property
    def day(self) -> Day:
        return self.days[0]

    @property
    def to_come(self) -> list[Day]:
        """For the list: what is over says nothing."""
        return [day for day in self.days if not day.is_past]

    @cached_property
    def axis(self) -> Axis:
        return axis_of(self.days)

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """What is let here, each kind once."""
        known = {one.kind: str(one.get_kind_display()) for one in self.resources}
        return list(known.items())

    @property
    def heads(self) -> list[tuple[Day, Asked]]:
        """Each day and where it stands alone."""
        return [(one, self.asked.on(one.day)) for one in self.days]

    @property
    def rows(self) -> list[Row]:
        return [
            Row(resource, self.asked.of(resource), self._fields(place))
            for place, resource in enumerate(self.shown)
        ]

    def _fields(self, place: int) -> list[Field]:
        return [
            Field(day, day.cells[place], self.axis.bar(day.cells[place]))
            for day in self.days
            if place == 0 or not day.same
        ]

    @property
    def weeks(self) -> list[list[Square]]:
        """The month in lines from Monday to Sunday."""
        lead = self.asked.first.weekday()
        every = [Square(None)] * lead + [Square(*one) for one in self.heads]
        every += [Square(None)] * (-len(every) % _DAYS)
        return [every[at : at + _DAYS] for at in range(0, len(every), _DAYS)]

    @property
    def weekdays(self) -> list[date]:
        """Some Monday to Sunday, for their names."""
        monday = self.asked.day - timedelta(days=self.asked.day.weekday())
        return [monday + timedelta(days=number) for number in range(_DAYS)]
