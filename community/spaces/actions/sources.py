"""Calendars from elsewhere: naming one, changing it, pausing it, taking it away."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.accounts.models import User
from community.spaces.actions.blocking import let_go
from community.spaces.actions.refreshing import read_source
from community.spaces.actions.refusals import (
    PausedError,
    ReadJustNowError,
    TooManySourcesError,
    wrong,
)
from community.spaces.ics import SourceError, is_number, is_public, target_of
from community.spaces.models import Block, IcsSource, Resource, Space
from community.spaces.models.sources import LONGEST_ADDRESS
from community.spaces.permissions import can_keep_sources

MOST_SOURCES = 20  # of a space
_LONGEST_NAME = 120
# Asked for by hand no more often than this: it is the server of others.
PATIENCE = timedelta(minutes=1)


@dataclass(frozen=True)
class SourceWish:
    """What a manager says of a calendar; without a resource it is for all of the space."""

    name: str
    address: str
    resource: Resource | None = None
    keeps_titles: bool = False
    is_paused: bool = False


def add_source(by: User, space: Space, wish: SourceWish) -> IcsSource:
    """It is read at once, by a job. Raises PermissionDenied, ValidationError by field,
    TooManySourcesError."""
    _insist(by, space)
    name, address = clean_name(wish.name), clean_address(wish.address)
    _check_resource(space, wish.resource)
    with transaction.atomic():
        Space.objects.select_for_update(no_key=True).get(pk=space.pk)
        own = IcsSource.objects.filter(space=space)
        if own.count() >= MOST_SOURCES:
            raise TooManySourcesError
        if own.filter(address=address, resource=wish.resource).exists():
            raise wrong("address", _("This calendar is there already."), "unique")
        source = IcsSource.objects.create(
            space=space,
            resource=wish.resource,
            name=name,
            address=address,
            keeps_titles=wish.keeps_titles,
            is_paused=wish.is_paused,
            by=by,
        )
        if not source.is_paused:
            read_source.later(source.pk)
    return source


def change_source(by: User, source: IcsSource, **values: Any) -> IcsSource:
    """Any of `name`, `address`, `resource`, `keeps_titles`, `is_paused`. What needs the
    file is read anew at once. Raises as `add_source`."""
    _insist(by, source.space)
    if "name" in values:
        values["name"] = clean_name(values["name"])
    if "address" in values:
        values["address"] = clean_address(values["address"])
    if "resource" in values:
        _check_resource(source.space, values["resource"])
    with transaction.atomic():
        held = IcsSource.objects.select_for_update(no_key=True).get(pk=source.pk)
        changed = [
            name for name, value in values.items() if getattr(held, name) != value
        ]
        for name in changed:
            setattr(held, name, values[name])
        _after_change(held, set(changed))
    return held


def _after_change(source: IcsSource, changed: set[str]) -> None:
    """Inside a transaction that holds it."""
    if not changed:
        return
    if changed & {"address", "resource", "keeps_titles"}:
        # Whoever is reading it now reads something else, and stops; all of it is wanted.
        source.etag = source.modified = ""
        source.asked_at = None
    if changed & {"address", "is_paused"}:
        source.failure, source.failures = "", 0
    if changed - {"name"}:
        source.next_at = None
    source.save()
    if changed & {"name", "keeps_titles"} and not source.keeps_titles:
        source.blocks.update(reason=source.name)  # (titles are gone at once)
    if changed - {"name"} and not source.is_paused:
        read_source.later(source.pk)


def pause_source(by: User, source: IcsSource) -> IcsSource:
    """What it blocks stays as it is, and is not read any more."""
    return change_source(by, source, is_paused=True)


def resume_source(by: User, source: IcsSource) -> IcsSource:
    return change_source(by, source, is_paused=False)


def fetch_now(by: User, source: IcsSource, now: datetime | None = None) -> None:
    """Has it read by a job. Raises PermissionDenied, PausedError, ReadJustNowError."""
    _insist(by, source.space)
    now = now or timezone.now()
    if source.is_paused:
        raise PausedError
    if source.asked_at and now - source.asked_at < PATIENCE:
        raise ReadJustNowError
    with transaction.atomic():
        read_source.later(source.pk)


def remove_source(by: User, source: IcsSource, now: datetime | None = None) -> None:
    """What it blocked is free, and who waits for it moves up. Doing it twice changes
    nothing. Raises PermissionDenied, BusyError."""
    _insist(by, source.space)
    now = now or timezone.now()
    # (whoever is reading it now stops)
    IcsSource.objects.filter(pk=source.pk).update(is_paused=True, asked_at=None)
    keys = Block.objects.filter(source=source).order_by("resource")
    for key in keys.values_list("resource", flat=True).distinct():
        let_go(source, key, now)
    IcsSource.objects.filter(pk=source.pk).delete()


def clean_name(text: str) -> str:
    """Raises ValidationError on 'name'."""
    found = " ".join(text.split())
    if not found or not found.isprintable():
        raise wrong("name", _("Write a name for the calendar."), "required")
    if len(found) > _LONGEST_NAME:
        raise wrong("name", _("This name is too long."), "max_length")
    return found


def clean_address(text: str) -> str:
    """As https. Raises ValidationError on 'address'. What stands behind the name of the
    host is looked at when it is read: it may change from day to day."""
    if len(text) > LONGEST_ADDRESS:
        raise wrong("address", _("This address is too long."), "max_length")
    try:
        target = target_of(text)
    except SourceError as error:
        raise wrong("address", _address_words(text), "address") from error
    if is_number(target.host) and not is_public(target.host.strip("[]")):
        words = _("This address is not one of the public internet.")
        raise wrong("address", words, "address")
    found = target.address
    if len(found) > LONGEST_ADDRESS:
        raise wrong("address", _("This address is too long."), "max_length")
    return found


def _address_words(text: str) -> str:
    if text.strip().lower().startswith("http:"):
        return _("Only addresses that begin with https:// are read.")
    return _(
        "Give the whole address of the calendar, as https://example.org/calendar.ics,"
        " without a password or a port."
    )


def _insist(by: User, space: Space) -> None:
    if not can_keep_sources(by, space):
        raise PermissionDenied


def _check_resource(space: Space, resource: Resource | None) -> None:
    if resource is not None and resource.space_id != space.pk:
        raise wrong("resource", _("This resource belongs to another space."))
