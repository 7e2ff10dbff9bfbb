"""Who gets which answer where: each route, method and role against `matrix.csv`.

Below the editors' admin only its root has a row; Wagtail's own screens stand behind the
same door.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from cms.core.renditions import image_representation
from cms.library.models import WorkFile
from home.actions import EDITORS, TRANSLATORS
from tests.contacts.files import bring_in
from tests.factories.content import make_entry, make_news, make_topic, make_work
from tests.factories.directory import make_person
from tests.factories.media import make_document, make_image
from tests.factories.people import UserFactory
from tests.factories.states import close
from tests.factories.taxonomy import make_skill
from tests.profiles.own import make_member

ROLES = ["visitor", "member", "editor", "translator", "superuser"]
ADMIN = settings.ADMIN_PATH.lstrip("/")


def rows() -> list[dict[str, str]]:
    file = Path(__file__).with_name("matrix.csv")
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


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


@pytest.fixture
def places(cms_tree) -> dict[str, str]:
    """What stands for the placeholders of the paths."""
    news = make_news(cms_tree, {"en": "Item"})["en"]
    closed = make_news(cms_tree, {"en": "Closed"})["en"]
    restriction = close(closed, PageViewRestriction.PASSWORD)
    document = make_document()
    topic = make_topic(cms_tree, {"en": "Topic"})
    entry = make_entry(topic, {"en": "How?"})["en"]
    today = timezone.localdate()
    fresh = make_entry(topic, {"en": "Fresh?"}, last_reviewed=today)["en"]
    return {
        "key": news.translation_key,
        "uid": make_work(cms_tree, {"en": "Book"}).uid,
        "document": document.url.removeprefix("/documents/"),
        "file": closed_file(cms_tree).pk,
        "original": make_image().file.url,
        "rendition": image_representation(make_image(), "")["url"],
        "restriction": restriction.pk,
        "page": closed.pk,
        "entry": entry.translation_key,
        "fresh": fresh.translation_key,
        "person": make_person().slug,
        "skill": make_skill({"en": "Welding"}).slug,
        "station": make_member(user=UserFactory()).experience.get().pk,
        "batch": bring_in().pk,
        "proposal": make_skill({"en": "Falconry"}, status="pending").pk,
    }


def closed_file(tree) -> WorkFile:
    """A file with a cover, of a work whose files are for its keepers."""
    work = make_work(tree, {"en": "Closed book"}, access="closed")
    file = WorkFile(work=work, document=make_document(), sha256="0" * 64)
    file.cover.save("cover.webp", ContentFile(b"RIFF"), save=True)
    return file


@pytest.fixture
def people(cms_tree):
    return {
        "visitor": None,
        "member": UserFactory(),
        "editor": UserFactory(groups=[EDITORS["en"]]),
        "translator": UserFactory(groups=[TRANSLATORS["en"]]),
        "superuser": UserFactory(is_superuser=True, is_staff=True),
    }


class Asker:
    """Asks as a person. Each row has a client of its own: one logs out, another changes
    the language; the session is made anew only when a row has touched it."""

    def __init__(self, person) -> None:
        self.person = person
        self.session = ""

    def client(self) -> Client:
        client = Client()
        if self.person is None:
            return client
        if self.session:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.session
        else:
            client.force_login(self.person)
            self.session = client.cookies[settings.SESSION_COOKIE_NAME].value
        return client

    def answer(self, row: dict[str, str], places: dict[str, str]) -> str:
        path = "/" + row["path"].format(**places).lstrip("/")
        client, method = self.client(), row["method"]
        if method in ("GET", "POST"):
            response = getattr(client, method.lower())(path)
        else:
            response = client.generic(method, path, "{}", "application/json")
        list(response)  # a file stays open until it is read to its end
        if settings.SESSION_COOKIE_NAME in response.cookies:
            self.session = ""
        return str(response.status_code)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_its_answer(places, people, role):
    told = {(row["method"], row["path"]): row[role] for row in rows()}
    assert len(told) > 40

    asker = Asker(people[role])
    found = {(row["method"], row["path"]): asker.answer(row, places) for row in rows()}

    assert {k: (told[k], v) for k, v in found.items() if told[k] != v} == {}
