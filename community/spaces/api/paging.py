"""Lists of bookings and visits: narrowed, and by the page."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from rest_framework.request import Request

from cms.core.api.inputs import asked_choice
from cms.core.api.problems import invalid
from cms.core.paging import PageOfRows
from community.spaces.api.times import SPACE_CLOCK, asked_edge, begin_of, end_of
from community.spaces.models import Booking
from community.spaces.models.spaces import ZONE
from community.spaces.querysets import LONGEST


def asked_states(
    request: Request, rows: Any, known: Sequence[str] = Booking.State.values
) -> Any:
    """Rows in one of the states of `state`."""
    wanted = request.query_params.getlist("state")
    if not set(wanted) <= set(known):
        message = _("Unknown value. Known ones: %(names)s.")
        raise invalid("state", message % {"names": ", ".join(known)})
    return rows.filter(state__in=wanted) if wanted else rows


def in_window(request: Request, rows: Any, zone: ZoneInfo | None) -> Any:
    """Bookings of which some lies between `from` and `to`; days are those of the space,
    without one those of Prishtina."""
    is_local = bool(asked_choice(request, "tz", (SPACE_CLOCK,)))
    first = asked_edge(request, "from", is_local=is_local)
    last = asked_edge(request, "to", is_local=is_local)
    zone = zone or ZoneInfo(ZONE)
    if first is not None:
        start = begin_of(first, zone)
        rows = rows.filter(ends_at__gt=start, starts_at__gt=start - LONGEST)
    if last is not None:
        rows = rows.filter(starts_at__lt=end_of(last, zone))
    return rows


def paged(page: PageOfRows, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "next": page.next or None,
        "previous": page.previous or None,
        "items": items,
    }
