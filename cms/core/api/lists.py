"""Lists of the API, answered from the read model."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django_filters import FilterSet
from rest_framework.request import Request
from rest_framework.views import APIView

from cms.core.api import answers, parameters
from cms.core.api.expansions import related_in_lists
from cms.core.api.negotiation import Negotiation
from cms.core.paging import PageOfRows, page_through
from cms.core.rows.circles import Circles, circles_of_request
from cms.core.rows.reads import ORDERS, Found, Rows, content_version
from cms.core.rows.totals import total_of

Condition = Callable[[Rows, Any], Rows]


class ContentEndpoint(APIView):
    """A public read. Knows its parameters; an unknown one is a 400 that names them."""

    http_method_names = ["get", "head", "options"]
    content_negotiation_class = Negotiation
    parameters: tuple[str, ...] = ("locale",)
    # What `expand` may name here.
    expansions: ClassVar[tuple[str, ...]] = ()
    locale: str
    fallbacks: tuple[str, ...] | None
    fields: frozenset[str]
    expanded: frozenset[str]
    circles: Circles

    def perform_authentication(self, request: Request) -> None:
        """Nobody is asked who they are before a read needs to know it."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        parameters.refuse_unknown(request, self.parameters)
        self.locale = parameters.asked_locale(request, settings.LANGUAGE_CODE)
        self.fallbacks = parameters.asked_fallbacks(request, self.locale)
        self.fields = parameters.asked_fields(request)
        self.expanded = parameters.asked_expansions(request, self.expansions)
        self.circles = circles_of_request(request._request)

    def rows(self) -> Rows:
        return Rows(self.locale, self.circles, self.fallbacks)

    def tag(self, request: Request, version: int) -> str:
        """The same address, asked by the same circles, at the same version of content.

        Each representation of it has a tag of its own.
        """
        address = request._request.get_full_path()
        asked = request.accepted_media_type
        return answers.etag(
            settings.SITE_URL, address, asked, version, *sorted(self.circles)
        )

    def unchanged(self, request: Request) -> HttpResponse | None:
        """304 when the asker has the answer of this version already; asked first."""
        if "HTTP_IF_NONE_MATCH" not in request.META:
            return None
        tag = self.tag(request, content_version())
        return answers.not_modified(request._request, tag, self.circles)

    def expand(self, request: Request, rows: list[Found]) -> list[Found]:
        """The rows with what `expand` asked for, at once for all of them."""
        return rows

    def asked(self) -> str:
        """The language to tell as requested, where the reader chose the chain."""
        return "" if self.fallbacks is None else self.locale


class ListEndpoint(ContentEndpoint):
    """A list: filters, orders, keyset pages, and the total of distinct things."""

    types: ClassVar[tuple[str, ...]] = ()
    # What the API calls the things, where that is not the type of their pages.
    kind: ClassVar[str] = ""
    filterset: ClassVar[type[FilterSet] | None] = None
    conditions: ClassVar[dict[str, Condition]] = {}
    # Name in the API → name in `ORDERS`; the first is the default.
    orders: ClassVar[dict[str, str]] = {}
    # The fragment that an expansion is made from.
    texts: ClassVar[dict[str, str]] = {"body": "content", "related": "content"}
    # Names of parameters besides those of all lists and of the filters.
    extra: ClassVar[tuple[str, ...]] = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        filters = self.filterset.base_filters if self.filterset else {}
        self.parameters = (*parameters.LIST_PARAMETERS, *filters, *self.extra)
        super().initial(request, *args, **kwargs)

    def found(self, request: Request) -> Rows:
        """The rows of the list, narrowed by what was asked for."""
        rows = self.rows()
        if self.types:
            rows = rows.of_type(*self.types)
        if self.filterset:
            asked = parameters.asked_filters(request, self.filterset)
            for name, value in asked.items():
                rows = self.conditions[name](rows, value)
        return rows

    def prepare(self, rows: list[Found]) -> None:
        """Read at once what the items of this page need besides their rows."""

    def fragments(self, found: Found) -> tuple[str, ...]:
        """Members of an item besides the envelope."""
        return (found.card,)

    def get(self, request: Request) -> HttpResponse:
        limit = parameters.asked_limit(request)
        order = ORDERS[parameters.asked_order(request, self.orders)]
        rows = self.found(request)
        unchanged = self.unchanged(request)
        if unchanged is not None:
            return unchanged
        page = self.page(request, rows, order, limit)
        self.prepare(page.rows)
        items = [self.item(found) for found in self.expand(request, page.rows)]
        version = page.rows[0].content_version if page.rows else content_version()
        total = total_of(rows, version)
        body = answers.page_of_list(total, page.next, page.previous, items)
        return answers.raw(body, self.tag(request, version), self.circles)

    def page(
        self, request: Request, rows: Rows, order: tuple[str, ...], limit: int
    ) -> PageOfRows:
        needed = {self.texts.get(name, "") for name in self.expanded}
        text = max(needed, default="")  # 'whole' comes with the body, as 'content' does
        try:
            return page_through(
                lambda by, place, number: rows.page(by, number, place, text),
                order,
                request.query_params.get("cursor", ""),
                limit,
                name=type(self).__name__,
            )
        except ValidationError as wrong:
            raise parameters.cursor_problem(wrong) from wrong

    def expand(self, request: Request, rows: list[Found]) -> list[Found]:
        if "related" not in self.expanded:
            return rows
        return related_in_lists(self, rows)

    def item(self, found: Found) -> str:
        more = (f'"body":{found.body}',) if "body" in self.expanded else ()
        return answers.item(
            found,
            self.kind or found.type,
            *self.fragments(found),
            *more,
            fields=self.fields,
            asked=self.asked(),
        )
