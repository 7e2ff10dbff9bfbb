"""Named reads of spaces, what is let in them, and who is there."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from struct import unpack
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.db import connection, models
from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    OuterRef,
    Q,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

LIVE = ("requested", "confirmed", "checked_in")
KEEPER = "spaces.change_space"
# No booking is longer (a day may have 25 hours), and no block is looked for that began
# earlier: with it the index finds what is busy without reading the history.
LONGEST = timedelta(hours=25)


class SpaceQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """What is shown; hidden ones for those who look after them, staff all."""
        if not user.is_authenticated:
            return self.filter(is_open=True)
        if user.has_perm(KEEPER):
            return self
        return self.filter(Q(is_open=True) | Q(pk__in=user.space_roles.values("space")))


class SpaceRoleQuerySet(models.QuerySet[Any]):
    def managers(self) -> Self:
        return self.filter(role="manager")


class ResourceQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Those of the spaces that the reader sees."""
        spaces = self.model._meta.get_field("space").related_model
        return self.filter(space__in=spaces.objects.visible_to(user))

    def active_on(self, day: date) -> Self:
        return self.active_between(day, day)

    def active_between(self, first: date, last: date) -> Self:
        """What is let on some day from first to last."""
        begun = Q(active_from=None) | Q(active_from__lte=last)
        not_over = Q(active_until=None) | Q(active_until__gte=first)
        return self.filter(begun, not_over)


class DayExceptionQuerySet(models.QuerySet[Any]):
    def touching(self, first: date, last: date) -> Self:
        """What may fall on a day from first to last; what comes again always may."""
        return self.filter(~Q(dates="") | Q(first__lte=last, last__gte=first))


class BookingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own; a manager's of the space; a host's those of today; staff all."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm(KEEPER):
            return self
        seen = Q(member=user)
        for role, space, zone in user.space_roles.values_list(
            "role", "space", "space__zone"
        ):
            if role == "manager":
                seen |= Q(resource__space=space)
            elif role == "host":
                start, end = day_in(ZoneInfo(zone))
                today = Q(starts_at__lt=end, ends_at__gt=start)
                today &= Q(starts_at__gte=start - LONGEST)
                seen |= Q(resource__space=space) & today
        return self.filter(seen)

    def live(self) -> Self:
        """What takes a seat: requested, confirmed, or somebody is there."""
        return self.filter(state__in=LIVE)

    def overlapping(self, start: datetime, end: datetime) -> Self:
        return self.filter(
            starts_at__lt=end, ends_at__gt=start, starts_at__gte=start - LONGEST
        )

    def upcoming(self, now: datetime) -> Self:
        return self.filter(ends_at__gt=now)


class VisitQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own; staff all."""
        if not user.is_authenticated:
            return self.none()
        return self if user.has_perm(KEEPER) else self.filter(member=user)


class FeedTokenQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own, nobody else's."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def valid(self) -> Self:
        return self.filter(revoked_at=None, user__is_active=True)


class WaitlistQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own; a manager's of the space; staff all."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm(KEEPER):
            return self
        managed = user.space_roles.filter(role="manager").values("space")
        return self.filter(Q(member=user) | Q(resource__space__in=managed))

    def waiting(self, now: datetime) -> Self:
        return self.filter(state="waiting", until__gt=now)

    def over(self, now: datetime) -> Self:
        """Waiting by name, but no place can come any more."""
        return self.filter(state="waiting", until__lte=now)

    def content_with(self, resource: Any) -> Self:
        """Who would take this resource: asked for it, or for any of its kind."""
        other = Q(is_any=True, resource__space=resource.space_id)
        return self.filter(
            Q(resource=resource) | other & Q(resource__kind=resource.kind)
        )

    def overlapping(self, start: datetime, end: datetime) -> Self:
        return self.filter(starts_at__lt=end, ends_at__gt=start)

    def with_before(self, now: datetime) -> Self:
        """Each with `before`: how many came earlier, wait for some of the same time, and
        would take a place that it would take."""
        earlier = Q(created_at__lt=OuterRef("created_at"))
        earlier |= Q(created_at=OuterRef("created_at"), pk__lt=OuterRef("pk"))
        kind = Q(resource__space=OuterRef("resource__space"))
        kind &= Q(resource__kind=OuterRef("resource__kind"))
        asks_any = ExpressionWrapper(OuterRef("is_any"), BooleanField())
        rows = self.model.objects.waiting(now).alias(asks_any=asks_any).filter(earlier)
        rows = rows.overlapping(OuterRef("starts_at"), OuterRef("ends_at")).filter(
            Q(resource=OuterRef("resource"))
            | kind & (Q(is_any=True) | Q(asks_any=True))
        )
        number = rows.order_by().values("state").annotate(n=Count("pk")).values("n")
        return self.annotate(before=Coalesce(Subquery(number), 0))


class IcsSourceQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """A manager's of the space; staff all."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm(KEEPER):
            return self
        managed = user.space_roles.filter(role="manager").values("space")
        return self.filter(space__in=managed)

    def told(self, now: datetime) -> Self:
        """With all that lists tell: space, resource, and how many `events` are to come."""
        coming = Q(blocks__ends_at__gt=now)
        number = Count("blocks__uid", filter=coming, distinct=True)
        return self.select_related("space", "resource").annotate(events=number)

    def due(self, now: datetime) -> Self:
        return self.filter(Q(next_at=None) | Q(next_at__lte=now), is_paused=False)


class AllocationQuerySet(models.QuerySet[Any]):
    def overlapping(self, start: datetime, end: datetime) -> Self:
        return self.filter(
            starts_at__lt=end, ends_at__gt=start, starts_at__gte=start - LONGEST
        )

    def holding(self, now: datetime) -> Self:
        """Without those that have lapsed, which the next write takes away."""
        return self.filter(Q(lapses_at=None) | Q(lapses_at__gt=now))

    def lapsed(self, now: datetime) -> Self:
        return self.filter(lapses_at__lte=now)


# Of each resource one row, its numbers as bytes: ten thousand rows would take as long as
# everything that is reckoned with them. (`date_part` counts in floating point, which is
# faster than the decimals of `extract`)
_BUSY = """
    SELECT resource_id,
        string_agg(int4send(floor(date_part('epoch', starts_at) / 60)::int), ''),
        string_agg(int4send(ceil(date_part('epoch', ends_at) / 60)::int), ''),
        string_agg(int4send(seat), '')
    FROM spaces_allocation
    WHERE resource_id = ANY(%s)
        AND starts_at < %s AND ends_at > %s AND starts_at >= %s
        AND (lapses_at IS NULL OR lapses_at > %s)
    GROUP BY resource_id
"""


def busy_between(
    resources: Iterable[int], start: datetime, end: datetime, now: datetime
) -> dict[int, list[tuple[int, int, int]]]:
    """By number of the resource (start, end, seat) in minutes, as the calendar counts, in
    no order. One statement."""
    found: dict[int, list[tuple[int, int, int]]] = {one: [] for one in resources}
    with connection.cursor() as cursor:
        cursor.execute(_BUSY, (list(found), end, start, start - LONGEST, now))
        for resource, *told in cursor.fetchall():
            found[resource] = list(zip(*map(_numbers, told), strict=True))
    return found


def _numbers(told: bytes) -> tuple[int, ...]:
    """What `int4send` wrote."""
    return unpack(f">{len(told) // 4}i", told)


def day_in(zone: ZoneInfo, now: datetime | None = None) -> tuple[datetime, datetime]:
    """The day that it is in a zone, from midnight to midnight."""
    today = (now or timezone.now()).astimezone(zone).date()
    begins = datetime.combine(today, datetime.min.time(), zone)
    ends = datetime.combine(today + timedelta(days=1), datetime.min.time(), zone)
    return begins, ends


def digest_of(secret: str) -> str:
    """What is kept of the secret of a feed (long and random, so once is enough)."""
    return hashlib.sha256(secret.encode()).hexdigest()
