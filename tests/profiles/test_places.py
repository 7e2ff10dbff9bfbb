"""The index by place answers as the index of all words and facets does."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.http import QueryDict
from django.utils import timezone

from community.profiles.audiences import ALL, Audience
from community.profiles.facets import facets_of
from community.profiles.filters import first_of, people_of, search_of
from community.profiles.models import Occupation
from community.profiles.querysets import Directory, counted, counting, places
from community.profiles.querysets.counting import First
from community.profiles.querysets.question import TABLE, Question, rows_of
from tests.factories.directory import make_person
from tests.factories.people import UserFactory

MEMBERS = Directory(Audience.MEMBERS)
DAY = date(2031, 7, 1)
QUESTIONS = {
    "country": MEMBERS.having("c=CH"),
    "country without a place": MEMBERS.having("c=NO"),
    "one with and one without": MEMBERS.having("c=CH", "c=NO"),
    "two at once": MEMBERS.having("c=CH").having("c=DE"),
    "line of work": MEMBERS.having("o=2"),
    "kind of work": MEMBERS.having("o=22"),
    "all of it": MEMBERS.having("o=22").having("c=CH", "c=NO").having("l=de"),
    "word and country": MEMBERS.matching("engin").having("c=DE"),
    "word and work": MEMBERS.matching("eng per").having("o=1"),
    "words in a name": MEMBERS.matching("person").having("c=NO").having("o=2"),
    "days and country": MEMBERS.visiting_between(DAY, DAY).having("c=CH"),
    "no place": MEMBERS.matching("engin").having("l=sq"),
    "mixed": MEMBERS.having("o=2212", "of=cardiology").having("c=DE"),
    "nobody": MEMBERS.having("c=XX"),
}


@pytest.fixture
def people(db):
    for code in ("2212", "1111"):
        above = None
        for level in range(1, len(code) + 1):
            above = Occupation.objects.create(
                code=code[:level], level=level, parent=above
            )
    for number in range(16):
        make_person(
            f"Person {number}",
            country=("CH", "DE", "NO", "")[number % 4],
            occupation=("2212", "1111", None)[number % 3],
            languages=["sq"] if number % 2 else ["de"],
            headline="Engineer" if number % 5 else "Nurse",
            visits=[(DAY, DAY + timedelta(3))] if number < 6 else [],
            since=timezone.now() - timedelta(days=number),
        )


def met(where: str, values=()) -> set[str]:
    """Slugs of the rows that meet a condition."""
    command = f"SELECT slug FROM {TABLE} WHERE {where}"  # noqa: S608
    return {slug for (slug,) in rows_of(command, values)}


def slugs(question: Directory) -> set[str]:
    return met(*question.where())


def test_places_and_the_whole_find_the_same(people, monkeypatch):
    by_place = {name: slugs(asked) for name, asked in QUESTIONS.items()}
    numbers = {name: counted(asked)[0] for name, asked in QUESTIONS.items()}

    monkeypatch.setattr(Question, "_placed", lambda _self, _sampled: [])

    for name, asked in QUESTIONS.items():
        assert slugs(asked) == by_place[name], name
        assert asked.count() == numbers[name].matches == len(by_place[name])
        assert bool(by_place[name]) is (name not in ("nobody", "two at once"))


def test_questions_of_a_place_go_to_its_lists(people):
    for name, asked in QUESTIONS.items():
        is_placed = "profiles_sought" in asked.where()[0]
        assert is_placed is (name != "no place"), name


def test_each_audience_finds_its_rows_by_place(people):
    for audience in ALL:
        asked = Directory(audience).having("c=CH")
        has = f"{asked.rarely} AND tokens @> ARRAY['c=CH']::varchar[]"
        assert slugs(asked) == met(has), audience


def test_every_eighth_is_part_of_the_whole(people):
    for asked in QUESTIONS.values():
        assert met(*asked.where(sampled=True)) <= slugs(asked)
    eighth = met(*MEMBERS.matching("person").where(sampled=True))
    assert 0 < len(eighth) < 6


def test_where_every_eighth_is_enough_its_numbers_are_scaled(people, monkeypatch):
    monkeypatch.setattr(counting, "EXACT", 0)
    monkeypatch.setattr(counting, "MOST_COUNTED", 1)
    monkeypatch.setattr(counting, "ENOUGH", 0)
    asked = MEMBERS.matching("person")
    number = len(met(*asked.where(sampled=True)))

    [found] = counted(asked, first=First(3))

    assert found.approximate
    assert (found.matches, found.first) == (2, None)
    # One was looked at, and stands for all.
    assert set(found.tokens.values()) == {number * places.EVERY}


def test_the_first_page_comes_with_the_numbers(people):
    for asked, ranked in product(QUESTIONS.values(), (True, False)):
        [found] = counted(asked, first=First(5, ranked))
        sort = "relevance" if ranked and asked.words else "newest"
        page = asked.page(sort, 5, None, found.matches)
        assert asked.rows(found.first or [], sort == "relevance") == page


def test_a_member_asks_a_broad_question(people, monkeypatch):
    """A reader, from whom blocked rows are kept, is no hindrance to walking."""
    asked = Directory(Audience.MEMBERS, reader=1).having("c=CH")
    exact = counted(asked)
    monkeypatch.setattr(counting, "_is_broad", lambda *_asked: True)

    assert counted(asked) == exact


def test_too_many_places_are_looked_for_as_one():
    many = tuple(f"c={code}" for code in ("CH", "DE", "AT"))
    assert places.placed((), [many]) == []
    assert len(places.placed((), [many, ("o=2",)])) == 3
    assert places.placed(("gashi",), [("c=DE",), ("o=2", "o=21")]) == ["('DE2gashi':*)"]
    assert places.placed((), [("c=DE",), ("o=21",)], sampled=True) == ["(('+DE2o=21'))"]


def test_a_page_is_the_same_with_and_without_the_numbers(people):
    user = UserFactory()
    for query, sort in product(
        ("country=CH", "q=person&country=CH", "q=nobody"), ("", "name", "newest")
    ):
        search = search_of(QueryDict(f"{query}&sort={sort}"), user)
        facets = facets_of(search, first_of(search, "", 2))

        found = people_of(search, "", 2, facets.matches, facets.first)

        assert found == people_of(search, "", 2)
        assert len(found.page.rows) == (0 if "nobody" in query else 2)
