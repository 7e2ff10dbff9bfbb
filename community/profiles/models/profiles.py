"""The profile of a member: what it says, and to whom."""

import secrets
from pathlib import PurePath

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.models.fields import PictureField
from community.profiles.countries import KOSOVO, validate_country
from community.profiles.municipalities import validate_municipality
from community.profiles.querysets import ProfileQuerySet

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another one
SLUG_LENGTH = 10
FIRST_YEAR = 1920


def new_slug() -> str:
    """An address that tells nothing: the name in it would be a name shown to everyone."""
    return "".join(secrets.choice(_LETTERS) for _n in range(SLUG_LENGTH))


def photo_name(profile: "Profile", filename: str) -> str:
    return f"photos/{secrets.token_hex(16)}{PurePath(filename).suffix}"


def small_photo_name(name: str) -> str:
    """Where the small square of a photo lies: as hard to guess as the photo itself."""
    return f"{name.rpartition('.')[0]}-480.jpg"


class Profile(models.Model):
    """One for each member who wants one. Nobody else sees it before it is `listed`.

    `visibility` holds, by the names of `community.profiles.audiences.FIELDS`, the masks
    that the member chose; what is missing there has its default.
    """

    class Availability(models.TextChoices):
        NONE = "none", _("Not available now")
        REMOTE = "remote", _("From a distance")
        VISIT = "visit", _("While visiting Kosovo")
        RETURN = "return", _("Thinking of returning to Kosovo")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, related_name="profile", on_delete=models.CASCADE
    )
    slug = models.CharField(
        max_length=20, unique=True, default=new_slug, editable=False
    )
    language = models.CharField(
        _("language of my texts"), max_length=5, choices=settings.LANGUAGES
    )
    name = models.CharField(_("name"), max_length=80, blank=True)
    headline = models.CharField(
        _("headline"),
        max_length=140,
        blank=True,
        help_text=_("What you do, in one line: “Cardiologist and lecturer”."),
    )
    summary = models.TextField(_("about me"), max_length=3000, blank=True)
    photo = PictureField(_("photo"), upload_to=photo_name, blank=True)
    occupation = models.ForeignKey(
        "profiles.Occupation",
        verbose_name=_("occupation"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.PROTECT,
    )
    position = models.CharField(_("position"), max_length=120, blank=True)
    employer = models.CharField(_("employer"), max_length=120, blank=True)
    years = models.PositiveSmallIntegerField(
        _("years of experience"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(70)],
    )
    country = models.CharField(
        _("country where you live"),
        max_length=2,
        blank=True,
        validators=[validate_country],
    )
    city = models.CharField(_("city"), max_length=80, blank=True)
    origin = models.CharField(
        _("municipality of origin"),
        max_length=30,
        blank=True,
        validators=[validate_municipality],
        help_text=_("Where in Kosovo you or your family come from."),
    )
    availability = ArrayField(
        models.CharField(max_length=6, choices=Availability.choices),
        verbose_name=_("availability"),
        default=list,
        blank=True,
    )
    hours_a_month = models.PositiveSmallIntegerField(
        _("hours a month"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
    )
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    show_email = models.EmailField(_("e-mail address for contacts"), blank=True)
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"),
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR)],
    )
    visibility = models.JSONField(default=dict, blank=True, editable=False)
    # Consent to be listed reveals where somebody comes from (GDPR Article 9), so it is
    # given expressly and its time is kept.
    listed_at = models.DateTimeField(null=True, blank=True, editable=False)
    partners_since = models.DateTimeField(null=True, blank=True, editable=False)
    verified_at = models.DateTimeField(null=True, blank=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    # How far the guided profile has come: 1 to 4, and 5 when it was gone through.
    step = models.PositiveSmallIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") | Q(listed_at=None),
                name="listed_profile_has_a_name",
                violation_error_message=_("A listed profile has a name."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.slug

    @property
    def is_listed(self) -> bool:
        return self.listed_at is not None

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None

    @property
    def lives_in_kosovo(self) -> bool | None:
        """None when the member does not say where."""
        return self.country == KOSOVO if self.country else None
