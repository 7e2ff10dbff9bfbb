"""News: an index by year and category, and the items."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.core.blocks import BodyBlock
from cms.core.models import BasePage
from cms.core.related import RelatedBlock, related_keys, related_references
from cms.core.renditions import image_representation

OWN_TEXTS = ("title", "slug", "seo_title", "search_description")


class NewsIndexPage(RoutablePageMixin, BasePage):
    lead = models.TextField(_("introduction"), blank=True, max_length=600)

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.NewsPage"]
    max_count_per_parent = 1
    template = "news/news_list.html"
    fragment = "news/_news_results.html"
    screen = "cms.news.views.news_list"
    api_type = "news-index"
    searched_fields = ("title", "lead")
    translatable_fields = [TranslatableField(name) for name in (*OWN_TEXTS, "lead")]

    class Meta:
        verbose_name = _("news index")
        verbose_name_plural = _("news indexes")

    def api_content(self):
        return {"lead": self.lead}

    @path("")
    def index_route(self, request):
        # The mixin's own would pass by the redirect and the headers of `serve`.
        return BasePage.serve(self, request)

    @path("feed/")
    def feed(self, request):
        return import_string("cms.news.feeds.atom_feed")(self, request)

    @path("feed.json/")
    def json_feed(self, request):
        return import_string("cms.news.feeds.json_feed")(self, request)


def today():
    return timezone.localdate()


class NewsPage(BasePage):
    class Category(models.TextChoices):
        ORGANISATION = "organisation", _("Organisation")
        SKILLS = "skills", _("Skills transfer")
        SPACES = "spaces", _("Co-working")
        RETURNING = "returning", _("Returning and visiting")
        COMMUNITY = "community", _("Community")

    date = models.DateField(_("date"), default=today, db_index=True)
    category = models.CharField(
        _("category"),
        max_length=14,
        choices=Category.choices,
        default=Category.ORGANISATION,
    )
    lead = models.TextField(_("lead"), max_length=500)
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("image"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    image_alt = models.CharField(
        _("what the image shows"),
        max_length=255,
        blank=True,
        help_text=_("Read aloud to people who cannot see it."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    related = StreamField(
        RelatedBlock(), verbose_name=_("see also"), blank=True, max_num=8
    )
    source_name = models.CharField(_("source"), max_length=255, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    correction = models.TextField(
        _("correction"),
        blank=True,
        help_text=_("Say openly what was wrong and when it was mended."),
    )
    pinned_until = models.DateField(_("pinned until"), null=True, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel(
            [FieldPanel("date"), FieldPanel("category"), FieldPanel("pinned_until")]
        ),
        FieldPanel("lead"),
        MultiFieldPanel(
            [FieldPanel("image"), FieldPanel("image_alt")], heading=_("Image")
        ),
        FieldPanel("body"),
        FieldPanel("related"),
        MultiFieldPanel(
            [
                FieldPanel("source_name"),
                FieldPanel("source_url"),
                FieldPanel("correction"),
            ],
            heading=_("Source and correction"),
            classname="collapsed",
        ),
    ]
    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "news/news_detail.html"
    screen = "cms.news.views.news_detail"
    api_type = "news"
    searched_fields = ("title", "lead", "body")
    shared_fields = (
        "date",
        "category",
        "image_id",
        "source_name",
        "source_url",
        "pinned_until",
        "related",
    )
    translatable_fields = [
        *(
            TranslatableField(name)
            for name in (*OWN_TEXTS, "lead", "image_alt", "body", "correction")
        ),
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "date",
                "category",
                "source_name",
                "source_url",
                "pinned_until",
                "related",
            )
        ),
        SynchronizedField("image"),
    ]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        indexes = [
            GinIndex(
                fields=["folded"], opclasses=["gin_trgm_ops"], name="news_folded_words"
            )
        ]

    @classmethod
    def for_rows(cls, pages):
        return pages.select_related("image").prefetch_related("image__renditions")

    @property
    def row_sort(self):
        """The date as a number, 20260504."""
        return self.date.year * 10_000 + self.date.month * 100 + self.date.day

    @property
    def row_pinned_until(self):
        return self.pinned_until

    @property
    def row_related(self):
        return related_keys(self.related)

    def row_facets(self, spot):
        return {f"category:{self.category}"}

    def clean(self):
        super().clean()
        if self.image_id and not self.image_alt:
            raise ValidationError({"image_alt": _("Say what the image shows.")})

    def api_content(self):
        return {
            "date": self.date,
            "category": self.category,
            "lead": self.lead,
            "image": image_representation(self.image, self.image_alt),
            "source": {"name": self.source_name, "url": self.source_url},
            "correction": self.correction,
            "pinned_until": self.pinned_until,
        }

    def api_detail(self):
        return {**self.api_content(), "related": related_references(self.related)}
