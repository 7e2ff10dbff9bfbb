"""The library in the editors' admin."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.library.exchange.admin import ImportView
from cms.library.forms import WorkForm
from cms.library.models import LibraryItemPage, Subject, Work
from cms.library.permissions import can_add_works, can_open_files

ONE_EACH = len(settings.LANGUAGES)


class ReadingPanel(FieldPanel):
    """How far the text of a file is, in words."""

    class BoundPanel(FieldPanel.BoundPanel):
        @property
        def value_from_instance(self):
            return self.instance.reading


class WorkViewSet(SnippetViewSet):
    model = Work
    icon = "openquote"
    menu_label = gettext_lazy("Works")
    list_display = ["__str__", "kind", "year", "access"]
    list_filter = ["kind", "access"]
    search_fields = ["titles__text"]
    ordering = ["-year", "-id"]
    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("languages")]),
        InlinePanel("titles", label=gettext_lazy("Title"), min_num=1),
        InlinePanel("abstracts", label=gettext_lazy("Abstract")),
        InlinePanel("contributors", label=gettext_lazy("Contributor")),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("year"), FieldPanel("month"), FieldPanel("day")]
                ),
                FieldPanel("circa"),
            ],
            heading=gettext_lazy("Issued"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("publisher"), FieldPanel("place")]),
                FieldPanel("container"),
                FieldRowPanel(
                    [FieldPanel("volume"), FieldPanel("issue"), FieldPanel("pages")]
                ),
                FieldPanel("edition"),
            ],
            heading=gettext_lazy("Published by and in"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("isbn"), FieldPanel("issn")]),
                FieldRowPanel([FieldPanel("doi"), FieldPanel("url")]),
            ],
            heading=gettext_lazy("Identifiers"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("access"), FieldPanel("embargo_until")]),
                FieldRowPanel([FieldPanel("licence"), FieldPanel("rights")]),
            ],
            heading=gettext_lazy("Access and rights"),
        ),
        FieldPanel("subjects"),
        InlinePanel(
            "files",
            panels=[
                FieldPanel("document"),
                FieldPanel("locale"),
                ReadingPanel("text_state", read_only=True),
            ],
            label=gettext_lazy("File"),
        ),
        InlinePanel("relations", label=gettext_lazy("Relation to another work")),
    ]

    def get_edit_handler(self):
        handler = ObjectList(self.panels, base_form_class=WorkForm)
        return handler.bind_to_model(self.model)


class SubjectViewSet(SnippetViewSet):
    model = Subject
    icon = "tag"
    menu_label = gettext_lazy("Subjects")
    list_display = ["__str__", "code", "parent"]


class ImportMenuItem(MenuItem):
    def is_shown(self, request):
        return can_add_works(request.user)


class LibraryViewSetGroup(SnippetViewSetGroup):
    menu_label = gettext_lazy("Library")
    menu_icon = "openquote"
    menu_order = 250
    items = (WorkViewSet, SubjectViewSet)

    def get_submenu_items(self):
        title = gettext_lazy("Import works")
        entry = ImportMenuItem(
            title, reverse("library_import"), icon_name="upload", order=900
        )
        return [*super().get_submenu_items(), entry]


register_snippet(LibraryViewSetGroup)


@hooks.register("register_admin_urls")
def import_address():
    return [path("library/import/", ImportView.as_view(), name="library_import")]


@hooks.register("before_serve_document")
def files_follow_the_access_of_their_work(document, request):
    """A file of works is served to those who may open the files of one of them."""
    works = Work.objects.filter(files__document=document)
    if works and not any(can_open_files(request.user, work) for work in works):
        raise Http404


@hooks.register("before_copy_page")
def refuse_copies_of_library_items(request, page):
    """A copy would be a second page for the same work in the same language."""
    if page.specific_class is not LibraryItemPage:
        return None
    messages.error(
        request, _("A library item cannot be copied: each work has one page.")
    )
    return redirect(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
