"""Blocks take the seats that nobody has: now, and those that are given back later."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from community.spaces.models import Allocation, Block, Resource

_DAY = timedelta(days=1)
Span = tuple[datetime, datetime]


def cover(resource: Resource, start: datetime, end: datetime) -> None:
    """From start to end every free seat of the resource is taken by the blocks over it.
    Seats of bookings stay theirs: no block ends one. Inside a transaction that holds the
    resource. Doing it twice changes nothing.
    """
    rows = Block.objects.filter(resource=resource, starts_at__lt=end, ends_at__gt=start)
    blocks = list(rows.order_by("starts_at", "pk"))
    if not blocks:
        return
    taken = _taken(resource, start, end)
    made = []
    for block in blocks:
        since, until = max(block.starts_at, start), min(block.ends_at, end)
        for seat in range(resource.seats):
            for first, last in _parts(since, until, taken.get(seat, ())):
                made.append(_allocation(resource, seat, block, first, last))
            taken.setdefault(seat, []).append((since, until))
    Allocation.objects.bulk_create(made, batch_size=500)


def _taken(resource: Resource, start: datetime, end: datetime) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    rows = Allocation.objects.filter(resource=resource).overlapping(start, end)
    for seat, since, until in rows.values_list("seat", "starts_at", "ends_at"):
        found.setdefault(seat, []).append((since, until))
    return found


def _allocation(
    resource: Resource, seat: int, block: Block, start: datetime, end: datetime
) -> Allocation:
    return Allocation(
        resource=resource, seat=seat, block=block, starts_at=start, ends_at=end
    )


def _parts(start: datetime, end: datetime, taken: Iterable[Span]) -> Iterator[Span]:
    """What is left of a stretch, each part a day at most: no row of what is taken is
    longer, or reads by time would have to look further back (`querysets.LONGEST`)."""
    for since, until in left_of(start, end, sorted(taken)):
        while until - since > _DAY:
            yield since, since + _DAY
            since += _DAY
        yield since, until


def left_of(start: datetime, end: datetime, taken: Sequence[Span]) -> Iterator[Span]:
    """The parts of a stretch that none of these overlaps; they are in order of start."""
    since = start
    for first, last in taken:
        if first >= end:
            break
        if first > since:
            yield since, first
        since = max(since, last)
    if since < end:
        yield since, end
