"""Calendars elsewhere whose events keep resources busy."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.spaces.models.resources import Resource
from community.spaces.models.spaces import Space
from community.spaces.querysets import IcsSourceQuerySet

LONGEST_ADDRESS = 1000  # characters


class IcsSource(models.Model):
    """The address of an iCalendar file that is read again and again. What of it falls
    into the coming half year becomes blocks of a resource, or of all of a space.

    The address may hold a secret (those of Google do): screens tell only its host.
    """

    class Failure(models.TextChoices):
        ADDRESS = "address", _("The address cannot be used")
        UNREACHABLE = "unreachable", _("Nothing answers at the address")
        REFUSED = "refused", _("The address does not give the file")
        SLOW = "slow", _("The answer takes too long")
        LARGE = "large", _("The file is too large")
        UNREADABLE = "unreadable", _("The file is no calendar")
        MANY = "many", _("The calendar has too many events")

    space = models.ForeignKey(
        Space, related_name="ics_sources", on_delete=models.CASCADE
    )
    resource = models.ForeignKey(
        Resource,
        verbose_name=_("desk or room"),
        null=True,
        blank=True,
        related_name="ics_sources",
        on_delete=models.CASCADE,
    )
    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(_("address"), max_length=LONGEST_ADDRESS)
    # What others wrote into their calendar is theirs, unless they want it shown here.
    keeps_titles = models.BooleanField(_("show titles to managers"), default=False)
    is_paused = models.BooleanField(_("paused"), default=False)
    etag = models.CharField(max_length=300, blank=True, editable=False)
    modified = models.CharField(max_length=100, blank=True, editable=False)
    # When it was last asked, and when what it said was last taken over.
    asked_at = models.DateTimeField(null=True, editable=False)
    good_at = models.DateTimeField(null=True, editable=False)
    failure = models.CharField(
        max_length=11, choices=Failure.choices, blank=True, editable=False
    )
    failures = models.PositiveIntegerField(default=0, editable=False)
    # Events of the last good state that could not be read, or are too long or many.
    left_out = models.PositiveIntegerField(default=0, editable=False)
    # Names of zones in it that nobody knows: the space's own is taken for them.
    guessed = models.PositiveIntegerField(default=0, editable=False)
    next_at = models.DateTimeField(null=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = IcsSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar from elsewhere")
        verbose_name_plural = _("calendars from elsewhere")
        ordering = ["name", "id"]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=Q(is_paused=False),
                name="ics_sources_due",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def host(self) -> str:
        """What of the address may be shown."""
        return urlsplit(self.address).hostname or ""

    @property
    def state(self) -> str:
        """'paused', 'failed', 'good', or 'new' before it was ever read."""
        if self.is_paused:
            return "paused"
        if self.failure:
            return "failed"
        return "good" if self.good_at else "new"
