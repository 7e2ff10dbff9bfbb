"""Members' words never run (G6): read as HTML here, run in a browser by `tests/journeys/test_members_words.py`."""

import re

import pytest

from community.forums.actions import prepared
from community.forums.models import Topic
from tests.forums.crowd import MANY, ROUNDS, TEXTS, crowd
from tests.forums.harmless import harms
from tests.forums.payloads import RAW, payloads
from tests.forums.surfaces import SURFACES, htmls, told
from tests.forums.test_markup import Strict

ALL = payloads()
HIT = re.compile(r"__hit\((\d+)\)")


def test_there_are_many_and_the_check_finds_those_that_are_not_escaped() -> None:
    assert len(ALL) >= 2_000
    raw = [one.replace("{}", "__hit(1)") for one in RAW if one.startswith("<")]
    missed = [one for one in raw if not harms(one)]
    # What only a browser's own mistakes in reading make dangerous.
    assert len(missed) < len(raw) / 3
    assert harms("<img src=x onerror=__hit(1)>")
    assert harms("<a href='javascript:__hit(1)'>x</a>")


@pytest.mark.django_db
def test_every_payload_gives_allowed_tags_alone(arta, topic) -> None:
    for text in ALL:
        html = prepared(text, arta).html
        Strict(html)
        assert harms(html) == [], text


@pytest.mark.django_db
def test_names_are_escaped(arta, topic) -> None:
    made = htmls(arta)

    assert [found for one in made if (found := harms(one))] == []
    assert [one for one in made if "@<b>" in one or "<img src=x" in one] == []


def test_no_surface_lets_them_through(cms_tree) -> None:
    """Each shows more than 500 of them, all harmless."""
    talking = crowd()
    shown: dict[str, set[str]] = {name: set() for name in SURFACES}
    found = []
    for number in range(ROUNDS):
        talking.say(number)
        for name, surface in SURFACES.items():
            html = surface(talking)
            shown[name] |= set(HIT.findall(html))
            found += [(name, number, one) for one in harms(html)]

    assert found == []
    few = {name: len(hits) for name, hits in shown.items() if len(hits) < 500}
    assert few == {}


def test_the_api_tells_titles_and_names_as_they_are(cms_tree) -> None:
    """Text, not HTML: whoever puts it on a page escapes it, once."""
    talking = crowd()
    talking.say(0)

    topics = told(talking.member, "topics/", limit=50)["items"]
    drafts = told(talking.member, "me/drafts/")

    stored = dict(Topic.objects.values_list("pk", "title"))
    assert {one["id"]: one["title"] for one in topics} == stored
    names = set(Topic.objects.values_list("author__display_name", flat=True))
    assert {one["author"]["name"] for one in topics} == names
    assert {one["text"] for one in drafts} == set(TEXTS[:MANY])
