"""Entries of the waiting list as lists show them, and the addresses that lead there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from community.spaces.actions import Ask
from community.spaces.forms import any_of
from community.spaces.forms.waiting import ANY
from community.spaces.models import WaitlistEntry
from community.spaces.views.lines import ByClocks

MOST = 50  # entries on a screen


@dataclass(frozen=True)
class WaitLine(ByClocks):
    """Who waits, as the reader may know them, and how many `before` them."""

    entry: WaitlistEntry
    person: Any = None

    @property
    def row(self) -> WaitlistEntry:
        return self.entry

    @property
    def what(self) -> str:
        is_any = self.entry.is_any
        return any_of(self.resource) if is_any else str(self.resource.name)

    @property
    def before(self) -> int:
        found: int = self.entry.before  # type: ignore[attr-defined]
        return found

    @property
    def until(self) -> datetime | None:
        """None where it is the beginning."""
        entry = self.entry
        return entry.until if entry.until < entry.starts_at else None


def own_waits(user: Any, now: datetime) -> list[WaitLine]:
    """What somebody waits for, in the order of time. One statement."""
    rows = WaitlistEntry.objects.filter(member=user).waiting(now).with_before(now)
    found = rows.select_related("resource__space").order_by("starts_at", "id")
    return [WaitLine(one) for one in found[:MOST]]


def wait_lines(rows: Sequence[WaitlistEntry], names: dict[int, Any]) -> list[WaitLine]:
    """Names as of `shown_names`."""
    return [WaitLine(one, names.get(one.member_id)) for one in rows]


def wait_address(ask: Ask, *, is_any: bool = False) -> str:
    """Of the screen on which one joins, filled with what is asked for."""
    asked = times_in_address(ask) | {"people": str(ask.party_size)}
    if is_any:
        asked["scope"] = ANY
    return _below(ask, "spaces:wait", asked)


def booking_address(ask: Ask) -> str:
    """Of the form in which it is booked."""
    return _below(ask, "spaces:book", times_in_address(ask))


def times_in_address(ask: Ask) -> dict[str, str]:
    zone = ask.resource.space.zone_info
    start, end = ask.starts_at.astimezone(zone), ask.ends_at.astimezone(zone)
    return {
        "resource": str(ask.resource.pk),
        "date": start.date().isoformat(),
        "from": f"{start:%H:%M}",
        "to": f"{end:%H:%M}",
    }


def _below(ask: Ask, name: str, asked: dict[str, str]) -> str:
    path = reverse(name, args=[ask.resource.space.slug])
    return f"{path}?{urlencode(asked)}"
