"""What is let in a space, and on what terms."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.spaces.calendar import Grain, Terms
from community.spaces.models.fields import ChoiceArrayField
from community.spaces.models.spaces import Clustered, Named, Space
from community.spaces.querysets import ResourceQuerySet

_DAY = 24 * 60
MOST_SEATS = 500
STEPS = [(minutes, str(minutes)) for minutes in (5, 10, 15, 20, 30, 60)]


class Resource(Named, Clustered):
    """A desk, a room or an area of a space."""

    class Kind(models.TextChoices):
        HOT_DESKS = "hot_desks", _("Hot desks")
        DESK = "desk", _("Desk")
        ROOM = "room", _("Meeting room")
        EVENT_AREA = "event_area", _("Event area")

    class Granularity(models.TextChoices):
        MINUTES = Grain.MINUTES.value, _("By the minute")
        HALF_DAY = Grain.HALF_DAY.value, _("By the half day")
        DAY = Grain.DAY.value, _("By the day")

    class Amenity(models.TextChoices):
        MONITOR = "monitor", _("Monitor")
        PROJECTOR = "projector", _("Projector")
        WHITEBOARD = "whiteboard", _("Whiteboard")
        VIDEO = "video", _("Video conference")
        QUIET = "quiet", _("Quiet")
        DAYLIGHT = "daylight", _("Daylight")
        STEP_FREE = "step_free", _("Without steps")
        HEIGHT = "height", _("Desk of changing height")

    space = models.ForeignKey(
        Space,
        verbose_name=_("space"),
        related_name="resources",
        on_delete=models.PROTECT,
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    capacity = models.PositiveSmallIntegerField(
        _("people"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)],
    )
    is_shared = models.BooleanField(
        _("let by the seat"),
        default=False,
        help_text=_("Otherwise a booking takes all of it, as with a meeting room."),
    )
    granularity = models.CharField(
        _("let"),
        max_length=8,
        choices=Granularity.choices,
        default=Granularity.MINUTES,
    )
    step = models.PositiveSmallIntegerField(
        _("grid in minutes"), choices=STEPS, default=30
    )
    shortest = models.PositiveSmallIntegerField(
        _("shortest booking in minutes"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(_DAY)],
    )
    longest = models.PositiveSmallIntegerField(
        _("longest booking in minutes"),
        default=12 * 60,
        validators=[MinValueValidator(5), MaxValueValidator(_DAY)],
    )
    lead = models.PositiveIntegerField(
        _("minutes ahead at least"),
        default=0,
        validators=[MaxValueValidator(90 * _DAY)],
    )
    horizon_days = models.PositiveSmallIntegerField(
        _("days ahead at most"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
    )
    buffer = models.PositiveSmallIntegerField(
        _("minutes between bookings"), default=0, validators=[MaxValueValidator(_DAY)]
    )
    needs_approval = models.BooleanField(
        _("somebody confirms bookings"),
        default=False,
        help_text=_("A request holds the seat until it is answered or expires."),
    )
    hold_hours = models.PositiveSmallIntegerField(
        _("hours that a request holds the seat"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(14 * 24)],
    )
    needs_check_in = models.BooleanField(_("guests check in"), default=False)
    release_after = models.PositiveSmallIntegerField(
        _("minutes after which the seat is free when nobody comes"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(_DAY)],
    )
    amenities = ChoiceArrayField(
        models.CharField(max_length=10, choices=Amenity.choices),
        verbose_name=_("amenities"),
        default=list,
        blank=True,
    )
    active_from = models.DateField(_("from"), null=True, blank=True)
    active_until = models.DateField(_("until"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["space", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__gte=1), name="resource_has_a_seat"
            ),
            models.CheckConstraint(
                condition=Q(longest__gte=F("shortest")),
                name="resource_longest_after_shortest",
                violation_error_message=_(
                    "The longest booking is shorter than the shortest."
                ),
            ),
            models.CheckConstraint(
                condition=Q(active_until__gte=F("active_from"))
                | Q(active_until=None)
                | Q(active_from=None),
                name="resource_ends_after_it_begins",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.kind == self.Kind.DESK and (self.capacity or 1) > 1:
            message = _("A desk is for one. Several are hot desks.")
            raise ValidationError({"capacity": message})

    @property
    def seats(self) -> int:
        """How many bookings there may be at a time; seats are numbered from 0."""
        return self.capacity if self.is_shared else 1

    @property
    def terms(self) -> Terms:
        """Reads the space."""
        noon = self.space.half_day_at
        return Terms(
            grain=Grain(self.granularity),
            step=self.step,
            shortest=self.shortest,
            longest=self.longest,
            lead=self.lead,
            horizon=self.horizon_days * _DAY,
            buffer=self.buffer,
            half_day_at=noon.hour * 60 + noon.minute,
        )

    def is_active_on(self, day: date) -> bool:
        since, until = self.active_from or day, self.active_until or day
        return since <= day <= until
