"""Keeping the rows of the directory true, in the transaction of each change."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from django.db import connection, transaction

from community.profiles.models import Profile, ProfileIndex
from community.profiles.projection import Row, doc_of, rows_of
from community.profiles.querysets.question import EPOCH, FLAGS

CHUNK = 200
_FIELDS = (
    "profile_id", "slug", "name", "since", "tokens", "visits", "photo", "card", "whole",
    *FLAGS.values(),
)  # fmt: skip
_CAST = {"tokens": "%s::varchar[]", "visits": "%s::int[]"}
_COUNTS = " UNION ALL ".join(
    f"SELECT '{flag}'::varchar AS flag, token, count(*)::int AS number"  # noqa: S608
    f" FROM profiles_profileindex, unnest(tokens || ''::varchar) AS token"
    f" WHERE {flag} GROUP BY token"
    for flag in FLAGS.values()
)


@transaction.atomic
def index_profiles(ids: Iterable[int]) -> None:
    """Make the rows of these profiles anew, and the counts with them."""
    wanted = sorted(set(ids))
    # One at a time for each profile; another's rows may be written meanwhile.
    list(_locked(wanted))
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


def reindex(ids: Iterable[int], progress: Callable[[int], Any] = int) -> int:
    """Make the rows of these profiles anew, a chunk in a transaction; their number."""
    wanted = list(ids)
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        index_profiles(chunk)
        progress(len(chunk))
    return len(wanted)


def rebuild_index(progress: Callable[[int], Any] = int) -> int:
    """Make all rows anew, and count afresh; the number of profiles."""
    number = reindex(all_profiles(), progress)
    recount()
    return number


def all_profiles() -> list[int]:
    return list(Profile.objects.order_by("pk").values_list("pk", flat=True))


def profiles_due(today: date) -> list[int]:
    """Profiles whose rows show a visit that is over; `today` is the first day to show."""
    command = (
        "SELECT DISTINCT profile_id FROM profiles_profileindex WHERE EXISTS ("
        "SELECT 1 FROM generate_subscripts(visits, 1) AS n WHERE visits[n][2] < %s)"
        " ORDER BY 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(command, [(today - EPOCH).days])
        return [number for (number,) in cursor.fetchall()]


@transaction.atomic
def drifted(ids: Iterable[int]) -> list[int]:
    """Those of these profiles whose rows are not what the profile says now."""
    wanted = sorted(set(ids))
    # Nobody changes one of them between our two looks.
    list(_locked(wanted))
    expected: dict[int, list[Row]] = {number: [] for number in wanted}
    for profile in Profile.objects.whole().filter(pk__in=wanted):
        expected[profile.pk] = rows_of(profile)
    stored = ProfileIndex.objects.filter(profile__in=wanted)
    numbers = Counter(stored.values_list("profile", flat=True))
    return [
        number
        for number, rows in expected.items()
        if numbers[number] != len(rows) or not all(map(_is_stored, rows))
    ]


def counts_drifted() -> bool:
    """Whether the kept counts differ from those of the rows."""
    command = (
        f"SELECT EXISTS ((({_COUNTS}) EXCEPT SELECT flag, token, number"  # noqa: S608
        " FROM profiles_facetcount) UNION ALL (SELECT flag, token, number"
        f" FROM profiles_facetcount WHERE number <> 0 EXCEPT ({_COUNTS})))"
    )
    with connection.cursor() as cursor:
        cursor.execute(command)
        return bool(cursor.fetchone()[0])


@transaction.atomic
def recount() -> None:
    """Count all facets from the rows themselves."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE profiles_facetcount IN EXCLUSIVE MODE")
        cursor.execute("DELETE FROM profiles_facetcount")
        cursor.execute(
            f"INSERT INTO profiles_facetcount (flag, token, number) {_COUNTS}"
        )


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


def _locked(wanted: list[int]) -> Any:
    locked = Profile.objects.select_for_update().filter(pk__in=wanted)
    return locked.order_by("pk").values_list("pk")


def _insert(rows: list[Row]) -> None:
    names = ", ".join(_FIELDS)
    marks = ", ".join(["%s"] * len(_FIELDS))
    command = (
        f"INSERT INTO profiles_profileindex ({names}, doc)"  # noqa: S608
        f" VALUES ({marks}, %s::tsvector)"
    )
    with connection.cursor() as cursor:
        cursor.executemany(command, [_values(row) for row in rows])


def _is_stored(row: Row) -> bool:
    same = " AND ".join(f"{name} = {_CAST.get(name, '%s')}" for name in _FIELDS)
    command = f"SELECT EXISTS (SELECT 1 FROM profiles_profileindex WHERE {same} AND doc = %s::tsvector)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(command, _values(row))
        return bool(cursor.fetchone()[0])


def _values(row: Row) -> list[Any]:
    return [*(row[name] for name in _FIELDS), doc_of(row)]
