"""What a guest asks for, and the words for what is wrong with it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from community.spaces.actions.refusals import wrong
from community.spaces.calendar import (
    local_of,
    moment_of,
    utc_minute,
    wall_minute,
)
from community.spaces.models import Resource
from community.spaces.models.hours import minutes_of


@dataclass(frozen=True)
class Ask:
    """To be in a resource (with its space) from a moment to a moment, aware ones."""

    resource: Resource
    starts_at: datetime
    ends_at: datetime
    party_size: int = 1
    note: str = ""

    @property
    def start(self) -> int:
        return utc_minute(self.starts_at)

    @property
    def end(self) -> int:
        return utc_minute(self.ends_at)

    @property
    def seats(self) -> int:
        """How many of the resource it takes."""
        return self.party_size if self.resource.is_shared else 1


@dataclass(frozen=True)
class Told:
    """`hints`: what was understood otherwise than one may think."""

    ask: Ask
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class FreeChoice:
    """May be booked instead."""

    resource: Resource
    starts_at: datetime
    ends_at: datetime


def ask_local(
    resource: Resource,
    first: date,
    opens: time,
    last: date | None,
    closes: time,
    *,
    party_size: int = 1,
    note: str = "",
) -> Told:
    """By the clocks of the space. Without a last day an end that is not after the start
    is on the next one. Raises ValidationError of code 'gap' for a time that clocks skip;
    of one that comes twice the earlier is meant, and a hint says so.
    """
    if last is None:
        last = first if closes > opens else first + timedelta(days=1)
    starts_at, early = local_moment("starts_at", resource, first, opens)
    ends_at, late = local_moment("ends_at", resource, last, closes)
    hints = tuple(one for one in (early, late) if one)
    return Told(Ask(resource, starts_at, ends_at, party_size, note), hints)


def local_moment(
    field: str, resource: Resource, day: date, clock: time
) -> tuple[datetime, str]:
    """The moment in UTC, and a hint or ''. Raises as `ask_local`."""
    zone = resource.space.zone_info
    if not 2000 <= day.year <= 2200:
        raise wrong(field, _("Give a date of this century."), "horizon")
    found = wall_minute(day, minutes_of(clock), zone)
    told = f"{clock:%H:%M}"
    if found.kind == "gap":
        message = _("Clocks skip %(time)s on this day. The next time is %(next)s.")
        following = f"{local_of(found.minute, zone):%H:%M}"
        raise wrong(field, message % {"time": told, "next": following}, "gap")
    moment = moment_of(found.minute) + timedelta(seconds=clock.second)
    hint = ""
    if found.kind == "doubled":
        message = _("%(time)s comes twice on this day: the earlier one is meant.")
        hint = message % {"time": told}
    return moment, hint
