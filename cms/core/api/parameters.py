"""Query parameters: strict names, and the ones that all lists understand."""

from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError as ApiValidationError
from rest_framework.request import Request

from cms.core.api.problems import invalid
from cms.core.languages import CODES

ITEM_PARAMETERS = ("locale", "fallback", "fields", "expand")
LIST_PARAMETERS = (*ITEM_PARAMETERS, "limit", "cursor", "order")
NO_FALLBACK = "none"
MAX_FIELDS = 60
EMPTY: tuple[Any, ...] = (None, "", [], ())
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


def asked_fallbacks(request: Request, locale: str) -> tuple[str, ...] | None:
    """Languages to try after `locale`, in order; None stands for the site's own chain."""
    text = request.query_params.get("fallback")
    if text is None:
        return None
    codes = [] if text == NO_FALLBACK else text.split(",")
    if len(set(codes)) != len(codes) or not set(codes) <= set(CODES):
        message = _("Give languages with commas between them, or none: %(codes)s.") % {
            "codes": ", ".join([*CODES, NO_FALLBACK])
        }
        raise invalid("fallback", message)
    return tuple(code for code in codes if code != locale)


def asked_fields(request: Request) -> frozenset[str]:
    """Names of the only members that an item shall have; none: it has all."""
    text = request.query_params.get("fields", "")
    names = frozenset(filter(None, text.split(",")))
    if len(names) > MAX_FIELDS or not all(
        name.isascii() and name.isidentifier() for name in names
    ):
        raise invalid("fields", _("Give names of fields with commas between them."))
    return names


def asked_expansions(request: Request, known: tuple[str, ...]) -> frozenset[str]:
    """What shall be answered in whole that is left out or named only otherwise."""
    text = request.query_params.get("expand", "")
    names = frozenset(filter(None, text.split(",")))
    if not names <= set(known):
        message = _("This cannot be expanded. What can: %(names)s.") % {
            "names": ", ".join(known) or "-"
        }
        raise invalid("expand", message)
    return names


def asked_limit(request: Request) -> int:
    text = request.query_params.get("limit", str(DEFAULT_LIMIT))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MAX_LIMIT:
        message = _("Give a number from 1 to %(limit)s.") % {"limit": MAX_LIMIT}
        raise invalid("limit", message)
    return int(text)


def asked_order(request: Request, orders: dict[str, str]) -> str:
    """The asked one of these orders; the first is the default."""
    name = request.query_params.get("order", next(iter(orders)))
    if name not in orders:
        message = _("Unknown order. Known ones: %(names)s.") % {
            "names": ", ".join(orders)
        }
        raise invalid("order", message)
    return orders[name]


def asked_filters(request: Request, filterset: Any) -> dict[str, Any]:
    """Values of the filters that were asked for, or a 400 that names each wrong one."""
    names = tuple(n for n in filterset.base_filters if n in request.query_params)
    if not names:
        return {}
    form = _form_of(filterset, names)(request.query_params)
    if not form.is_valid():
        raise ApiValidationError(
            {name: [str(m) for m in found] for name, found in form.errors.items()}
        )
    return {
        name: value for name, value in form.cleaned_data.items() if value not in EMPTY
    }


@lru_cache(maxsize=500)
def _form_of(filterset: Any, names: tuple[str, ...]) -> type[forms.Form]:
    """A form with these fields of a FilterSet alone: building all of them is slow."""
    fields = {name: filterset.base_filters[name].field for name in names}
    return type("AskedFilters", (forms.Form,), fields)


def cursor_problem(wrong: ValidationError) -> ApiValidationError:
    return invalid("cursor", wrong.messages[0])
