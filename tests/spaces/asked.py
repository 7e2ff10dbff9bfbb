"""What guests ask for in the tests: a Monday in June 2027, by the clocks of Prishtina."""

from datetime import UTC, date, datetime, time
from typing import Any

from community.spaces.actions import Ask, ask_local, book
from tests.spaces.wall import MONDAY

# The Friday before, at noon in Prishtina.
NOW = datetime(2027, 6, 4, 10, tzinfo=UTC)


def ask(resource, start: str = "10:00", end: str = "11:00", day: date = MONDAY, **more):
    opens, closes = time.fromisoformat(start), time.fromisoformat(end)
    return ask_local(resource, day, opens, None, closes, **more).ask


def booked(by, resource, *times: str, now: datetime = NOW, **more: Any):
    """The booking, as the action makes it."""
    of_action = {name: more.pop(name) for name in ("member", "key") if name in more}
    found: Ask = ask(resource, *times, **more)
    return book(by, found, now=now, **of_action).booking


def local(moment: datetime, resource) -> str:
    return f"{moment.astimezone(resource.space.zone_info):%Y-%m-%d %H:%M}"
