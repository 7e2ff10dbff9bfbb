"""Which representation of a thing an asker is given, by `Accept` (RFC 9110, 12.5.1).

DRF's own negotiation knows no quality values: it would answer `text/csv;q=0.1, */*`
with CSV.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http.request import MediaType
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class _Fit(NamedTuple):
    """How well a representation suits; the greatest is taken."""

    quality: float
    # What is named goes before what a wildcard lets in, and what is named first before
    # what is named later.
    specificity: int
    place: int


class Negotiation(DefaultContentNegotiation):
    """Quality first; among equals what is named, and for `*/*` our first."""

    def select_renderer(
        self,
        request: Request,
        renderers: Sequence[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        """The renderer, and the media type with the asker's parameters but `q`.

        Raises NotAcceptable, which names the types that there are.
        """
        ranges = _ranges(request.headers.get("Accept") or "*/*")
        chosen: tuple[_Fit, BaseRenderer, MediaType] | None = None
        for renderer in renderers:
            found = _best(MediaType(renderer.media_type), ranges)
            if found and found[0].quality and (not chosen or found[0] > chosen[0]):
                chosen = (found[0], renderer, found[1])
        if chosen is None:
            known = ", ".join(str(renderer.media_type) for renderer in renderers)
            raise NotAcceptable(
                _("The types that there are here: %(names)s.") % {"names": known}
            )
        _fit, renderer, asked = chosen
        return renderer, f"{renderer.media_type}{_parameters(asked)}"


def _ranges(accept: str) -> list[MediaType]:
    try:
        return [MediaType(text) for text in accept.split(",") if text.strip()]
    except (LookupError, ValueError):  # a parameter in an encoding that nobody knows
        return []


def _best(
    offered: MediaType, ranges: Sequence[MediaType]
) -> tuple[_Fit, MediaType] | None:
    """The most specific range that lets this type in, which alone says how well."""
    found = [
        ((one.specificity, one.quality, -place), one)
        for place, one in enumerate(ranges)
        if _lets_in(one, offered)
    ]
    if not found:
        return None
    (specificity, quality, place), one = max(found, key=lambda pair: pair[0])
    return _Fit(quality, min(specificity, 2), place), one


def _lets_in(one: MediaType, offered: MediaType) -> bool:
    """Parameters are left to the representation: they say how it shall be made."""
    return one.main_type in ("*", offered.main_type) and one.sub_type in (
        "*",
        offered.sub_type,
    )


def _parameters(asked: MediaType) -> str:
    if asked.specificity < 2:
        return ""
    return "".join(f"; {name}={value}" for name, value in asked.range_params.items())


def parameters_of(media_type: str) -> dict[str, Any]:
    """{'style': 'apa'} of 'text/x-bibliography; style=apa'."""
    return dict(MediaType(media_type).range_params)
