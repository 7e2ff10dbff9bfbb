"""Keeping the rows of the read model true: in the transaction of each change.

A change calls `touch` with what changed: 'key:<uuid>' (a thing), 'image:5',
'document:7', 'subject:3', …. Rows that depend on it are made anew at the end of the
surrounding `together` block, or at once. A lock on the version of the content lets one
transaction at a time do so, so that none can miss what another one changes; it is
taken last, so that nobody who waits for it holds up its holder.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from cms.core.rows.projection import STEPS_OF_HOME, Row, project
from cms.core.rows.version import announce

CHUNK = 100
# Raise it when rows hold something new: they are then made anew after an update.
SHAPE = 2
_FACE = ("locale", "needs", "path", "title", "text_locale", "type")
_INSERT_FIELDS = (
    "key", "type", "locale", "text_locale", "page_id", "needs", "excludes",
    "available", "parent", "path", "title", "sort_value", "sort_title", "position",
    "number", "facets", "shows", "published", "updated", "pinned_until", "stale_on",
    "envelope", "card", "whole", "content", "body", "digest", "version",
)  # fmt: skip
_REPOSITION = f"""
    UPDATE core_contentrow AS r SET position = substr(p.path, {STEPS_OF_HOME + 1})
    FROM wagtailcore_page AS p
    WHERE r.page_id = p.id AND p.path LIKE %s
      AND r.position <> substr(p.path, {STEPS_OF_HOME + 1})
