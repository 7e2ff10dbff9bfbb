"""The account. Its e-mail address is the login; there is no user name."""

import uuid
import zoneinfo
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from community.accounts.querysets import UserManager


def default_reading_languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def validate_time_zone(value: str) -> None:
    """Raises ValidationError unless `value` is a zone of the tz database."""
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("There is no time zone of this name."), code="invalid")


class User(AbstractUser):
    """A person who can log in: member, editor or administrator."""

    username = None

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(
        _("display name"),
        max_length=80,
        help_text=_("How other people see you. It need not be your legal name."),
    )
    interface_language = models.CharField(
        _("language of the site"),
        max_length=5,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )
    reading_languages = ArrayField(
        models.CharField(max_length=5, choices=settings.LANGUAGES),
        verbose_name=_("languages you read"),
        default=default_reading_languages,
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=63,
        default=settings.TIME_ZONE,
        validators=[validate_time_zone],
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            # Addresses that differ in case alone reach the same person.
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_email",
                violation_error_message=_("There is an account with this address."),
            )
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    # Wagtail's admin shows a first and a last name; there is one name here.
    @property
    def first_name(self) -> str:
        return self.display_name

    @property
    def last_name(self) -> str:
        return ""
