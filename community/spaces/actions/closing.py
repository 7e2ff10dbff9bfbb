"""Days on which a space, or one resource of it, is closed or open otherwise."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from community.accounts.models import User
from community.spaces.actions.founding import space_changed
from community.spaces.actions.guarding import guarded
from community.spaces.actions.refusals import wrong
from community.spaces.models import DayException, Resource, Space
from community.spaces.permissions import can_keep_hours

_LONGEST = 366  # days
_LABEL = 120


@dataclass(frozen=True)
class Closure:
    """From a day to a day; without hours it is closed. `labels`: why, by language."""

    first: date
    last: date
    opens: time | None = None
    closes: time | None = None
    resource: Resource | None = None
    labels: dict[str, str] = field(default_factory=dict)


def close_days(
    by: User,
    space: Space,
    closure: Closure,
    *,
    acknowledged: str = "",
    now: datetime | None = None,
) -> DayException:
    """Raises PermissionDenied, ValidationError by field, and BookingsBrokenError unless
    its digest is given."""
    if not can_keep_hours(by, space):
        raise PermissionDenied
    now = now or timezone.now()
    _check(space, closure, now.astimezone(space.zone_info).date())
    with guarded(space, acknowledged, now):
        made = DayException.objects.create(
            space=space,
            resource=closure.resource,
            first=closure.first,
            last=closure.last,
            opens=closure.opens,
            closes=closure.closes,
            **{f"label_{code}": text for code, text in closure.labels.items()},
        )
        space_changed(space)
    return made


def reopen_days(
    by: User,
    change: DayException,
    *,
    acknowledged: str = "",
    now: datetime | None = None,
) -> None:
    """Takes it away: the usual hours hold again. Raises as `close_days`, for hours that
    were longer than the usual ones."""
    space = change.space
    if not can_keep_hours(by, space):
        raise PermissionDenied
    with guarded(space, acknowledged, now):
        DayException.objects.filter(pk=change.pk).delete()
        space_changed(space)


def _check(space: Space, closure: Closure, today: date) -> None:
    if closure.last < closure.first:
        raise wrong("last", _("The end lies before the beginning."), "order")
    if (closure.last - closure.first).days >= _LONGEST:
        raise wrong("last", _("Choose at most 366 days."), "long")
    if closure.last < today:
        raise wrong("last", _("This time has passed."), "past")
    if closure.first > today + timedelta(days=2 * _LONGEST):
        raise wrong("first", _("Choose a day of the coming two years."), "horizon")
    if (closure.opens is None) != (closure.closes is None):
        field_name = "opens" if closure.opens is None else "closes"
        raise wrong(field_name, _("Write when it opens and when it closes."), "both")
    if closure.resource is not None and closure.resource.space_id != space.pk:
        raise wrong("resource", _("This resource belongs to another space."))
    if any(len(text) > _LABEL or "\0" in text for text in closure.labels.values()):
        raise wrong("label", _("This reason is too long."), "max_length")
