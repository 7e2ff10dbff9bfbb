"""The account. Its e-mail address is the login; there is no user name."""

import functools
import unicodedata
import uuid
import zoneinfo
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cms.core.languages import CODES
from community.accounts.querysets import UserManager


def default_reading_languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


@functools.cache
def time_zones() -> frozenset[str]:
    """Names of the tz database; reading it takes a walk through its files."""
    return frozenset(zoneinfo.available_timezones())


def validate_time_zone(value: str) -> None:
    """Raises ValidationError unless `value` is a zone of the tz database."""
    if value not in time_zones():
        raise ValidationError(_("There is no time zone of this name."), code="invalid")


def tidy_name(value: str) -> str:
    """A name as it is kept: single spaces, and nothing that cannot be seen.

    Control and format characters (Unicode categories Cc and Cf) go: among them are
    those that turn the direction of the text after them.
    """
    seen = (" " if c.isspace() else c for c in value)
    visible = "".join(c for c in seen if unicodedata.category(c) not in ("Cc", "Cf"))
    return " ".join(visible.split())


def validate_display_name(value: str) -> None:
    """Raises ValidationError unless a letter of any script is in it."""
    if not any(unicodedata.category(c).startswith("L") for c in value):
        raise ValidationError(_("A name has at least one letter."), code="invalid")


class User(AbstractUser):
    """A person who can log in: member, editor or administrator."""

    username = None
    last_name = None

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(
        _("display name"),
        max_length=80,
        validators=[validate_display_name],
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
            ),
            # Logging in asks for the address in lower case.
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="email_in_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()
        self.display_name = tidy_name(self.display_name)

    @property
    def language(self) -> str:
        """The interface language; the site's own once that one is not offered any more."""
        known = self.interface_language in CODES
        return self.interface_language if known else settings.LANGUAGE_CODE

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone; the site's own once the tz database has dropped that one."""
        known = self.time_zone in time_zones()
        return zoneinfo.ZoneInfo(self.time_zone if known else settings.TIME_ZONE)

    def get_full_name(self) -> str:
        return self.display_name

    # Wagtail's admin greets people by a first name; there is one name here.
    @property
    def first_name(self) -> str:
        return self.display_name
