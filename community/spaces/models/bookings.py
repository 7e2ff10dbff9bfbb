"""Who is where and when, and what happened to a booking."""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.spaces.models.resources import Resource
from community.spaces.models.visits import LONGEST_NOTE, Visit
from community.spaces.querysets import BookingQuerySet


def reference_of(number: uuid.UUID) -> str:
    """What a guest can say at the desk instead of a name: six signs."""
    return number.hex[:6].upper()


class Booking(models.Model):
    """A member has, or had, a seat in a resource from a moment to a moment.

    Times are UTC. What the clocks of the space show at the start stands beside them, so
    that a change of a country's rules for its clocks can be seen.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Expired")
        CHECKED_IN = "checked_in", _("Arrived")
        COMPLETED = "completed", _("Completed")
        CANCELLED = "cancelled", _("Cancelled")
        NO_SHOW = "no_show", _("Did not come")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    resource = models.ForeignKey(
        Resource, related_name="bookings", on_delete=models.PROTECT
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        related_name="space_bookings",
        on_delete=models.SET_NULL,
    )
    # Who booked it for them, if somebody did.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    visit = models.ForeignKey(
        Visit,
        null=True,
        blank=True,
        related_name="bookings",
        on_delete=models.SET_NULL,
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    local_date = models.DateField(editable=False)
    local_time = models.TimeField(editable=False)
    zone = models.CharField(max_length=40, editable=False)
    party_size = models.PositiveSmallIntegerField(
        _("people"), default=1, validators=[MinValueValidator(1)]
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    # Raised by each change: who changes an older one is told so.
    version = models.PositiveIntegerField(default=1, editable=False)
    # Of RFC 5545: calendars take the higher one.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    hold_expires_at = models.DateTimeField(null=True, blank=True, editable=False)
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    idempotency_key = models.CharField(max_length=80, blank=True, editable=False)
    request_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="booking_ends_after_it_begins",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(party_size__gte=1), name="booking_is_for_somebody"
            ),
            models.UniqueConstraint(
                fields=["member", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="booking_asked_once",
            ),
        ]
        indexes = [
            models.Index(fields=["resource", "starts_at"], name="bookings_of_resource"),
            models.Index(fields=["member", "-starts_at"], name="bookings_of_member"),
            # (all that somebody may see, who looks after several spaces)
            models.Index(fields=["starts_at", "id"], name="bookings_by_time"),
            models.Index(
                fields=["hold_expires_at"],
                condition=Q(state="requested"),
                name="bookings_on_hold",
            ),
            models.Index(
                fields=["ends_at"],
                condition=Q(state="checked_in"),
                name="bookings_of_those_here",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id}: {self.local_start:%Y-%m-%d %H:%M}"

    @property
    def reference(self) -> str:
        return reference_of(self.uuid)

    @property
    def local_start(self) -> datetime:
        """What the clocks of the space show, without a zone."""
        return datetime.combine(self.local_date, self.local_time)


class BookingEvent(models.Model):
    """One line of what happened to a booking. The database refuses to change or delete
    it (a trigger, see the migration), save to forget who it was and, after three years,
    that it was."""

    class Action(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        BOOKED = "booked", _("Booked")
        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Expired")
        MOVED = "moved", _("Moved")
        EDITED = "edited", _("Changed")
        CHECKED_IN = "checked_in", _("Arrived")
        COMPLETED = "completed", _("Completed")
        CANCELLED = "cancelled", _("Cancelled")
        NO_SHOW = "no_show", _("Did not come")

    # (a booking with a history is never deleted, only emptied)
    booking = models.ForeignKey(
        Booking, related_name="events", on_delete=models.PROTECT
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        related_name="booking_events",
        on_delete=models.SET_NULL,
    )
    action = models.CharField(max_length=10, choices=Action.choices)
    from_state = models.CharField(
        max_length=10, choices=Booking.State.choices, blank=True
    )
    to_state = models.CharField(max_length=10, choices=Booking.State.choices)
    version = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("event of a booking")
        verbose_name_plural = _("events of bookings")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d} {self.action} {self.booking_id}"
