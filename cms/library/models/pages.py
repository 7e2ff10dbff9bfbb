"""The pages of the library: the index and one page for each work and language."""

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.core.blocks import BodyBlock
from cms.core.models import BasePage
from cms.core.renditions import image_representation


class LibraryIndexPage(RoutablePageMixin, BasePage):
    lead = models.TextField(_("introduction"), blank=True, max_length=600)

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["library.LibraryItemPage"]
    max_count_per_parent = 1
    template = "library/work_list.html"
    fragment = "library/_work_results.html"
    screen = "cms.library.views.work_list"
    api_type = "library"
    searched_fields = ("title", "lead")
    translatable_fields = [
        TranslatableField(name)
        for name in ("title", "slug", "seo_title", "search_description", "lead")
    ]

    class Meta:
        verbose_name = _("library")
        verbose_name_plural = _("libraries")

    def api_content(self):
        return {"lead": self.lead}

    @path("")
    def index_route(self, request):
        # The mixin's own would pass by the redirect and the headers of `serve`.
        return BasePage.serve(self, request)

    @path("feed/")
    def feed(self, request):
        return import_string("cms.library.feeds.atom_feed")(self, request)

    @path("feed.json/")
    def json_feed(self, request):
        return import_string("cms.library.feeds.json_feed")(self, request)


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
