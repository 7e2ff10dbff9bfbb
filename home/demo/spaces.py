"""Spaces of the demo: founded with hours, holidays, desks and rooms, and their pages.

What is there already is left alone.
"""

from collections.abc import Iterator, Sequence
from datetime import time
from typing import Any

from django.db import transaction

from cms.core.languages import CODES
from community.spaces.actions import import_holidays
from community.spaces.models import (
    OpeningRule,
    Resource,
    Space,
    SpaceIndexPage,
    SpacePage,
)
from home.demo.files import read
from home.demo.images import illustration
from home.demo.tree import Planned, planned_from


@transaction.atomic
def found_spaces() -> dict[str, Space]:
    """The three spaces by slug; founds those that are missing."""
    data = read("spaces.yaml")
    found = {}
    for position, told in enumerate(data["spaces"], start=1):
        space, made = Space.objects.get_or_create(
            slug=told["slug"],
            defaults={
                **_texts("name", told["names"]),
                **_texts("policy", data["policy"]),
                **told["place"],
                "position": position * 10,
            },
        )
        if made:
            _open(space, told["hours"])
            import_holidays(space)
            _let(space, told["resources"])
        found[space.slug] = space
    return found


def planned_spaces() -> Iterator[Planned]:
    """The index and a page of each space."""
    data = read("spaces.yaml")
    shared = {"show_in_menus": True}
    yield planned_from("spaces", SpaceIndexPage, "", data["index"], shared, ("lead",))
    spaces = found_spaces()
    for told in data["spaces"]:
        of_page = {
            "space": spaces[told["slug"]],
            "image": illustration(told["illustration"]),
        }
        page = {"source": "sq", "texts": told["texts"], "related": told["related"]}
        yield planned_from(
            f"space/{told['slug']}",
            SpacePage,
            "spaces",
            page,
            of_page,
            ("lead", "image_alt"),
        )


def _texts(stem: str, texts: dict[str, str]) -> dict[str, str]:
    return {f"{stem}_{code}": texts[code] for code in CODES}


def _open(owner: Space | Resource, hours: Sequence[dict[str, Any]]) -> None:
    of = {"space": owner} if isinstance(owner, Space) else {"resource": owner}
    OpeningRule.objects.bulk_create(
        OpeningRule(
            **of,
            weekdays=told.get("weekdays", []),
            dates=told.get("dates", ""),
            opens=time.fromisoformat(told["opens"]),
            closes=time.fromisoformat(told["closes"]),
        )
        for told in hours
    )


def _let(space: Space, resources: Sequence[dict[str, Any]]) -> None:
    for position, told in enumerate(resources, start=1):
        resource = Resource.objects.create(
            space=space,
            kind=told["kind"],
            position=position * 10,
            **_texts("name", told["names"]),
            **told.get("terms", {}),
        )
        _open(resource, told.get("hours", ()))
