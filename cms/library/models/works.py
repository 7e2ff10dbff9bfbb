"""Works: one bibliographic record for each real-world document, in no language.

The vocabulary is that of CSL 1.0.2 (https://docs.citationstyles.org/): types, roles
of contributors, parts of a date.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from cms.core.languages import best
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
    isbn = models.CharField("ISBN", max_length=20, blank=True)
    issn = models.CharField("ISSN", max_length=9, blank=True)
    doi = models.CharField("DOI", max_length=255, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    licence = models.CharField(
        _("licence"),
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

    def title_in(self, code: str) -> str:
        """The title in this language or the nearest one, '' when there is none."""
        titles = {title.locale: title.text for title in self.titles.all()}
        locale = best(code, titles) or next(iter(titles), None)
        return titles[locale] if locale else ""

    @property
    def issued(self) -> str:
        """ISO 8601 date as far as it is known: '1948', '1948-12' or '1948-12-10'."""
        parts = [self.year, self.month, self.day]
        known = parts[: parts.index(None)] if None in parts else parts
        return "-".join(
            f"{part:0{4 if n == 0 else 2}d}" for n, part in enumerate(known)
        )


class WorkText(models.Model):
    """Abstract. A text about a work in one language."""

    locale = models.CharField(
        _("language"),
        max_length=8,
        validators=[RegexValidator(r"^[a-z]{2,3}$")],
        help_text=_("Code of ISO 639: sq, en, de, fr."),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text[:80]


class WorkTitle(WorkText):
    work = ParentalKey(Work, related_name="titles", on_delete=models.CASCADE)
    text = models.CharField(_("title"), max_length=500)

    class Meta:
        verbose_name = _("title of a work")
        verbose_name_plural = _("titles of works")
        constraints = [
            models.UniqueConstraint(
                fields=["work", "locale"],
                name="one_title_per_work_and_language",
                violation_error_message=_("There is a title in this language."),
            )
        ]


class WorkAbstract(WorkText):
    work = ParentalKey(Work, related_name="abstracts", on_delete=models.CASCADE)
    text = models.TextField(_("abstract"))

    class Meta:
        verbose_name = _("abstract of a work")
        verbose_name_plural = _("abstracts of works")
        constraints = [
            models.UniqueConstraint(
                fields=["work", "locale"],
                name="one_abstract_per_work_and_language",
                violation_error_message=_("There is an abstract in this language."),
            )
        ]


class WorkContributor(models.Model):
    class Role(models.TextChoices):
        AUTHOR = "author", _("Author")
        EDITOR = "editor", _("Editor")
        TRANSLATOR = "translator", _("Translator")

    work = ParentalKey(Work, related_name="contributors", on_delete=models.CASCADE)
    sort_order = models.IntegerField(null=True, blank=True, editable=False)
    role = models.CharField(
        _("role"), max_length=20, choices=Role.choices, default=Role.AUTHOR
    )
    given = models.CharField(_("given names"), max_length=120, blank=True)
    family = models.CharField(_("family name"), max_length=120, blank=True)
    literal = models.CharField(
        _("organisation"),
        max_length=255,
        blank=True,
        help_text=_("Instead of the two names."),
    )
    orcid = models.CharField("ORCID", max_length=19, blank=True)

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering: ClassVar[list[str]] = ["sort_order"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(family="") ^ ~Q(literal=""),
                name="contributor_is_person_or_organisation",
                violation_error_message=_(
                    "Give either a family name or an organisation."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.literal or " ".join(filter(None, [self.given, self.family]))


class WorkFile(models.Model):
    work = ParentalKey(Work, related_name="files", on_delete=models.CASCADE)
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        verbose_name=_("document"),
        related_name="+",
        on_delete=models.PROTECT,
    )
    locale = models.CharField(_("language"), max_length=8, blank=True)

    class Meta:
        verbose_name = _("file of a work")
        verbose_name_plural = _("files of works")

    def __str__(self) -> str:
        return self.document.title


class WorkRelation(models.Model):
    class Kind(models.TextChoices):
        TRANSLATION_OF = "translation_of", _("is a translation of")
        VERSION_OF = "version_of", _("is a version of")
        PART_OF = "part_of", _("is part of")
        CITES = "cites", _("cites")

    work = ParentalKey(Work, related_name="relations", on_delete=models.CASCADE)
    kind = models.CharField(_("relation"), max_length=20, choices=Kind.choices)
    other = models.ForeignKey(
        Work,
        verbose_name=_("other work"),
        related_name="related_from",
        on_delete=models.CASCADE,
    )

    class Meta:
        verbose_name = _("relation between works")
        verbose_name_plural = _("relations between works")
        constraints = [
            models.UniqueConstraint(
                fields=["work", "kind", "other"], name="relation_once"
            ),
            models.CheckConstraint(
                condition=~Q(work=models.F("other")),
                name="relation_to_another_work",
                violation_error_message=_("A work cannot be related to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work} {self.get_kind_display()} {self.other}"
