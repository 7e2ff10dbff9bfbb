"""Works: one bibliographic record for each real-world document, in no language.

The vocabulary is that of CSL 1.0.2 (https://docs.citationstyles.org/): types, roles
of contributors, parts of a date.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel

from cms.core.languages import best
from cms.core.rows.refresh import thing, together, touch
from cms.library.identifiers import shown_isbn
from cms.library.models.fields import IdentifierField
from cms.library.querysets import WorkQuerySet

FIRST_YEAR, LAST_YEAR = -3000, 2100
NO_YEAR = -9999  # sorts works without a year last


class Work(ClusterableModel):
    class Kind(models.TextChoices):
        ARTICLE = "article", _("Article or preprint")
        JOURNAL_ARTICLE = "article-journal", _("Journal article")
        NEWSPAPER_ARTICLE = "article-newspaper", _("Newspaper article")
        BOOK = "book", _("Book")
        CHAPTER = "chapter", _("Chapter")
        DATASET = "dataset", _("Data set")
        LEGISLATION = "legislation", _("Law or regulation")
        FILM = "motion_picture", _("Film")
        PAMPHLET = "pamphlet", _("Guide or brochure")
        REPORT = "report", _("Report")
        SPEECH = "speech", _("Speech")
        THESIS = "thesis", _("Thesis")
        TREATY = "treaty", _("Treaty or convention")
        WEBPAGE = "webpage", _("Web page")

    class Access(models.TextChoices):
        OPEN = "open", _("Open to everyone")
        MEMBERS = "members", _("For members")
        EMBARGO = "embargo", _("Open after a date")
        CLOSED = "closed", _("Record only")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("type"), max_length=30, choices=Kind.choices)
    languages = ArrayField(
        models.CharField(max_length=8, validators=[RegexValidator(r"^[a-z]{2,3}$")]),
        verbose_name=_("languages of the work"),
        help_text=_("Codes of ISO 639, separated by commas: sq, en, de."),
        default=list,
        blank=True,
    )
    year = models.SmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    month = models.PositiveSmallIntegerField(
        _("month"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    day = models.PositiveSmallIntegerField(
        _("day"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
    )
    circa = models.BooleanField(_("date is approximate"), default=False)
    publisher = models.CharField(_("publisher"), max_length=255, blank=True)
    place = models.CharField(_("place"), max_length=255, blank=True)
    container = models.CharField(
        _("published in"),
        max_length=500,
        blank=True,
        help_text=_("Journal, book or series."),
    )
    volume = models.CharField(_("volume"), max_length=40, blank=True)
    issue = models.CharField(_("issue"), max_length=40, blank=True)
    pages = models.CharField(_("pages"), max_length=40, blank=True)
    edition = models.CharField(_("edition"), max_length=80, blank=True)
    isbn = IdentifierField("ISBN", notation="isbn", max_length=20, blank=True)
    issn = IdentifierField("ISSN", notation="issn", max_length=9, blank=True)
    doi = IdentifierField("DOI", notation="doi", max_length=255, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    licence = IdentifierField(
        _("licence"),
        notation="licence",
        max_length=80,
        blank=True,
        help_text=_("SPDX code, for example CC-BY-4.0."),
    )
    rights = models.CharField(_("rights"), max_length=500, blank=True)
    access = models.CharField(
        _("access"), max_length=10, choices=Access.choices, default=Access.OPEN
    )
    embargo_until = models.DateField(_("embargo until"), null=True, blank=True)
    subjects = ParentalManyToManyField(
        "library.Subject", verbose_name=_("subjects"), related_name="works", blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")
        ordering = ["-year", "-id"]
        indexes = [
            models.Index(
                Coalesce("year", NO_YEAR).desc(),
                models.F("id").desc(),
                name="work_newest",
            ),
            models.Index(fields=["kind"], name="work_kind"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["doi"],
                condition=~Q(doi=""),
                name="one_work_per_doi",
                violation_error_message=_("There is a work with this DOI."),
            ),
            models.CheckConstraint(
                condition=Q(month__isnull=True) | Q(year__isnull=False),
                name="work_month_needs_year",
                violation_error_message=_("A month needs a year."),
            ),
            models.CheckConstraint(
                condition=Q(day__isnull=True) | Q(month__isnull=False),
                name="work_day_needs_month",
                violation_error_message=_("A day needs a month."),
            ),
            models.CheckConstraint(
                condition=~Q(access="embargo") | Q(embargo_until__isnull=False),
                name="work_embargo_needs_date",
                violation_error_message=_("Say until when the embargo lasts."),
            ),
        ]

    def __str__(self) -> str:
        return self.title_in(settings.LANGUAGE_CODE) or str(self.uid)

    def save(self, *args, **kwargs):
        with together():
            super().save(*args, **kwargs)
            touch(thing(self.uid))

    def delete(self, *args, **kwargs):
        with together():
            deleted = super().delete(*args, **kwargs)
            touch(thing(self.uid))
        return deleted

    def files_are_open(self, *, is_member: bool, keeps_records: bool) -> bool:
        """By the work's access; those who keep the records see the files in any case."""
        if keeps_records:
            return True
        if self.access == self.Access.MEMBERS:
            return is_member
        if self.access == self.Access.EMBARGO:
            until = self.embargo_until
            return until is not None and until <= timezone.localdate()
        return self.access == self.Access.OPEN

    def title_in(self, code: str) -> str:
        """The title in this language or the nearest one, '' when there is none."""
        titles = {title.locale: title.text for title in self.titles.all()}
        locale = best(code, titles) or next(iter(titles), None)
        return titles[locale] if locale else ""

    @property
    def shown_isbn(self) -> str:
        return shown_isbn(self.isbn)

    @property
    def issued(self) -> str:
        """ISO 8601 date as far as it is known: '1948', '1948-12' or '1948-12-10'."""
        parts = [self.year, self.month, self.day]
        known = parts[: parts.index(None)] if None in parts else parts
        return "-".join(
            f"{part:0{4 if n == 0 else 2}d}" for n, part in enumerate(known)
        )
