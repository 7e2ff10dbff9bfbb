"""Spaces with desks and rooms, and who looks after them."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from community.accounts.models import User
from community.spaces.models import (
    Allocation,
    Booking,
    OpeningRule,
    Resource,
    Space,
    SpaceRole,
)

NINE, FIVE = time(9), time(17)


def space(slug: str = "prishtina", **values: Any) -> Space:
    names = {f"name_{code}": f"{slug.title()} {code}" for code in ("sq", "en", "de")}
    told = {"address": "Rr. Nëna Terezë 1", "city": slug.title()}
    return Space.objects.create(slug=slug, **{**names, **told, **values})


def hours(
    of: Space | Resource,
    weekdays: Any = range(7),
    opens=NINE,
    closes=FIVE,
    **values: Any,
) -> OpeningRule:
    """Open on these weekdays; of a space or of one of its resources."""
    owner = {"space": of} if isinstance(of, Space) else {"resource": of}
    return OpeningRule.objects.create(
        weekdays=list(weekdays), opens=opens, closes=closes, **owner, **values
    )


def resource(
    of: Space, name: str = "Room", kind: str = "room", **values: Any
) -> Resource:
    names = {f"name_{code}": f"{name} {code}" for code in ("sq", "en", "de")}
    return Resource.objects.create(space=of, kind=kind, **{**names, **values})


def looks_after(user: User, of: Space, role: str = "manager") -> User:
    SpaceRole.objects.create(space=of, user=user, role=role)
    user.__dict__.pop("_space_roles", None)
    return user


def booking(
    of: Resource,
    member: User | None,
    start: datetime = datetime(2027, 6, 7, 8, tzinfo=UTC),
    minutes: int = 60,
    *,
    seat: int | None = 0,
    state: str = "confirmed",
    **values: Any,
) -> Booking:
    """As the table has it, with the seat that it takes (None for none)."""
    end = start + timedelta(minutes=minutes)
    local = start.astimezone(of.space.zone_info)
    found = Booking.objects.create(
        resource=of,
        member=member,
        starts_at=start,
        ends_at=end,
        local_date=local.date(),
        local_time=local.time(),
        zone=of.space.zone,
        state=state,
        **values,
    )
    if seat is not None:
        Allocation.objects.create(
            resource=of, seat=seat, starts_at=start, ends_at=end, booking=found
        )
    return found
