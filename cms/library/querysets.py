"""Reads of works and subjects."""

from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cms.core.folding import query_words
from cms.core.querysets import ContentQuerySet, Viewer


class SubjectQuerySet(models.QuerySet):
    def with_labels(self) -> "SubjectQuerySet":
        return self.prefetch_related("labels")

    def with_descendants(self, code: str) -> list[int]:
        """Ids of the subject with this code and of all below it (one query)."""
        rows = list(self.values_list("pk", "parent_id", "code"))
        found = {pk for pk, _parent, own in rows if own == code}
        grown = True
        while grown:
            below = {pk for pk, parent, _code in rows if parent in found} - found
            grown = bool(below)
            found |= below
        return sorted(found)


class WorkQuerySet(models.QuerySet):
    def visible_to(self, user: Viewer) -> "WorkQuerySet":
        """Works that are not withdrawn and have a page which this user may open."""
        return self.filter(Exists(self._pages_of(user)), withdrawn_at=None)

    def in_language(self, code: str, user: Viewer) -> "WorkQuerySet":
        """Works with a page in this language."""
        pages = self._pages_of(user).filter(locale__language_code=code)
        return self.filter(Exists(pages))

    def matching(self, text: str, user: Viewer) -> "WorkQuerySet":
        """Works of which one page, in any language, holds every word of the query."""
        found = self
        words = query_words(text)
        if words:
            pages = self._pages_of(user)
            for word in words:
                pages = pages.filter(folded__contains=word)
            found = found.filter(Exists(pages))
        return found

    def with_contributor(self, name: str) -> "WorkQuerySet":
        """Works with a person or organisation whose name holds every word of `name`."""
        people = apps.get_model("library", "WorkContributor").objects.all()
        for word in query_words(name):
            people = people.filter(folded__contains=word)
        return self.filter(Exists(people.filter(work=OuterRef("pk"))))

    def updated_since(self, moment: datetime, user: Viewer) -> "WorkQuerySet":
        """Works whose record, or a page of which, changed at this moment or later."""
        pages = self._pages_of(user).filter(last_published_at__gte=moment)
        return self.filter(Q(updated_at__gte=moment) | Q(Exists(pages)))

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
