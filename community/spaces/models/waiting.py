"""Who waits for a place that somebody else has."""

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.spaces.models.bookings import Booking
from community.spaces.models.resources import Resource
from community.spaces.models.visits import LONGEST_NOTE
from community.spaces.querysets import WaitlistQuerySet


class WaitlistEntry(models.Model):
    """A member wants a resource, or any of its kind in the space, at a time at which
    nothing is free. Whose turn it is gets a booking in the transaction that frees a seat.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        PROMOTED = "promoted", _("Has a place")
        LEFT = "left", _("Left the list")
        LAPSED = "lapsed", _("No place came free")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        related_name="space_waits",
        on_delete=models.CASCADE,
    )
    resource = models.ForeignKey(
        Resource, related_name="waitlist", on_delete=models.PROTECT
    )
    # Another one of the same kind and space will do, too.
    is_any = models.BooleanField(_("any of its kind"), default=False)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    party_size = models.PositiveSmallIntegerField(
        _("people"), default=1, validators=[MinValueValidator(1)]
    )
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    # After it a place would come too late; never after the start.
    until = models.DateTimeField(_("wait until"))
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.WAITING
    )
    booking = models.OneToOneField(
        Booking,
        null=True,
        related_name="waited",
        on_delete=models.SET_NULL,
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = WaitlistQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the waiting list")
        verbose_name_plural = _("waiting list")
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="wait_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(until__lte=F("starts_at")), name="wait_is_not_too_long"
            ),
            models.CheckConstraint(
                condition=Q(party_size__gte=1), name="wait_is_for_somebody"
            ),
            models.UniqueConstraint(
                fields=["member", "resource", "starts_at", "ends_at"],
                condition=Q(state="waiting"),
                name="waits_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["resource", "starts_at"],
                condition=Q(state="waiting"),
                name="waiting_for_resource",
            ),
            models.Index(fields=["member", "-starts_at"], name="waits_of_member"),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id}: {self.starts_at:%Y-%m-%d %H:%M}"
