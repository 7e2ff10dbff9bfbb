"""The page of a work in one language."""

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.core.blocks import BodyBlock
from cms.core.depends import note
from cms.core.folding import fold_document
from cms.core.models import BasePage
from cms.core.renditions import image_representation
from cms.core.rows.circles import LOGIN, permission
from cms.library.models.subjects import Subject
from cms.library.models.works import NO_YEAR, Work
from cms.library.querysets import searchable_text
from cms.library.representation import broader, long_record, short_record

# Who keeps the records sees the files of every work.
KEEPS_RECORDS = "library.change_work"


class LibraryItemPage(BasePage):
    work = models.ForeignKey(
        "library.Work",
        verbose_name=_("work"),
        related_name="item_pages",
        on_delete=models.PROTECT,
    )
    summary = models.TextField(_("summary"), max_length=500)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    why = models.TextField(_("why it matters"), blank=True, max_length=600)
    image = models.ForeignKey(
        "core.SiteImage",
        verbose_name=_("image"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("work"),
        FieldPanel("image"),
        MultiFieldPanel(
            [FieldPanel("summary"), FieldPanel("why")], heading=_("In short")
        ),
        FieldPanel("body"),
    ]
    parent_page_types = ["library.LibraryIndexPage"]
    subpage_types: list[str] = []
    template = "library/work_detail.html"
    screen = "cms.library.views.work_detail"
    api_type = "library-item"
    row_permissions = (KEEPS_RECORDS,)
    teaser_field = "summary"
    searched_fields = ("title", "summary", "why", "body")
    shared_fields = ("work_id", "image_id")
    translatable_fields = [
        *(
            TranslatableField(name)
            for name in (
                "title",
                "slug",
                "seo_title",
                "search_description",
                "summary",
                "why",
                "body",
            )
        ),
        SynchronizedField("work", overridable=False),
        SynchronizedField("image"),
    ]

    class Meta:
        verbose_name = _("library item")
        verbose_name_plural = _("library items")
        indexes = [
            GinIndex(
                fields=["folded"],
                opclasses=["gin_trgm_ops"],
                name="library_folded_words",
            )
        ]

    @classmethod
    def for_rows(cls, pages):
        subjects = Subject.objects.with_labels().select_related(
            "parent__parent__parent"
        )
        return pages.select_related("work", "image").prefetch_related(
            "image__renditions",
            "work__titles",
            "work__abstracts",
            "work__contributors",
            "work__files__document",
            "work__relations__other",
            Prefetch("work__subjects", subjects),
        )

    @property
    def is_listed(self):
        return self.work.withdrawn_at is None

    @property
    def row_number(self):
        return self.work_id

    @property
    def row_sort(self):
        """The date as a number, 19481210; works without a year come last."""
        work = self.work
        if work.year is None:
            return NO_YEAR * 10_000
        return work.year * 10_000 + (work.month or 0) * 100 + (work.day or 0)

    def row_sort_title(self, code):
        return self.work.title_in(code).lower() or self.title.lower()

    @property
    def row_stale_on(self):
        until = self.work.embargo_until
        if self.work.access != Work.Access.EMBARGO or until is None:
            return None
        return until if until > timezone.localdate() else None

    def row_circles(self):
        if self.work.access == Work.Access.OPEN or not self.work.files.all():
            return set()
        keepers = permission(KEEPS_RECORDS)
        members_only = self.work.access == Work.Access.MEMBERS
        return {keepers, LOGIN} if members_only else {keepers}

    def row_facets(self, spot):
        work = self.work
        subjects = {one for s in work.subjects.all() for one in broader(s)}
        return {
            f"type:{work.kind}",
            f"access:{work.access}",
            *([f"doi:{work.doi.lower()}"] if work.doi else []),
            *(f"subject:{subject.code}" for subject in subjects),
            *(
                f"by: {fold_document(str(person))}"[:300]
                for person in work.contributors.all()
            ),
            *(["file:yes"] if self._open_files(spot) else []),
        }

    def row_words(self):
        people = fold_document(" ".join(map(str, self.work.contributors.all())))
        titles = " ".join(title.text for title in self.work.titles.all())
        # Folded words hold no underscore, so that these are names and nothing else.
        names = " ".join(f"by_{word}" for word in people.split())
        files = searchable_text(self.work) if self.work.files.all() else {}
        return " ".join(
            [self.folded, fold_document(titles), people, names, *files.values()]
        )

    @property
    def row_updated(self):
        """Of the record or of the page, whichever changed last."""
        published = self.last_published_at
        return max(filter(None, [published, self.work.updated_at]), default=None)

    def list_content(self, spot):
        for subject in self.work.subjects.all():
            for one in broader(subject):
                note(f"subject:{one.pk}")
        return {"summary": self.summary, **short_record(self.work, spot.code)}

    def whole_content(self, spot):
        others = {r.other.uid: r for r in self.work.relations.all()}
        for uid in others:
            note(f"page:{uid}")
        titles = spot.titles_of(others)
        return {
            **long_record(self.work),
            "why": self.why,
            "relations": [
                {"relation": r.kind, "key": str(uid), "title": titles[uid]}
                for uid, r in others.items()
                if uid in titles
            ],
            "files": [
                {"title": f.document.title, "url": f.document.url, "locale": f.locale}
                for f in self._open_files(spot)
            ],
        }

    def _open_files(self, spot):
        for file in self.work.files.all():
            note(f"document:{file.document_id}")
        is_open = self.work.files_are_open(
            is_member=LOGIN in spot.circles,
            keeps_records=permission(KEEPS_RECORDS) in spot.circles,
        )
        return list(self.work.files.all()) if is_open else []

    def save(self, *args, **kwargs):
        # The key of the page is that of its work, so that both are one thing in the API.
        if self._state.adding and self.work_id:
            self.translation_key = self.work.uid
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.work_id and self.pk and self.translation_key != self.work.uid:
            message = _("A page stays with its work. Make a new page for another work.")
            raise ValidationError({"work": message})
        if self.work_id and self._twins().exists():
            message = _("There is a page for this work in this language.")
            raise ValidationError({"work": message})

    def _twins(self):
        twins = LibraryItemPage.objects.filter(work=self.work_id, locale=self.locale_id)
        return twins.exclude(pk=self.pk)

    def api_content(self):
        return {
            "summary": self.summary,
            "why": self.why,
            "work": str(self.work.uid),
            "image": image_representation(self.image, ""),
        }
