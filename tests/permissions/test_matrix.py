"""Who gets which answer where: each route, method and role against `matrix.csv`.

Below the editors' admin only its root has a row; Wagtail's own screens stand behind the
same door.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.urls import URLResolver, get_resolver
from django.utils import translation

from tests.permissions.asking import ROLES, Asker, rows

ADMIN = settings.ADMIN_PATH.lstrip("/")


def views(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every route by its patterns, and its view; of the admin, what is ours and its root."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views(pattern, route)
        elif (
            not route.startswith(ADMIN) or route == ADMIN or _is_ours(pattern.callback)
        ):
            yield route, pattern.callback


def _is_ours(view) -> bool:
    return view.__module__.split(".")[0] in ("cms", "community", "home")


def test_every_route_has_a_row_and_every_row_a_route():
    with translation.override("en"):
        known = {route for route, _view in views(get_resolver())}

    told = {row["route"] for row in rows() if row["method"] == "GET"}

    assert sorted(known - told) == []
    assert sorted(told - known) == []


def test_every_method_of_an_endpoint_has_a_row():
    with translation.override("en"):
        endpoints = dict(views(get_resolver()))
    known = {
        (route, method)
        for route, view in endpoints.items()
        if hasattr(view, "cls")
        for method in view.cls(**view.initkwargs).allowed_methods
        if method not in ("OPTIONS", "HEAD")
    }

    told = {(row["route"], row["method"]) for row in rows()}

    assert sorted(known - told) == []


def test_no_row_stands_twice():
    pairs = [(row["route"], row["method"]) for row in rows()]

    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_its_answer(places, people, role):
    told = {(row["method"], row["path"]): row[role] for row in rows()}
    assert len(told) > 40

    asker = Asker(people[role])
    found = {(row["method"], row["path"]): asker.answer(row, places) for row in rows()}

    assert {k: (told[k], v) for k, v in found.items() if told[k] != v} == {}
