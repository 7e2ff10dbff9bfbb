"""The page under which the works stand."""

from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail_localize.fields import TranslatableField

from cms.core.models import BasePage


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
