"""The page that all our page types are built on."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.url_routing import RouteResult

from cms.core.addresses import Address, addresses, languages_of
from cms.core.folding import fold_document
from cms.core.languages import chain, current
from cms.core.models.forms import BasePageForm
from cms.core.querysets import ContentQuerySet, Viewer, hidden_from
from cms.core.rows.projection import Spot
from cms.core.rows.refresh import thing, together, touch
from cms.core.text import plain_text

SECTION_DEPTH = 3  # root, a home for each language, the sections
# What saving a draft writes.
DRAFT_FIELDS = {
    "draft_title",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "locked",
    "locked_at",
    "locked_by",
}


def _children_elsewhere(parent: Page, slug: str) -> PageQuerySet:
    """Pages with this slug below the other language versions of `parent`."""
    inside = Q(pk__in=[])
    for path in parent.get_translations().values_list("path", flat=True):
        inside |= Q(path__startswith=path)
    return Page.objects.filter(inside, slug=slug, depth=parent.depth + 1)


class BasePage(Page):
    """Abstract. A page whose reader is served in the best language that there is."""

    folded = models.TextField(editable=False, blank=True, default="")

    objects = PageManager.from_queryset(ContentQuerySet)()
    base_form_class = BasePageForm

    # Names of the fields whose text the simple search looks through.
    searched_fields: ClassVar[tuple[str, ...]] = ("title",)
    # Fields that say the same in all languages: the source's value is copied on publish.
    shared_fields: ClassVar[tuple[str, ...]] = ()
    # What the API calls this kind of page, and the name of its StreamField.
    api_type: ClassVar[str] = "page"
    api_body: ClassVar[str] = "body"
    # The field that tells in a sentence what the page is about.
    teaser_field: ClassVar[str] = "lead"
    # Dotted name of `(page, request) -> dict`, which adds what the screen shows, and the
    # template of the part that htmx swaps. Names, because models do not import views.
    screen: ClassVar[str] = ""
    fragment: ClassVar[str] = ""
    # The page's row of the read model, for a screen that was reached by it.
    row: ClassVar[Any] = None
    # Permissions whose holders are told more of such a page ('library.change_work').
    row_permissions: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True
        verbose_name = _("page")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold_document(self.own_text())
        names = kwargs.get("update_fields")
        if names is not None:
            kwargs["update_fields"] = {*names, "folded"}
        with together():
            super().save(*args, **kwargs)
            # A draft changes nothing that the public reads.
            if names is None or not set(names) <= DRAFT_FIELDS:
                touch(thing(self.translation_key))

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with together():
            return super().delete(*args, **kwargs)

    def own_text(self) -> str:
        """The page's text without markup, for search."""
        return " ".join(plain_text(self, name) for name in self.searched_fields)

    @staticmethod
    def _slug_is_available(
        slug: str, parent_page: Page | None, page: Page | None = None
    ) -> bool:
        """Taken is also what another thing has below the parent in another language.

        Both would have the same address for readers of a language that lacks both.
        """
        if not Page._slug_is_available(slug, parent_page, page):
            return False
        if parent_page is None:
            return True
        others = _children_elsewhere(parent_page, slug)
        if page:
            others = others.exclude(translation_key=page.translation_key)
        return not others.exists()

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        try:
            return super().route(request, path_components)
        except Http404:
            if not path_components:
                raise
            slug, *rest = path_components
            return self._child_elsewhere(slug, request.user).specific.route(
                request, rest
            )

    def _child_elsewhere(self, slug: str, user: Viewer) -> Page:
        """A live child of this page's other language versions, best language first.

        One that the user may not open is taken last: it leads to the login.
        """
        children = _children_elsewhere(self, slug).live().select_related("locale")
        order = chain(self.locale.language_code)
        found = sorted(
            children, key=lambda child: order.index(child.locale.language_code)
        )
        if len(found) > 1:
            hidden = set(
                children.filter(hidden_from(user)).values_list("pk", flat=True)
            )
            found.sort(key=lambda child: child.pk in hidden)
        if not found:
            raise Http404
        return found[0]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        here = self.reader_address(request)
        if here and here.locale != self.locale.language_code:
            # The address of a text that the reader has in a better language.
            return HttpResponseRedirect(here.path)
        response = super().serve(request, *args, **kwargs)
        if self.fragment:
            # A cache must not hand out the part as the whole.
            patch_vary_headers(response, ["HX-Request", "HX-Boosted"])
        return response

    def reader_address(self, request: HttpRequest) -> Address | None:
        return self.all_addresses(request).get(current())

    def all_addresses(self, request: HttpRequest) -> dict[str, Address]:
        """Address for readers of each language; asked once for each request."""
        cache = request.__dict__.setdefault("_page_addresses", {})
        if self.pk not in cache:
            cache[self.pk] = addresses([self], request.user).get(self.pk, {})
        return cache[self.pk]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        places = self.all_addresses(request)
        context |= languages_of(self.locale.language_code, places)
        if self.screen:
            context |= import_string(self.screen)(self, request)
        return context

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        htmx = getattr(request, "htmx", None)
        if self.fragment and htmx and not htmx.boosted:
            return self.fragment
        return super().get_template(request, *args, **kwargs)

    @property
    def teaser(self) -> str:
        """A sentence or two about the page, for search engines and shared links."""
        return self.search_description or getattr(self, self.teaser_field, "")

    # What a page tells the read model (`cms.core.rows`) -----------------------------

    @classmethod
    def for_rows(cls, pages: PageQuerySet) -> PageQuerySet:
        """The pages with everything that their rows need, in a fixed number of queries."""
        return pages

    @property
    def is_listed(self) -> bool:
        """False keeps a live page from all readers."""
        return True

    @property
    def row_number(self) -> int:
        """Tells things apart that are sorted as equal; the later one has the larger."""
        return int(self.pk)

    @property
    def row_sort(self) -> int:
        """What lists of this type are sorted by, the largest being the newest."""
        return 0

    def row_sort_title(self, code: str) -> str:
        return self.title.lower()

    @property
    def row_updated(self) -> datetime | None:
        """When what is told of the thing last changed."""
        updated: datetime | None = self.last_published_at
        return updated

    @property
    def row_pinned_until(self) -> date | None:
        return None

    @property
    def row_stale_on(self) -> date | None:
        """The first day on which the row says something else."""
        return None

    def row_circles(self) -> set[str]:
        """Circles of readers, besides restricted pages', that are told something else."""
        return set()

    def row_facets(self, spot: Spot) -> set[str]:
        """'name:value' for each filter that finds the thing."""
        return set()

    @property
    def row_related(self) -> list[UUID]:
        """Keys of the things that editors chose to follow this one, in their order."""
        return []

    @property
    def row_menus(self) -> set[str]:
        """The menus of every screen that the page stands in: 'menu:main'."""
        is_section = self.show_in_menus and self.depth == SECTION_DEPTH
        return {"menu:main"} if is_section else set()

    def row_words(self) -> str:
        """The folded text by which search finds the thing."""
        return self.folded

    def list_content(self, spot: Spot) -> dict[str, Any]:
        """What a list of the API shows of the thing besides the envelope."""
        return self.api_content()

    def whole_content(self, spot: Spot) -> dict[str, Any]:
        """What the thing's own endpoint shows besides the list's, if it has one."""
        return {}

    def api_content(self) -> dict[str, Any]:
        """What the API shows of this type of page besides the envelope and the body."""
        return {}

    def api_detail(self) -> dict[str, Any]:
        """The same for the page alone, with what would be too dear in a list."""
        return self.api_content()

    @property
    def body_value(self) -> Any:
        """The StreamField value of the page, or None where it has none."""
        field = next((f for f in self._meta.fields if f.name == self.api_body), None)
        return getattr(self, self.api_body) if isinstance(field, StreamField) else None
