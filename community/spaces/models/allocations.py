"""Which seat is taken when, by a booking or because it is not to be had."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from community.spaces.models.bookings import Booking
from community.spaces.models.resources import Resource
from community.spaces.models.sources import IcsSource
from community.spaces.querysets import AllocationQuerySet


class Block(models.Model):
    """A resource is not to be had: it is repaired, or somebody else has it."""

    resource = models.ForeignKey(
        Resource, related_name="blocks", on_delete=models.CASCADE
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    # Of an event in a calendar elsewhere, by the event's own name there.
    source = models.ForeignKey(
        IcsSource,
        null=True,
        blank=True,
        editable=False,
        related_name="blocks",
        on_delete=models.CASCADE,
    )
    uid = models.CharField(max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="block_ends_after_it_begins",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.UniqueConstraint(
                fields=["source", "resource", "uid", "starts_at", "ends_at"],
                condition=Q(source__isnull=False),
                name="event_blocks_once",
            ),
        ]
        indexes = [
            models.Index(fields=["resource", "ends_at"], name="blocks_of_resource")
        ]

    def __str__(self) -> str:
        return f"{self.resource_id}: {self.starts_at:%Y-%m-%d %H:%M}"


class Allocation(models.Model):
    """One seat is taken from a moment to a moment, by a booking or by a block.

    The database refuses a second one for the same time, whatever the code does.
    """

    resource = models.ForeignKey(
        Resource, related_name="allocations", on_delete=models.PROTECT
    )
    seat = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # When it stops to count if nothing happens: a request expires, nobody checks in.
    lapses_at = models.DateTimeField(null=True)
    booking = models.ForeignKey(
        Booking, null=True, related_name="allocations", on_delete=models.CASCADE
    )
    block = models.ForeignKey(
        Block, null=True, related_name="allocations", on_delete=models.CASCADE
    )

    objects = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        ordering = ["starts_at", "seat"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="allocation_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(booking=None) ^ Q(block=None),
                name="allocation_of_booking_or_block",
            ),
            ExclusionConstraint(
                name="seat_taken_once",
                index_type="gist",
                expressions=[
                    ("resource", RangeOperators.EQUAL),
                    ("seat", RangeOperators.EQUAL),
                    (
                        Func(
                            "starts_at",
                            "ends_at",
                            Value("[)"),
                            function="TSTZRANGE",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [
            models.Index(
                fields=["resource", "starts_at", "ends_at"], name="busy_of_resource"
            ),
            models.Index(
                fields=["lapses_at"],
                condition=Q(lapses_at__isnull=False),
                name="allocations_that_lapse",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id}/{self.seat}: {self.starts_at:%Y-%m-%d %H:%M}"