"""  # noqa: S608 (a number of ours)
_touched: ContextVar[set[str] | None] = ContextVar("touched", default=None)


@contextmanager
def together() -> Iterator[None]:
    """One transaction at whose end the rows of all that was touched are made anew."""
    if _touched.get() is not None:
        yield
        return
    with transaction.atomic():
        tokens: set[str] = set()
        before = _touched.set(tokens)
        try:
            yield
        finally:
            _touched.reset(before)
        if tokens:
            refresh(tokens)


def touch(*tokens: str) -> None:
    """Say that these things have changed."""
    collecting = _touched.get()
    if collecting is not None:
        collecting.update(tokens)
    else:
        refresh(set(tokens))


def thing(key: UUID) -> str:
    return f"key:{key}"


@transaction.atomic
def reposition(*parents: str) -> None:
    """Note the new order of all that stands below these tree paths after a move.

    A move shifts every page behind it; what their rows say is otherwise the same.
    """
    version = _lock()
    with connection.cursor() as cursor:
        for path in parents:
            cursor.execute(_REPOSITION, [f"{path}%"])
            if cursor.rowcount:
                version.changed()
    version.keep()


@transaction.atomic
def refresh(tokens: set[str]) -> None:
    """Make the rows of these things, and of all that shows them, anew."""
    version = _lock()
    keys = {UUID(t.removeprefix("key:")) for t in tokens if t.startswith("key:")}
    others = {t for t in tokens if not t.startswith("key:")}
    if "version" in others:
        version.changed()
    keys |= _showing(others)
    done: set[UUID] = set()
    while keys:
        faces = set()
        for chunk in _chunks(keys):
            faces |= _write(chunk, version)
        done |= keys
        keys = (_showing({f"page:{key}" for key in faces}) | _below(faces)) - done
    version.keep()


def rebuild(progress: Any = lambda done: None) -> int:
    """Make all rows anew, a chunk in a transaction; number of things."""
    keys = every_key()
    for chunk in _chunks(keys):
        with transaction.atomic():
            version = _lock()
            _write(chunk, version)
            version.keep()
        progress(len(chunk))
    _versions().update_or_create(pk=1, defaults={"shape": SHAPE})
    return len(keys)


def is_outdated() -> bool:
    """Whether the rows were written by an earlier version of the program, or not at all."""
    version = _versions().filter(pk=1).first()
    return version is None or version.shape != SHAPE or not _model().objects.exists()


def drift() -> list[str]:
    """Rows that are not what they should be: '<address> <what is wrong>', sorted."""
    found = []
    for chunk in _chunks(every_key()):
        should = {_place(row): row for row in project(chunk)}
        stored = _stored(chunk)
        for place in should.keys() | stored.keys():
            if place not in stored:
                found.append(f"{should[place]['path']} missing")
            elif place not in should:
                found.append(f"{stored[place]['path']} too many")
            elif _differs(should[place], stored[place]):
                found.append(f"{stored[place]['path']} differs")
    return sorted(found)


def refresh_stale() -> int:
    """Make anew what a date has changed (an embargo has ended); number of things."""
    rows = _model().objects.filter(stale_on__lte=timezone.localdate())
    keys = set(rows.values_list("key", flat=True))
    if keys:
        touch(*(thing(key) for key in keys))
    return len(keys)


def every_key() -> set[UUID]:
    """Keys of all pages, and of all rows, whose page may be gone."""
    pages = apps.get_model("wagtailcore.Page").objects.filter(depth__gte=2)
    keys = set(pages.values_list("translation_key", flat=True))
    return keys | set(_model().objects.values_list("key", flat=True))


class _Version:
    """The version that this transaction makes, if it makes one."""

    def __init__(self, value: int) -> None:
        self.value, self.is_new = value, False

    def changed(self) -> int:
        if not self.is_new:
            self.value, self.is_new = self.value + 1, True
        return self.value

    def keep(self) -> None:
        if self.is_new:
            value = self.value
            _versions().filter(pk=1).update(value=value)
            transaction.on_commit(lambda: announce(value))


def _lock() -> _Version:
    row = _versions().select_for_update().filter(pk=1).first()
    if row is None:
        # Only a database that was flushed lacks it; two at once would wait here.
        row, _made = _versions().get_or_create(pk=1)
    return _Version(row.value)


def _write(keys: set[UUID], version: _Version) -> set[UUID]:
    """Write the rows of these things; the keys of which the face has changed."""
    should = {_place(row): row for row in project(keys)}
    stored = _stored(keys)
    gone = [row["id"] for place, row in stored.items() if place not in should]
    changed = [
        (stored.get(place), row)
        for place, row in should.items()
        if place not in stored or _differs(row, stored[place])
    ]
    if gone:
        version.changed()
        _model().objects.filter(pk__in=gone).delete()
    if changed:
        number = version.changed()
        outdated = [old["id"] for old, _row in changed if old]
        _model().objects.filter(pk__in=outdated).delete()
        _insert([row | {"version": number} for _old, row in changed])
    before, after = _faces(stored.values()), _faces(should.values())
    return {key for key in keys if before.get(key) != after.get(key)}


def _insert(rows: list[Row]) -> None:
    names = ", ".join(_INSERT_FIELDS)
    marks = ", ".join(["%s"] * len(_INSERT_FIELDS))
    # The words are folded by us; PostgreSQL must not cut, stem or count them.
    command = (
        f"INSERT INTO core_contentrow ({names}, words)"  # noqa: S608 (our own names)
        f" VALUES ({marks}, array_to_tsvector(%s::text[]))"
    )
    values = [[*(row[name] for name in _INSERT_FIELDS), row["words"]] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(command, values)


def _stored(keys: Iterable[UUID]) -> dict[tuple, dict]:
    rows = _model().objects.filter(key__in=list(keys))
    fields = ("id", "key", "locale", "needs", "path", "title", "text_locale", "type")
    return {_place(row): row for row in rows.values(*fields, "position", "digest")}


def _differs(one: dict, other: dict) -> bool:
    return any(one[name] != other[name] for name in ("digest", "position"))


def _place(row: dict) -> tuple:
    return (row["key"], row["locale"], tuple(row["needs"]))


def _faces(rows: Iterable[dict]) -> dict[UUID, set[tuple]]:
    """What others may show of each thing: its addresses and titles."""
    found: dict[UUID, set[tuple]] = {}
    for row in rows:
        face = tuple(
            tuple(row[name]) if name == "needs" else row[name] for name in _FACE
        )
        found.setdefault(row["key"], set()).add(face)
    return found


def _showing(tokens: set[str]) -> set[UUID]:
    """Keys of the things that show one of these."""
    if not tokens:
        return set()
    rows = _model().objects.filter(shows__overlap=sorted(tokens))
    return set(rows.values_list("key", flat=True))


def _below(keys: set[UUID]) -> set[UUID]:
    """Keys of all that stands below these: their addresses begin with it."""
    pages = apps.get_model("wagtailcore.Page").objects
    above = pages.filter(translation_key__in=keys, numchild__gt=0)
    paths = list(above.values_list("path", flat=True))
    inside = Q(pk__in=[])
    for path in paths:
        inside |= Q(path__startswith=path)
    below = pages.filter(inside) if paths else pages.none()
    return set(below.values_list("translation_key", flat=True))


def _chunks(keys: set[UUID]) -> Iterator[set[UUID]]:
    # In a fixed order, so that the same work is done in the same way.
    ordered = sorted(keys)
    for start in range(0, len(ordered), CHUNK):
        yield set(ordered[start : start + CHUNK])


def _model() -> Any:
    return apps.get_model("core.ContentRow")


def _versions() -> Any:
    return apps.get_model("core.ContentVersion").objects
