"""What a calendar from elsewhere says becomes blocks, a few at a time.

Each step holds one resource, and compares anew what is there with what is wanted: so
nobody who books waits for long, and a step that was missed is made up for by the next
reading. No block ends a booking; the desk shows where one lies over another.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from community.spaces.actions.covering import cover
from community.spaces.actions.freeing import freed
from community.spaces.actions.seats import locked
from community.spaces.actions.settling import settle
from community.spaces.ics import Frame, Reading, Taken
from community.spaces.models import Allocation, Block, IcsSource, Resource

MOST_BLOCKS = 20_000  # of one calendar
_AT_ONCE = 100  # blocks of a step
_KEPT = timedelta(days=92)  # after their end, for the numbers of the desk
_NEAR = timedelta(days=1)
Key = tuple[str, datetime, datetime]


def targets_of(source: IcsSource, now: datetime) -> list[int]:
    """The resources that it keeps busy, in order: its own, or all that are let."""
    if source.resource_id is not None:
        return [source.resource_id]
    today = now.astimezone(source.space.zone_info).date()
    rows = Resource.objects.filter(space=source.space_id)
    return sorted(rows.active_between(today, date.max).values_list("pk", flat=True))


def most_times(source: IcsSource, now: datetime) -> int:
    """How often it may keep somebody busy, so that its blocks do not become too many."""
    return MOST_BLOCKS // max(1, len(targets_of(source, now)))


def take_over(source: IcsSource, reading: Reading, now: datetime) -> bool:
    """Makes the blocks of the source what was read. False when it was overtaken: somebody
    reads it anew, has changed it, or it is gone. Raises BusyError."""
    wanted = {(one.uid, one.starts_at, one.ends_at): one for one in reading.times}
    targets = targets_of(source, now)
    there = Block.objects.filter(source=source).order_by("resource")
    others = set(there.values_list("resource", flat=True)) - set(targets)
    steps = [*((key, wanted) for key in targets), *((key, {}) for key in others)]
    for key, some in sorted(steps, key=lambda step: step[0]):
        if not _blocked(source, key, some, now):
            return False
    Block.objects.filter(source=source, ends_at__lt=now - _KEPT).delete()
    return True


def let_go(source: IcsSource, resource: int, now: datetime) -> None:
    """Takes away all blocks of it there. Raises BusyError."""
    while True:
        with transaction.atomic():
            held = locked([resource])[resource]
            settle([resource], now)
            rows = Block.objects.filter(source=source, resource=resource)
            some = list(rows.order_by("starts_at", "pk")[:_AT_ONCE])
            _free(held, some, now)
        if len(some) < _AT_ONCE:
            return


def _blocked(
    source: IcsSource, resource: int, wanted: dict[Key, Taken], now: datetime
) -> bool:
    """One resource, step by step, until it is as wanted."""
    while True:
        with transaction.atomic():
            held = locked([resource]).get(resource)
            if held is None or not _is_current(source):
                return False
            if _step(source, held, wanted, now) < _AT_ONCE:
                return True


def _is_current(source: IcsSource) -> bool:
    """Nobody has changed it or reads it anew; it stays so until the transaction ends."""
    rows = IcsSource.objects.select_for_update(no_key=True)
    same = rows.filter(pk=source.pk, asked_at=source.asked_at)
    return same.values_list("pk").first() is not None


def _step(
    source: IcsSource, resource: Resource, wanted: dict[Key, Taken], now: datetime
) -> int:
    """How many blocks were taken away or made."""
    begins = Frame.around(now, source.space.zone_info).since
    rows = Block.objects.filter(source=source, resource=resource, ends_at__gt=begins)
    there: dict[Key, Block] = {}
    gone: list[Block] = []
    for one in rows.order_by("starts_at", "pk"):
        key = (one.uid, one.starts_at, one.ends_at)
        if key in wanted and key not in there:
            there[key] = one
        else:
            gone.append(one)
    _reword(source, there, wanted)
    gone = gone[:_AT_ONCE]
    new = sorted((key[1], key) for key in wanted if key not in there)
    new = new[: _AT_ONCE - len(gone)]
    if gone or new:
        settle([resource.pk], now)
        made = Block.objects.bulk_create(
            _block(source, resource, wanted[key]) for _start, key in new
        )
        _free(resource, gone, now)
        for start, end in _stretches(made):
            cover(resource, start, end)
    return len(gone) + len(new)


def _block(source: IcsSource, resource: Resource, one: Taken) -> Block:
    return Block(
        resource=resource,
        source=source,
        uid=one.uid,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        reason=_reason(source, one),
    )


def _reason(source: IcsSource, one: Taken) -> str:
    return (one.summary if source.keeps_titles else "") or source.name


def _reword(
    source: IcsSource, there: dict[Key, Block], wanted: dict[Key, Taken]
) -> None:
    changed = []
    for key, block in there.items():
        reason = _reason(source, wanted[key])
        if block.reason != reason:
            block.reason = reason
            changed.append(block)
    Block.objects.bulk_update(changed, ["reason"], batch_size=500)


def _free(resource: Resource, blocks: Sequence[Block], now: datetime) -> None:
    """They go; another block that lies there takes their seats, or whoever waits."""
    keys = [one.pk for one in blocks]
    Allocation.objects.filter(block__in=keys).delete()
    Block.objects.filter(pk__in=keys).delete()
    for start, end in _stretches(blocks):
        freed(resource, start, end, now)


def _stretches(blocks: Iterable[Block]) -> list[tuple[datetime, datetime]]:
    """The times of blocks, those that are near each other joined: each costs a few
    statements."""
    found: list[Any] = []
    for start, end in sorted((one.starts_at, one.ends_at) for one in blocks):
        if found and start <= found[-1][1] + _NEAR:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return [(start, end) for start, end in found]
