"""Query parameters: strict names, and the ones that all lists understand."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError as ApiValidationError
from rest_framework.request import Request

from cms.core.api.problems import invalid
from cms.core.languages import CODES

LIST_PARAMETERS = ("locale", "limit", "cursor", "order")
MAX_LIMIT = 100
DEFAULT_LIMIT = 20


def refuse_unknown(request: Request, known: tuple[str, ...]) -> None:
    """A misspelt filter must not silently answer with everything."""
    unknown = sorted(set(request.query_params) - set(known))
    if unknown:
        message = _("Unknown parameter. Known ones: %(names)s.") % {
            "names": ", ".join(sorted(known))
        }
        raise ApiValidationError({name: [message] for name in unknown})


def asked_locale(request: Request, default: str) -> str:
    code = request.query_params.get("locale", default)
    if code not in CODES:
        message = _("Unknown language. Known ones: %(codes)s.") % {
            "codes": ", ".join(CODES)
        }
        raise invalid("locale", message)
    return code


def asked_limit(request: Request) -> int:
    text = request.query_params.get("limit", str(DEFAULT_LIMIT))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MAX_LIMIT:
        message = _("Give a number from 1 to %(limit)s.") % {"limit": MAX_LIMIT}
        raise invalid("limit", message)
    return int(text)


def asked_order(
    request: Request, orders: dict[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """The sort keys of the asked order; `orders` maps names to keys, first is default."""
    name = request.query_params.get("order", next(iter(orders)))
    if name not in orders:
        message = _("Unknown order. Known ones: %(names)s.") % {
            "names": ", ".join(orders)
        }
        raise invalid("order", message)
    return orders[name]


def valid_or_problem(filterset: Any) -> Any:
    """The filtered queryset, or a 400 that names each wrong filter."""
    if not filterset.is_valid():
        raise ApiValidationError(
            {
                name: [str(m) for m in messages]
                for name, messages in filterset.errors.items()
            }
        )
    return filterset.qs


def cursor_problem(wrong: ValidationError) -> ApiValidationError:
    return invalid("cursor", wrong.messages[0])
