"""OpenAPI for our endpoints: parameters, envelopes of lists, problems."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import translation
from django_filters import (
    Filter,
    FilterSet,
    MultipleChoiceFilter,
    UUIDFilter,
)
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers

from cms.core.api.parameters import DEFAULT_LIMIT, MAX_LIMIT
from cms.core.api.serializers import ProblemSerializer
from cms.core.languages import CODES

LOCALE = OpenApiParameter(
    "locale",
    str,
    enum=CODES,
    description="Language wanted; the best other one stands in.",
)
PATH = OpenApiParameter(
    "path",
    str,
    required=True,
    description="Address on the site, for example /en/library/.",
)
FALLBACK = OpenApiParameter(
    "fallback",
    str,
    description=(
        "Languages to try where the text does not exist in `locale`, with commas between"
        " them, or `none`. The site's own order unless given."
    ),
)
FIELDS = OpenApiParameter(
    "fields",
    str,
    description="Only these members of an item, with commas between them.",
)
ITEM_PARAMETERS = [LOCALE, FALLBACK, FIELDS]
LIMIT = OpenApiParameter(
    "limit", {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT}
)
CURSOR = OpenApiParameter("cursor", str, description="From `next` or `previous`.")
PROBLEM = "application/problem+json"
# Further answers of what is for members, of writes, and of what takes something away.
OWN = {(403, PROBLEM): ProblemSerializer}
REFUSED = {
    **OWN,
    (415, PROBLEM): ProblemSerializer,
    (409, PROBLEM): ProblemSerializer,
}
GONE = {204: None, **OWN, (409, PROBLEM): ProblemSerializer}
_PROBLEMS = (
    ("400", "Wrong parameters."),
    ("404", "Nothing here."),
    ("429", "Too many requests; `Retry-After` says when to go on."),
)
_DESCRIPTIONS = {
    "parent": ("Key of the page whose children are wanted.", OpenApiTypes.UUID),
}


def only_public(endpoints: list[tuple], **kwargs: Any) -> list[tuple]:
    """The endpoints of our contract; Wagtail's own serve its admin."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]


def list_parameters(
    orders: dict[str, str],
    filterset: type[FilterSet] | None = None,
    extra: Iterable[str] = (),
    expansions: Iterable[str] = (),
) -> list[OpenApiParameter]:
    """Parameters of a list: paging, order, and the filters of its FilterSet."""
    limit = {
        "type": "integer",
        "minimum": 1,
        "maximum": MAX_LIMIT,
        "default": DEFAULT_LIMIT,
    }
    return [
        *ITEM_PARAMETERS,
        expand_parameter(expansions),
        OpenApiParameter("order", str, enum=list(orders)),
        OpenApiParameter("limit", limit, description="Things on a page."),
        OpenApiParameter(
            "cursor", str, description="From `next` or `previous` of an answer."
        ),
        *(
            OpenApiParameter(
                name, _DESCRIPTIONS[name][1], description=_DESCRIPTIONS[name][0]
            )
            for name in extra
        ),
        *_filter_parameters(filterset),
    ]


def expand_parameter(names: Iterable[str]) -> OpenApiParameter:
    known = ", ".join(f"`{name}`" for name in names) or "nothing here"
    return OpenApiParameter(
        "expand", str, description=f"What to answer in whole: {known}."
    )


def _filter_parameters(filterset: type[FilterSet] | None) -> list[OpenApiParameter]:
    filters = filterset.base_filters if filterset else {}
    with translation.override("en"):
        return [
            OpenApiParameter(name, _schema_of(found), description=str(found.label))
            for name, found in filters.items()
        ]


def _schema_of(found: Filter) -> dict[str, Any]:
    """JSON schema of the values that one filter takes."""
    extra = found.extra
    if isinstance(found, MultipleChoiceFilter):
        one = {
            "type": "string",
            "enum": [str(code) for code, _label in extra["choices"]],
        }
        return {"type": "array", "items": one}
    if "choices" in extra:
        return {
            "type": "string",
            "enum": [str(code) for code, _label in extra["choices"]],
        }
    if issubclass(found.field_class, forms.IntegerField):
        return {"type": "integer"}
    if isinstance(found, UUIDFilter):
        return {"type": "string", "format": "uuid"}
    length = extra.get("max_length")
    return {"type": "string", **({"maxLength": length} if length else {})}


def list_of(item: type[serializers.Serializer]) -> serializers.Serializer:
    """Shape of a page of a list."""
    name = item.__name__.removesuffix("Serializer")
    return inline_serializer(
        name=f"{name}Page",
        fields={
            "total": serializers.IntegerField(
                help_text="Distinct things in all pages."
            ),
            "next": serializers.CharField(allow_null=True),
            "previous": serializers.CharField(allow_null=True),
            "items": item(many=True),
        },
    )


class ApiSchema(AutoSchema):
    """Every operation can also answer with a problem."""

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1/").strip("/").split("/")[0] or "api"]

    def _get_response_bodies(self, direction: Any = "response") -> dict:
        bodies = super()._get_response_bodies(direction)
        problem = self.resolve_serializer(ProblemSerializer, "response").ref
        for status, words in _PROBLEMS:
            bodies.setdefault(
                status,
                {
                    "description": words,
                    "content": {"application/problem+json": {"schema": problem}},
                },
            )
        return bodies
