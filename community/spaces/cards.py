"""Spaces as lists and pages show them."""

from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from cms.core.cards import Card, cards, rows_for
from cms.core.rows.reads import ORDERS
from community.spaces.models import Resource, Space, SpacePage
from community.spaces.timetable import OpenDay, open_days

MOST = 200  # spaces on a screen
WEEK, SOON = 7, 60  # days


class SpaceCard(Card):
    """A page of a space with the space itself and its hours of today."""

    space: Space
    today: OpenDay | None = None

    @property
    def slug(self) -> str:
        return str(self.content["space"])

    @property
    def image(self) -> Any:
        return self.content.get("image")


def space_cards(request: HttpRequest) -> list[SpaceCard]:
    """The spaces that this reader sees and that have a page, in their order."""
    rows = rows_for(request).of_type(SpacePage.api_type)
    found = cards(rows.page(ORDERS["newest"], MOST), SpaceCard)
    spaces = {}
    if found:
        spaces = {one.slug: one for one in Space.objects.visible_to(request.user)}
    known = [card for card in found if card.slug in spaces]
    for card in known:
        card.space = spaces[card.slug]
        today = today_in(card.space)
        (card.today,) = open_days(card.space, today, today)
    return known


def today_in(space: Space) -> date:
    return timezone.now().astimezone(space.zone_info).date()


class Coming:
    """The hours of a space from today on for two months, read when they are asked for."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.today = today_in(space)

    @cached_property
    def days(self) -> list[OpenDay]:
        return open_days(self.space, self.today, self.today + timedelta(WEEK + SOON))

    @property
    def week(self) -> list[OpenDay]:
        """Today and the six days after it."""
        return self.days[:WEEK]

    @property
    def changes(self) -> list[OpenDay]:
        """Later days that are otherwise than usual."""
        return [one for one in self.days[WEEK:] if one.label]


def let_in(space: Space) -> list[Resource]:
    """What may be booked there now or later."""
    today = today_in(space)
    shown = space.resources.active_between(today, date.max)
    return list(shown.select_related("space"))
