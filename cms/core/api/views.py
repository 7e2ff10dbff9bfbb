"""The endpoints that know pages of all kinds: locales, tree, resolve, pages."""

from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.models import Page, Site

from cms.core.api import answers
from cms.core.api.expansions import related_in_content
from cms.core.api.lists import ContentEndpoint, ListEndpoint
from cms.core.api.parameters import ITEM_PARAMETERS as DETAIL_PARAMETERS
from cms.core.api.problems import invalid
from cms.core.api.schema import (
    ITEM_PARAMETERS,
    PATH,
    expand_parameter,
    list_of,
    list_parameters,
)
from cms.core.api.serializers import (
    LocaleSerializer,
    PageSerializer,
    ResolvedSerializer,
    TreeNodeSerializer,
)
from cms.core.languages import CODES, NAMES
from cms.core.rows.reads import Found, Rows

HOME = "home"


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
    orders: ClassVar[dict[str, str]] = {"tree": "tree"}
    expansions = ("body",)
    extra = ("parent",)
    with_children: set[UUID]

    def found(self, request: Request) -> Rows:
        parent = self.parent(request.query_params.get("parent", ""))
        return self.rows().below(parent)

    def parent(self, text: str) -> UUID:
        if not text:
            home = self.rows().of_type(HOME).one()
            if home is None:
                raise Http404
            return home.key
        try:
            key = UUID(text)
        except ValueError as wrong:
            message = _("“%(value)s” is not a valid UUID.") % {"value": text}
            raise invalid("parent", message) from wrong
        if self.rows().where("key = %s", key).one() is None:
            raise Http404
        return key

    def prepare(self, rows: list[Found]) -> None:
        self.with_children = self.rows().parents_among([row.key for row in rows])

    def fragments(self, found: Found) -> tuple[str, ...]:
        has_children = found.key in self.with_children
        return (f'"has_children":{str(has_children).lower()}',)

    @extend_schema(
        operation_id="tree_list",
        parameters=list_parameters(orders, extra=extra, expansions=expansions),
        responses=list_of(TreeNodeSerializer),
    )
    def get(self, request: Request) -> HttpResponse:
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
        rows = Rows(code, self.circles)
        address = f"/{code}/{rest.strip('/')}/" if rest.strip("/") else f"/{code}/"
        found = rows.where("path = %s", address).one()
        if found is None:
            key = key_at(request, code, rest)
            found = rows.where("key = %s", key).one()
        if found is None:
            raise Http404
        return Response(
            {
                "key": str(found.key),
                "type": found.type,
                "path": found.path,
                "locale": found.text_locale,
                "requested_locale": code,
                "is_fallback": found.text_locale != code,
            }
        )


class PageDetail(ContentEndpoint):
    parameters: ClassVar[tuple[str, ...]] = DETAIL_PARAMETERS
    expansions = ("related",)

    @extend_schema(
        operation_id="pages_retrieve",
        parameters=[*ITEM_PARAMETERS, expand_parameter(expansions)],
        responses=PageSerializer,
    )
    def get(self, request: Request, key: UUID) -> HttpResponse:
        """One page of any type, in the requested language or the best other one."""
        return one_answer(self, request, key, "content")

    def expand(self, request: Request, rows: list[Found]) -> list[Found]:
        if "related" not in self.expanded:
            return rows
        return related_in_content(self, rows)


def one_answer(
    endpoint: ContentEndpoint,
    request: Request,
    key: UUID,
    text: str,
    types: tuple[str, ...] = (),
    kind: str = "",
) -> HttpResponse:
    """The answer about one thing: 404 when these readers have none, 304 when unchanged.

    `text` names the fragment besides envelope and body: 'content', or 'whole', which
    comes with the card of lists.
    """
    unchanged = endpoint.unchanged(request)
    if unchanged is not None:
        return unchanged
    rows = endpoint.rows().where("key = %s", key)
    found = (rows.of_type(*types) if types else rows).one(text)
    if found is None:
        raise Http404
    (found,) = endpoint.expand(request, [found])
    body = answers.item(
        found,
        kind or found.type,
        *([found.card] if text == "whole" else []),
        found.text,
        f'"body":{found.body}',
        fields=endpoint.fields,
        asked=endpoint.asked(),
    )
    tag = endpoint.tag(request, found.content_version)
    return answers.raw(body, tag, endpoint.circles)


def key_at(request: Request, code: str, rest: str) -> UUID:
    """Key of the page that a reader meets at an address which is not its own.

    Such an address leads on by a redirect, so it resolves too. Http404 when there is
    nothing.
    """
    site = Site.find_for_request(request._request)
    if site is None:
        raise Http404
    with translation.override(code):
        root = site.root_page.localized.specific
        components = [part for part in rest.split("/") if part]
        page, args, _kwargs = root.route(request._request, components)
    # A page with routes of its own gives (view, …); what is behind them is no page.
    if args and args[0] != getattr(page, "index_route", None):
        raise Http404
    key: UUID = Page.objects.values_list("translation_key", flat=True).get(pk=page.pk)
    return key
