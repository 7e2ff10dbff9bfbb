"""The read model: one flat row for each published thing, reader's language and circle.

Lists, details, search and pages are read from here with one to three statements. The
rows are written by `cms.core.rows.refresh` in the transaction that changes what they
show; nobody else writes them.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


class ContentRow(models.Model):
    """A thing as a reader of `locale` meets it, in its best language `text_locale`.

    `needs` and `excludes` are circles of readers (see `cms.core.rows.circles`): the row
    is for readers who are in all circles of `needs` and in none of `excludes`, so each
    reader meets at most one row of a key and language. The fragments (`envelope`,
    `card`, `whole`, `content`) are members of a JSON object without its braces; `body`
    is a JSON array.
    """

    key = models.UUIDField()
    type = models.CharField(max_length=30)
    locale = models.CharField(max_length=8)
    text_locale = models.CharField(max_length=8)
    # The page is not a foreign key that protects or nulls: without its page a row is
    # nothing, whoever deleted the page.
    page = models.ForeignKey(
        "wagtailcore.Page", related_name="+", on_delete=models.CASCADE
    )
    needs = ArrayField(models.CharField(max_length=60), default=list)
    excludes = ArrayField(models.CharField(max_length=60), default=list)
    available = ArrayField(models.CharField(max_length=8), default=list)
    parent = models.UUIDField(null=True)
    path = models.CharField(max_length=2000)
    title = models.CharField(max_length=255)
    # Lists are sorted by one of these and, where that is equal, by `number`, which is
    # the same for all rows of a key.
    sort_value = models.BigIntegerField(default=0)
    sort_title = models.CharField(max_length=255)
    position = models.CharField(max_length=255)
    number = models.BigIntegerField()
    facets = ArrayField(models.CharField(max_length=300), default=list)
    words = SearchVectorField()
    shows = ArrayField(models.CharField(max_length=60), default=list)
    published = models.DateTimeField(null=True)
    updated = models.DateTimeField(null=True)
    pinned_until = models.DateField(null=True)
    # From this day on the row says something that is no longer so.
    stale_on = models.DateField(null=True)
    envelope = models.TextField()
    card = models.TextField()
    whole = models.TextField()
    content = models.TextField()
    body = models.TextField()
    # Hash of all that the row says, and the content version in which it began to.
    digest = models.CharField(max_length=32)
    version = models.BigIntegerField()

    class Meta:
        verbose_name = _("row of the read model")
        verbose_name_plural = _("rows of the read model")
        constraints = [
            models.UniqueConstraint(
                fields=["key", "locale", "needs"], name="row_once_per_circle"
            )
        ]
        indexes = [
            models.Index(
                "locale",
                "type",
                models.F("sort_value").desc(),
                models.F("number").desc(),
                name="row_newest",
            ),
            models.Index(
                fields=["locale", "type", "sort_title", "number"], name="row_title"
            ),
            models.Index(
                fields=["locale", "parent", "position", "number"], name="row_tree"
            ),
            models.Index(
                fields=["locale", "type", "position", "number"], name="row_position"
            ),
            # What was added last, for the home page and one order of the API.
            models.Index("locale", "type", models.F("number").desc(), name="row_added"),
            models.Index(fields=["path"], name="row_path"),
            GinIndex(fields=["words"], name="row_words"),
            GinIndex(fields=["facets"], name="row_facets"),
            GinIndex(fields=["shows"], name="row_shows"),
            models.Index(
                fields=["stale_on"],
                condition=models.Q(stale_on__isnull=False),
                name="row_stale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.needs}"


class ContentVersion(models.Model):
    """One row that counts the transactions which changed what the public reads."""

    value = models.BigIntegerField(default=0)
    # In which shape the rows were written (`cms.core.rows.refresh.SHAPE`).
    shape = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("version of the content")
        verbose_name_plural = _("versions of the content")

    def __str__(self) -> str:
        return str(self.value)
