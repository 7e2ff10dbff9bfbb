"""What the member who can log in has booked: two weeks at the window, a room, and a
request for the hall that waits for an answer."""

from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError

from community.accounts.models import User
from community.spaces.actions import (
    Ask,
    RefusedError,
    VisitWish,
    ask_local,
    book,
    book_visit,
)
from community.spaces.models import Booking, Resource, Space
from community.spaces.timetable import windows_of

_MEMBER = "member@example.org"
_SPACE = "prishtina"
_NOTES = {
    "visit": "Dy javë në Kosovë: punoj nga larg dhe takoj kolegë.",
    "room": "Takim me dy mentore.",
    "hall": "Mbrëmje këshillimi për njohjen e diplomave, rreth 40 veta.",
}
_WORKDAYS = frozenset(range(5))


def book_own(spaces: dict[str, Space], now: datetime) -> list[Booking]:
    """By the actions, as she would have done it. Whoever does not exist books nothing."""
    member = User.objects.filter(email=_MEMBER).first()
    space = spaces.get(_SPACE)
    if member is None or space is None:
        return []
    today = now.astimezone(space.zone_info).date()
    monday = today + timedelta(days=7 - today.weekday())
    let = {one.kind: one for one in _let(space)}
    found = _visit(member, space, let[Resource.Kind.HOT_DESKS], monday, now)
    wednesday, friday = monday + timedelta(days=2), monday + timedelta(days=11)
    room, hall = let[Resource.Kind.ROOM], let[Resource.Kind.EVENT_AREA]
    found += _one(member, room, wednesday, time(10), time(11, 30), 3, "room", now)
    found += _one(member, hall, friday, time(17), time(20), 40, "hall", now)
    return found


def _let(space: Space) -> list[Resource]:
    """The first of each kind comes last, and stays."""
    rows = space.resources.select_related("space").order_by("-position")
    return list(rows)


def _visit(
    member: User, space: Space, desks: Resource, monday: date, now: datetime
) -> list[Booking]:
    """Every working day of two weeks on which the space is open."""
    last = monday + timedelta(days=11)
    zone = space.zone_info
    opened = {
        datetime.fromtimestamp(one.start * 60, zone).date()
        for one in windows_of([desks], monday, last)[desks.pk]
    }
    opens, closes = time(9), time(17)
    wish = VisitWish(
        space, monday, last, opens, closes, _WORKDAYS, note=_NOTES["visit"]
    )
    asks = [
        ask_local(desks, day, opens, day, closes).ask
        for day in sorted(opened)
        if day.weekday() in _WORKDAYS
    ]
    return book_visit(member, wish, asks, key="demo-visit", now=now).bookings


def _one(
    member: User,
    resource: Resource,
    day: date,
    opens: time,
    closes: time,
    people: int,
    name: str,
    now: datetime,
) -> list[Booking]:
    """Nothing on a day on which the space is closed."""
    told = ask_local(
        resource, day, opens, day, closes, party_size=people, note=_NOTES[name]
    )
    ask: Ask = told.ask
    try:
        return [book(member, ask, key=f"demo-{name}", now=now).booking]
    except (ValidationError, RefusedError):
        return []
