"""A plan as the page shows it, and what is ticked on it read back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from community.spaces.actions import Ask, VisitWish
from community.spaces.calendar import local_of, moment_of
from community.spaces.forms import WORKING_DAYS
from community.spaces.models import Resource, Space
from community.spaces.planning import PlanGap, PlannedStay, plan_visit
from community.spaces.planning.stays import OwnStay
from community.spaces.views.lines import hours_of
from community.spaces.views.waits import wait_address

ASKED = ("space", "first", "last", "opens", "closes", "days", "people", "kinds", "only")
OPENS, CLOSES = "09:00", "17:00"
MOST_SINGLES = 6
# What is ticked: a number of the resource, the minutes of the start and of the end.
TICKED = "place"
_PARTS, _DIGITS = 3, 10


def address_of(asked: QueryDict) -> str:
    """The plan of what is asked for, as an address that can be passed on."""
    pairs = [(name, value) for name in ASKED for value in asked.getlist(name)]
    return f"{reverse('spaces:plan')}?{urlencode(pairs)}"


def stay_address(stay: OwnStay) -> str:
    """The plan for the days of one's profile."""
    asked = QueryDict(mutable=True)
    asked.update(
        {
            "space": stay.space.slug,
            "first": stay.first.isoformat(),
            "last": stay.last.isoformat(),
            "opens": OPENS,
            "closes": CLOSES,
            "people": "1",
        }
    )
    asked.setlist("days", WORKING_DAYS)
    return address_of(asked)


@dataclass(frozen=True)
class PlaceShown:
    """Somewhere to be on a day; `token` says it in the form."""

    ask: Ask

    @property
    def resource(self) -> Resource:
        return self.ask.resource

    @property
    def token(self) -> str:
        return f"{self.resource.pk}-{self.ask.start}-{self.ask.end}"

    @property
    def hours(self) -> str:
        zone = self.resource.space.zone_info
        start = self.ask.starts_at.astimezone(zone)
        return hours_of(start, self.ask.ends_at.astimezone(zone))


@dataclass(frozen=True)
class DayShown:
    """A day with a place, or else why there is none, what comes near, and the address at
    which one may wait. `was_taken`: somebody else was faster while one looked at it."""

    day: date
    place: PlaceShown | None = None
    has_moved: bool = False
    gap: PlanGap | None = None
    others: tuple[PlaceShown, ...] = ()
    wait: str = ""
    was_taken: bool = False
    is_ticked: bool = True


@dataclass(frozen=True)
class PlanShown:
    wish: VisitWish
    days: list[DayShown]
    moves: int
    singles: list[tuple[Resource, str]]
    only: Resource | None
    everything: str

    @classmethod
    def of(
        cls, user: Any, wish: VisitWish, asked: QueryDict, taken: Any = ()
    ) -> PlanShown:
        """taken: as of VisitNotBookedError."""
        number = _number(asked.get("only", ""))
        only = wish.space.resources.filter(pk=number).first() if number else None
        plan = plan_visit(user, wish, only=only.pk if only else None)
        zone = wish.space.zone_info
        lost = {one.starts_at.astimezone(zone).date() for one, _others in taken}
        ticked = _days_ticked(asked, wish)
        shown = [_stay(one) for one in plan.days] + [_gap(one) for one in plan.gaps]
        days = [
            replace(
                one,
                was_taken=one.day in lost,
                is_ticked=ticked is None or one.day in ticked,
            )
            for one in sorted(shown, key=lambda one: one.day)
        ]
        used = {one.ask.resource.pk for one in plan.days}
        rows = [one for one in plan.singles if used != {one.pk}]
        singles = [(one, _with(asked, one.pk)) for one in rows[:MOST_SINGLES]]
        return cls(wish, days, plan.moves, singles, only, _with(asked, None))

    @property
    def placed(self) -> list[DayShown]:
        return [one for one in self.days if one.place]

    @property
    def number(self) -> int:
        return len(self.placed)

    @property
    def missing(self) -> int:
        return len(self.days) - self.number

    @property
    def lost(self) -> list[DayShown]:
        return [one for one in self.days if one.was_taken]

    @property
    def has_choices(self) -> bool:
        """Something can be booked."""
        return any(one.place or one.others for one in self.days)

    @property
    def waits(self) -> bool:
        """Somebody has to confirm some of it."""
        places = [one.place for one in self.days if one.place]
        return any(one.resource.needs_approval for one in places)


def _stay(one: PlannedStay) -> DayShown:
    return DayShown(one.day, PlaceShown(one.ask), one.has_moved)


def _gap(one: PlanGap) -> DayShown:
    others = tuple(PlaceShown(ask) for ask in one.alternatives)
    wait = wait_address(one.wait, is_any=True) if one.wait else ""
    return DayShown(one.day, gap=one, others=others, wait=wait)


def _days_ticked(asked: QueryDict, wish: VisitWish) -> set[date] | None:
    """None where nothing was sent yet: then all days are."""
    if "key" not in asked:
        return None
    zone = wish.space.zone_info
    return {local_of(start, zone).date() for _pk, start, _end in _ticked(asked)}


def _with(asked: QueryDict, only: int | None) -> str:
    """The address of the same plan on one resource alone, or on all of them."""
    found = asked.copy()
    found.setlist("only", [] if only is None else [str(only)])
    return address_of(found)


def asks_of(request: Any, space: Space, people: int) -> list[Ask]:
    """What is ticked, each place once; what is no place of this space is left out. The
    action says whether it can still be had, and on what terms."""
    read = _ticked(request.POST)
    rows = space.resources.filter(pk__in={one[0] for one in read})
    resources = {row.pk: row for row in rows}
    for row in resources.values():
        row.space = space
    return [
        Ask(resources[pk], moment_of(start), moment_of(end), people)
        for pk, start, end in _in_order(read)
        if pk in resources
    ]


def _ticked(sent: QueryDict) -> set[tuple[int, int, int]]:
    names = [name for name in sent if name.startswith(TICKED)]
    tokens = [value for name in names for value in sent.getlist(name)]
    return {found for token in tokens if (found := _read(token))}


def _in_order(read: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    return sorted(read, key=lambda one: (one[1], one[0], one[2]))


def _read(token: str) -> tuple[int, int, int] | None:
    parts = token.split("-")
    if len(parts) != _PARTS or not all(_number(part) for part in parts):
        return None
    pk, start, end = (_number(part) for part in parts)
    latest = int(datetime(2200, 1, 1, tzinfo=UTC).timestamp() // 60)
    return (pk, start, end) if max(start, end) < latest else None


def _number(text: str) -> int:
    """0 for what is no number, or too large for one."""
    is_number = text.isascii() and text.isdigit() and len(text) < _DIGITS
    return int(text) if is_number and int(text) < 2**31 else 0
