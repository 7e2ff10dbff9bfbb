"""Searches that members keep, and the records of what staff were shown and took."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.profiles.models.profiles import Profile
from community.profiles.querysets import DisclosureQuerySet, ExportQuerySet


class SavedSearch(models.Model):
    """A question to the directory; `query` is the search's part of an address.

    A mail tells of the profiles that were listed after `told_until`.
    """

    class Alert(models.TextChoices):
        NONE = "none", _("No mail")
        DAILY = "daily", _("Every day")
        WEEKLY = "weekly", _("Every week")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        related_name="saved_searches",
        on_delete=models.CASCADE,
    )
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=1000, editable=False)
    alert = models.CharField(
        _("mail about new matches"),
        max_length=6,
        choices=Alert.choices,
        default=Alert.NONE,
    )
    told_until = models.DateTimeField(auto_now_add=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="saved_search_name_once",
                violation_error_message=_("You have a search of this name."),
            )
        ]
        indexes = [
            models.Index(
                fields=["alert", "told_until"],
                condition=~models.Q(alert="none"),
                name="searches_to_tell",
            )
        ]

    def __str__(self) -> str:
        return self.name


class DisclosureLog(models.Model):
    """Staff were shown what a profile shows to the organisation alone, and why."""

    profile = models.ForeignKey(
        Profile, related_name="disclosures", on_delete=models.CASCADE
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    reason = models.CharField(_("reason"), max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.reason[:40]}"


class ExportLog(models.Model):
    """Staff took rows of the directory away in a file, and why.

    One row for a whole export: one for each profile would be a hundred thousand.
    """

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "Excel"

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    reason = models.CharField(_("reason"), max_length=300)
    filters = models.CharField(max_length=1000, blank=True)
    number = models.PositiveIntegerField(default=0)
    format = models.CharField(_("format"), max_length=4, choices=Format.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export of the directory")
        verbose_name_plural = _("exports of the directory")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d} {self.format}: {self.reason[:40]}"
