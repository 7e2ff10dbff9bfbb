"""Where members meet, and who looks after it."""

from datetime import time
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from cms.core.languages import current
from community.spaces.querysets import SpaceQuerySet, SpaceRoleQuerySet

ZONE = "Europe/Belgrade"  # Kosovo's in tzdata
LONGEST_POLICY = 2000  # characters
# Words that stand in addresses in the place of a slug.
RESERVED = frozenset({"bookings", "mine", "plan", "visits", "waiting"})


def validate_zone(value: str) -> None:
    """Raises ValidationError for what is no zone of the IANA database."""
    if value not in available_timezones():
        raise ValidationError(_("There is no such time zone."))


def validate_slug(value: str) -> None:
    """Raises ValidationError for a slug that is the address of something else."""
    if value in RESERVED:
        raise ValidationError(_("This word is taken: choose another code."))


class Named(models.Model):
    """A name in each language, for what is the same in all of them."""

    name_sq = models.CharField(_("name in Albanian"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_de = models.CharField(_("name in German"), max_length=80)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_in(current())

    def name_in(self, language: str) -> str:
        text: str = getattr(self, f"name_{language}", "")
        return text or self.name_en


class Clustered(ClusterableModel):
    """What is edited together with its rows of other tables. Wagtail's class looks for
    such rows among what a new one is made of; what comes from the database brings none,
    and a question about availability makes a hundred of these."""

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if kwargs:
            super().__init__(*args, **kwargs)
        else:
            models.Model.__init__(self, *args)


class Space(Named, Clustered):
    """A house with desks and rooms. The same in all languages; its pages tell of it."""

    slug = models.SlugField(
        _("code"), max_length=40, unique=True, validators=[validate_slug]
    )
    address = models.CharField(_("street and number"), max_length=120)
    city = models.CharField(_("city"), max_length=60)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    zone = models.CharField(
        _("time zone"),
        max_length=40,
        default=ZONE,
        validators=[validate_zone],
        help_text=_("The time of Prishtina is called Europe/Belgrade."),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    policy_sq = models.TextField(
        _("house rules in Albanian"), max_length=LONGEST_POLICY, blank=True
    )
    policy_en = models.TextField(
        _("house rules in English"), max_length=LONGEST_POLICY, blank=True
    )
    policy_de = models.TextField(
        _("house rules in German"), max_length=LONGEST_POLICY, blank=True
    )
    half_day_at = models.TimeField(
        _("half of the day"),
        default=time(13),
        help_text=_("What is let by the half day changes hands at this time."),
    )
    is_open = models.BooleanField(
        _("shown"),
        default=True,
        help_text=_("Otherwise only those who look after it see it."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        ordering = ["position", "slug"]

    @property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def policy(self) -> str:
        """In the reader's language."""
        return self.policy_in(current())

    def policy_in(self, language: str) -> str:
        text: str = getattr(self, f"policy_{language}", "")
        return text or self.policy_en


class SpaceRole(models.Model):
    """Somebody looks after a space."""

    class Role(models.TextChoices):
        VIEWER = "viewer", _("Viewer")
        HOST = "host", _("Host")
        MANAGER = "manager", _("Manager")

    space = models.ForeignKey(Space, related_name="roles", on_delete=models.CASCADE)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="space_roles", on_delete=models.CASCADE
    )
    role = models.CharField(_("role"), max_length=7, choices=Role.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SpaceRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role in a space")
        verbose_name_plural = _("roles in spaces")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "space"], name="role_in_space_once")
        ]

    def __str__(self) -> str:
        return f"{self.space_id}: {self.user_id} {self.role}"
