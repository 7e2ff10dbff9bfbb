"""The floor of availability: one statement by bare psycopg and plain loops.

It gets the hours ready made, and knows no terms beyond a buffer: no lead, no grid.
"""

import os
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import psycopg

BUSY = """
    SELECT resource_id, floor(date_part('epoch', starts_at) / 60)::int,
        ceil(date_part('epoch', ends_at) / 60)::int
    FROM spaces_allocation
    WHERE resource_id = ANY(%s) AND starts_at < %s AND ends_at > %s AND starts_at >= %s
        AND (lapses_at IS NULL OR lapses_at > %s)
"""
Segment = tuple[int, int, int]
# By number of a resource: seats, buffer in minutes, windows in minutes of UTC.
Houses = dict[int, tuple[int, int, Sequence[tuple[int, int]]]]


def floor(
    houses: Houses, start: datetime, end: datetime
) -> Callable[[], dict[int, list[Segment]]]:
    """What gives segments (start, end, seats free) of each resource when it is called."""
    connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    values = [list(houses), end, start, start - timedelta(days=1), start]

    def once() -> dict[int, list[Segment]]:
        turns: dict[int, list[tuple[int, int]]] = {one: [] for one in houses}
        for resource, since, until in connection.execute(BUSY, values).fetchall():
            turns[resource].append((since, -1))
            turns[resource].append((until, 1))
        return {one: _segments(*houses[one], turns[one]) for one in houses}

    return once


def _segments(
    seats: int,
    buffer: int,
    windows: Sequence[tuple[int, int]],
    turns: list[tuple[int, Any]],
) -> list[Segment]:
    if buffer:
        turns = [(at + change * buffer, change) for at, change in turns]
    turns.sort()
    found: list[Segment] = []
    at, free, number = 0, seats, len(turns)
    for start, end in windows:
        since = start
        while at < number and turns[at][0] < end:
            turn = turns[at][0]
            before = free
            while at < number and turns[at][0] == turn:
                free += turns[at][1]
                at += 1
            if turn > since and free != before:
                found.append((since, turn, before))
                since = turn
        found.append((since, end, free))
    return found
