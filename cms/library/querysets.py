"""Reads of works and subjects."""

from typing import Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils import timezone

from cms.core.folding import fold_document
from cms.core.querysets import ContentQuerySet, Viewer


class SubjectQuerySet(models.QuerySet):
    def with_labels(self) -> "SubjectQuerySet":
        return self.prefetch_related("labels")

    def with_numbers(self, user: Viewer) -> "SubjectQuerySet":
        """`number` of works that this user sees, and `told`, the labels; one statement."""
        works = apps.get_model("library", "Work").objects.visible_to(user)
        labels = apps.get_model("library", "SubjectLabel").objects.order_by("pk")
        own = labels.filter(subject=OuterRef("pk"))
        return self.select_related("parent").annotate(
            number=Count(
                "works", filter=Q(works__in=works.values("pk")), distinct=True
            ),
            told=ArraySubquery(
                own.values(one=JSONObject(locale="locale", text="text"))
            ),
        )


class WorkFileQuerySet(models.QuerySet):
    def open_to_everyone(self) -> "WorkFileQuerySet":
        """Files that a visitor may open: `can_open_files` as a condition."""
        over = Q(work__access="embargo", work__embargo_until__lte=timezone.localdate())
        return self.filter(Q(work__access="open") | over, work__withdrawn_at=None)

    def with_text(self) -> "WorkFileQuerySet":
        """Files whose text was read and is still that of the document."""
        return self.filter(text_state="done", sha256=F("document__sha256"))

    def to_read(self) -> "WorkFileQuerySet":
        """Files that wait, and files whose document was replaced since."""
        changed = ~Q(sha256=F("document__sha256"))
        return self.filter(Q(text_state="pending") | changed)


def searchable_text(work: Any) -> dict[str, str]:
    """Folded text of the files of a work that everyone may open, by language.

    The language is that of the file, else the only one of the work, else ''. Two files in
    one language are joined.
    """
    only = work.languages[0] if len(work.languages) == 1 else ""
    found: dict[str, list[str]] = {}
    readable = work.files.model.objects.filter(work=work).open_to_everyone().with_text()
    for locale, text in readable.order_by("pk").values_list("locale", "text"):
        found.setdefault(locale or only, []).append(fold_document(text))
    return {locale: " ".join(texts) for locale, texts in found.items()}


class WorkQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> "WorkQuerySet":
        """Works that are not withdrawn and have a page which this user may open."""
        return self.filter(Exists(self._pages_of(user)), withdrawn_at=None)

    def with_creators(self) -> "WorkQuerySet":
        """What a card shows of the record."""
        return self.prefetch_related("contributors")

    def with_record(self) -> "WorkQuerySet":
        """Everything that a list shows, in a fixed number of queries."""
        return self.prefetch_related("titles", "contributors", "subjects__labels")

    def with_whole_record(self) -> "WorkQuerySet":
        return self.with_record().prefetch_related(
            "abstracts", "files__document", "relations__other__titles"
        )

    def with_citation(self) -> "WorkQuerySet":
        """What citations and exports are made of."""
        return self.with_record().prefetch_related("abstracts")

    def _pages_of(self, user: Viewer) -> ContentQuerySet:
        # Asked of the registry: the models of this app import this module.
        pages: ContentQuerySet = apps.get_model(
            "library", "LibraryItemPage"
        ).objects.all()
        return pages.visible_to(user).filter(work=OuterRef("pk"))
