"""Who waits in the demo for a place on the day that is full: two strangers, and the
member who can log in."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from django.core.exceptions import ValidationError

from community.accounts.models import User
from community.spaces.actions import RefusedError, ask_local, join_waitlist
from community.spaces.models import Resource, Space, WaitlistEntry

_MEMBER = "member@example.org"
_NOTE = "Takim në Pejë; mjafton edhe një vend i vogël."
_STRANGERS = 2
_TEN, _TWO = time(10), time(14)


def wait_there(
    space: Space, day: date, people: Sequence[User], now: datetime
) -> list[WaitlistEntry]:
    """By the actions, as they would have done it. Whoever has a place there does not."""
    rows = space.resources.filter(kind=Resource.Kind.HOT_DESKS).select_related("space")
    desks = rows.first()
    if desks is None:
        return []
    found = []
    for one in people:
        if len(found) < _STRANGERS:
            found += _joined(one, desks, day, now)
    for one in User.objects.filter(email=_MEMBER):
        found += _joined(one, desks, day, now, _NOTE)
    return found


def _joined(
    member: User, desks: Resource, day: date, now: datetime, note: str = ""
) -> Iterator[WaitlistEntry]:
    ask = ask_local(desks, day, _TEN, day, _TWO, note=note).ask
    try:
        yield join_waitlist(member, ask, is_any=bool(note), now=now).entry
    except (ValidationError, RefusedError):
        return
