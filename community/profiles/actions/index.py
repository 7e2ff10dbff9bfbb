"""Keeping the rows of the directory true, in the transaction of each change."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connection, transaction

from community.profiles.models import Profile, ProfileIndex
from community.profiles.projection import Row, rows_of
from community.profiles.querysets.directory import FLAGS, quoted

CHUNK = 200
_FIELDS = (
    "profile_id", "slug", "name", "since", "tokens", "visits", "photo", "card", "whole",
    *FLAGS.values(),
)  # fmt: skip
_WEIGHTS = ("A", "B", "C", "D")


@transaction.atomic
def index_profiles(ids: Iterable[int]) -> None:
    """Make the rows of these profiles anew, and the counts with them."""
    wanted = sorted(set(ids))
    # One at a time for each profile; another's rows may be written meanwhile.
    list(
        Profile.objects.select_for_update()
        .filter(pk__in=wanted)
        .order_by("pk")
        .values_list("pk")
    )
    rows = [
        row
        for profile in Profile.objects.whole().filter(pk__in=wanted)
        for row in rows_of(profile)
    ]
    stored = ProfileIndex.objects.filter(profile__in=wanted)
    counts: Counter[tuple[str, str]] = Counter()
    for old in stored.values("tokens", *FLAGS.values()):
        counts.subtract(_counted(old))
    stored.delete()
    _insert(rows)
    for row in rows:
        counts.update(_counted(row))
    _count(counts)


def rebuild_index(progress: Callable[[int], Any] = int) -> int:
    """Make all rows anew, a chunk in a transaction; the number of profiles."""
    ids = list(Profile.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        index_profiles(chunk)
        progress(len(chunk))
    recount()
    return len(ids)


@transaction.atomic
def recount() -> None:
    """Count all facets from the rows themselves."""
    parts = " UNION ALL ".join(
        f"SELECT '{flag}', token, count(*) FROM profiles_profileindex,"  # noqa: S608
        f" unnest(tokens || ''::varchar) AS token WHERE {flag} GROUP BY token"
        for flag in FLAGS.values()
    )
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE profiles_facetcount IN EXCLUSIVE MODE")
        cursor.execute("DELETE FROM profiles_facetcount")
        cursor.execute(f"INSERT INTO profiles_facetcount (flag, token, number) {parts}")


def _counted(row: Row) -> Iterator[tuple[str, str]]:
    """What a row is counted under; '' counts the row itself."""
    for flag in FLAGS.values():
        if row[flag]:
            yield flag, ""
            yield from ((flag, token) for token in row["tokens"])


def _count(changes: Counter[tuple[str, str]]) -> None:
    # In a fixed order, so that two transactions wait for one another, not in a circle.
    values = [(*name, n) for name, n in sorted(changes.items()) if n]
    if not values:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO profiles_facetcount AS f (flag, token, number)"
            " VALUES (%s, %s, %s) ON CONFLICT (flag, token)"
            " DO UPDATE SET number = f.number + excluded.number",
            values,
        )


def _insert(rows: list[Row]) -> None:
    names = ", ".join(_FIELDS)
    marks = ", ".join(["%s"] * len(_FIELDS))
    command = (
        f"INSERT INTO profiles_profileindex ({names}, doc)"  # noqa: S608
        f" VALUES ({marks}, %s::tsvector)"
    )
    values = [[*(row[name] for name in _FIELDS), _document(row)] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(command, values)


def _document(row: Row) -> str:
    """The row's tsvector. Weights belong to positions, so words are numbered in turn."""
    words = [(word, w) for w in _WEIGHTS for word in row["words"].get(w, [])]
    return " ".join(
        [
            *(quoted(token) for token in row["tokens"]),
            *(f"{quoted(word)}:{n}{w}" for n, (word, w) in enumerate(words, start=1)),
        ]
    )
