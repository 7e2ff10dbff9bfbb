"""Bookings as lists and pages show them: by the clocks of the space."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils import timezone

from community.spaces.actions import opens_at
from community.spaces.models import Booking, Resource, Space, WaitlistEntry

State = Booking.State
_DASH = "\u2013"
_TAGS = {
    State.REQUESTED: "tag-requested",
    State.CONFIRMED: "tag-confirmed",
    State.CHECKED_IN: "tag-confirmed",
    State.COMPLETED: "tag-quiet",
    State.CANCELLED: "tag-quiet",
    State.DECLINED: "tag-warning",
    State.EXPIRED: "tag-warning",
    State.NO_SHOW: "tag-warning",
}


class ByClocks:
    """When and where, of a row with its resource and space."""

    @property
    def row(self) -> Booking | WaitlistEntry:
        raise NotImplementedError

    @property
    def resource(self) -> Resource:
        return self.row.resource

    @property
    def space(self) -> Space:
        return self.resource.space

    @property
    def start(self) -> datetime:
        return self.row.starts_at.astimezone(self.space.zone_info)

    @property
    def end(self) -> datetime:
        return self.row.ends_at.astimezone(self.space.zone_info)

    @property
    def day(self) -> date:
        return self.start.date()

    @property
    def hours(self) -> str:
        return hours_of(self.start, self.end)

    @property
    def ends_later(self) -> date | None:
        """The day on which it ends, when that is another one (midnight is not)."""
        last = (self.end - timedelta(minutes=1)).date()
        return last if last != self.day else None


@dataclass(frozen=True)
class Line(ByClocks):
    """A booking, and who it is for as the reader may know them."""

    booking: Booking
    now: datetime
    person: Any = None

    @property
    def row(self) -> Booking:
        return self.booking

    @property
    def reference(self) -> str:
        return self.booking.reference

    @property
    def state(self) -> State:
        """As it is by now: what has lapsed or is over is made real by the next write."""
        booking = self.booking
        state = State(booking.state)
        if state == State.REQUESTED and _is_over(booking.hold_expires_at, self.now):
            return State.EXPIRED
        if state == State.CONFIRMED and self.resource.needs_check_in:
            late = timedelta(minutes=self.resource.release_after)
            if _is_over(booking.starts_at + late, self.now):
                return State.NO_SHOW
        is_over = _is_over(booking.ends_at, self.now)
        if is_over and state in (State.CONFIRMED, State.CHECKED_IN):
            return State.COMPLETED
        return state

    @property
    def state_label(self) -> str:
        return str(self.state.label)

    @property
    def tag(self) -> str:
        return _TAGS[self.state]

    @property
    def can_still_change(self) -> bool:
        """Nobody has arrived, and it is not over: it may be cancelled or moved."""
        return self.state in (State.REQUESTED, State.CONFIRMED) and not _is_over(
            self.booking.ends_at, self.now
        )

    @property
    def awaits_guest(self) -> bool:
        """Its guest may say that they are there (the action has the last word)."""
        is_time = opens_at(self.booking) <= self.now < self.booking.ends_at
        return is_time and self.state == State.CONFIRMED

    @property
    def arrives(self) -> datetime:
        """From when on its guest may say so."""
        return opens_at(self.booking).astimezone(self.space.zone_info)

    @property
    def has_begun(self) -> bool:
        """Its guest could have come by now."""
        return self.state == State.CONFIRMED and self.booking.starts_at <= self.now

    @property
    def is_there(self) -> bool:
        return self.state == State.CHECKED_IN


def _is_over(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now


def hours_of(start: datetime, end: datetime) -> str:
    """From and until, of moments in the zone in which they are told."""
    return f"{start:%H:%M}{_DASH}{end:%H:%M}"


def lines_of(bookings: Iterable[Booking], names: Any = None) -> list[Line]:
    """The bookings with their resources and spaces; names as of `shown_names`."""
    now, names = timezone.now(), names or {}
    return [Line(one, now, names.get(one.member_id)) for one in bookings]


def by_day(lines: Iterable[Line]) -> list[tuple[date, list[Line]]]:
    """In the order in which they come."""
    return [(day, list(some)) for day, some in groupby(lines, lambda one: one.day)]
