"""Lists, and the endpoints that know pages of all kinds: locales, tree, resolve, pages."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from wagtail.models import Page, Site

from cms.core.addresses import addresses
from cms.core.api import parameters
from cms.core.api.envelope import Envelope, api_type_of, envelopes
from cms.core.api.problems import invalid
from cms.core.api.schema import LOCALE, PATH, list_of, list_parameters
from cms.core.api.serializers import (
    LocaleSerializer,
    PageSerializer,
    ResolvedSerializer,
    TreeNodeSerializer,
)
from cms.core.languages import CODES, NAMES
from cms.core.models import BasePage
from cms.core.paging import page_of
from cms.core.querysets import best_pages, hidden_from


class ContentEndpoint(APIView):
    """A public read. Knows its parameters; an unknown one is a 400 that names them."""

    http_method_names = ["get", "head", "options"]
    parameters: ClassVar[tuple[str, ...]] = ("locale",)
    locale: str

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        parameters.refuse_unknown(request, self.parameters)
        self.locale = parameters.asked_locale(request, settings.LANGUAGE_CODE)


class ListEndpoint(ContentEndpoint, ABC):
    """A list: filters, orders, keyset pages, and the total of distinct things."""

    filterset: ClassVar[type | None] = None
    orders: ClassVar[dict[str, tuple[str, ...]]] = {}
    # Names of parameters besides those of all lists and of the filters.
    extra: ClassVar[tuple[str, ...]] = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        filters = self.filterset.base_filters if self.filterset else {}
        self.parameters = (*parameters.LIST_PARAMETERS, *filters, *self.extra)
        super().initial(request, *args, **kwargs)

    @abstractmethod
    def queryset(self, request: Request) -> Any:
        """What this user may see, before any filter."""

    def narrowed(self, queryset: Any) -> Any:
        """Applied after the filters: the choice of one language version, annotations."""
        return queryset

    @abstractmethod
    def items(self, rows: list[Any], request: Request) -> list[dict]:
        """What the answer shows of the rows of one page."""

    def get(self, request: Request) -> Response:
        limit = parameters.asked_limit(request)
        order = parameters.asked_order(request, self.orders)
        found = self.queryset(request)
        if self.filterset:
            screen = self.filterset(request.query_params, found, request=request)
            found = parameters.valid_or_problem(screen)
        found = self.narrowed(found)
        try:
            page = page_of(found, order, request.query_params.get("cursor", ""), limit)
        except ValidationError as wrong:
            raise parameters.cursor_problem(wrong) from wrong
        with translation.override(self.locale):
            items = self.items(page.rows, request)
        body = {
            "total": found.order_by().count(),
            "next": page.next or None,
            "previous": page.previous or None,
            "items": items,
        }
        return Response(body)


class LocaleList(ContentEndpoint):
    parameters: ClassVar[tuple[str, ...]] = ()

    @extend_schema(operation_id="locales_list", responses=LocaleSerializer(many=True))
    def get(self, request: Request) -> Response:
        """The languages of the site and the order in which missing texts are replaced."""
        return Response(
            {
                "code": code,
                "name": NAMES[code],
                "is_default": code == settings.LANGUAGE_CODE,
                "fallbacks": list(settings.CONTENT_FALLBACKS[code]),
                "home": f"/{code}/",
            }
            for code in CODES
        )


class Tree(ListEndpoint):
    orders: ClassVar[dict[str, tuple[str, ...]]] = {"tree": ("path",)}
    extra = ("parent",)

    def queryset(self, request: Request) -> Any:
        visible = Page.objects.live().filter(~hidden_from(request.user), alias_of=None)
        inside = Q(pk__in=[])
        for path in parent_paths(visible, request.query_params.get("parent", "")):
            inside |= Q(path__startswith=path, depth=len(path) // Page.steplen + 1)
        return visible.filter(inside)

    def narrowed(self, queryset: Any) -> Any:
        return Page.objects.filter(pk__in=best_pages(queryset, self.locale))

    def items(self, rows: list[Page], request: Request) -> list[dict]:
        found = envelopes(rows, self.locale, request.user)
        return [
            {**found[page.pk], "has_children": page.numchild > 0}
            for page in rows
            if page.pk in found
        ]

    @extend_schema(
        operation_id="tree_list",
        parameters=list_parameters(orders, extra=extra),
        responses=list_of(TreeNodeSerializer),
    )
    def get(self, request: Request) -> Response:
        """Pages below a page (`parent`, a key), below the home page unless told otherwise."""
        return super().get(request)


class Resolve(ContentEndpoint):
    parameters: ClassVar[tuple[str, ...]] = ("path",)

    @extend_schema(
        operation_id="resolve", parameters=[PATH], responses=ResolvedSerializer
    )
    def get(self, request: Request) -> Response:
        """What stands at an address of the site: its key, type and language."""
        path = request.query_params.get("path", "")
        code, _slash, rest = path.strip("/").partition("/")
        if not path.startswith("/") or code not in CODES:
            message = _("Give a path that begins with a language, such as /en/.")
            raise invalid("path", message)
        page = page_at(request, code, rest)
        here = addresses([page], request.user, [code])[page.pk].get(code)
        if here is None:
            raise Http404
        return Response(
            {
                "key": str(page.translation_key),
                "type": api_type_of(page),
                "path": here.path,
                "locale": here.locale,
                "requested_locale": code,
                "is_fallback": here.locale != code,
            }
        )


class PageDetail(ContentEndpoint):
    @extend_schema(
        operation_id="pages_retrieve", parameters=[LOCALE], responses=PageSerializer
    )
    def get(self, request: Request, key: str) -> Response:
        """One page of any type, in the requested language or the best other one."""
        return Response(page_representation(request, key, self.locale))


def parent_paths(visible: Any, key: str) -> list[str]:
    """Tree paths of all language versions of the parent; of the homes when none is asked."""
    if not key:
        return list(visible.filter(depth=2).values_list("path", flat=True))
    try:
        paths = list(visible.filter(translation_key=key).values_list("path", flat=True))
    except ValidationError as wrong:
        raise invalid("parent", wrong.messages[0]) from wrong
    if not paths:
        raise Http404
    return paths


def page_at(request: Request, code: str, rest: str) -> Page:
    """The page that a reader meets at this address; Http404 when there is none."""
    site = Site.find_for_request(request._request)
    if site is None:
        raise Http404
    with translation.override(code):
        root = site.root_page.localized.specific
        components = [part for part in rest.split("/") if part]
        page, args, _kwargs = root.route(request._request, components)
    # A page with routes of its own gives (view, …); what is behind them is no page.
    own_screen = not args or args[0] == getattr(page, "index_route", None)
    is_public = (
        Page.objects.live().filter(~hidden_from(request.user), pk=page.pk).exists()
    )
    if not own_screen or not is_public:
        raise Http404
    return page


def page_representation(request: Request, key: str, code: str) -> Envelope:
    visible = Page.objects.live().filter(
        ~hidden_from(request.user), translation_key=key
    )
    base = Page.objects.filter(
        pk__in=best_pages(visible.filter(alias_of=None), code)
    ).first()
    page = base.specific if base else None
    if not isinstance(page, BasePage):
        raise Http404
    envelope = envelopes([page], code, request.user).get(page.pk)
    if envelope is None:
        raise Http404
    # Links and references point into the language of the text that holds them.
    with translation.override(page.locale.language_code):
        body = page.body_value
        blocks = body.stream_block.get_api_representation(body) if body else []
        return {**envelope, "content": page.api_detail(), "body": blocks}
