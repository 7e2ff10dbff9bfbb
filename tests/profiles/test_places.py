"""The index by place answers as the index of all words and facets does."""

from datetime import date, timedelta
from itertools import islice, product

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.profiles.audiences import ALL, Audience
from community.profiles.facets import facets_of
from community.profiles.filters import first_of, people_of, search_of
from community.profiles.models import Occupation
from community.profiles.querysets import (
    Directory,
    counted,
    counting,
    pages,
    places,
    question,
    sampling,
)
from community.profiles.querysets.counting import First
from community.profiles.querysets.question import TABLE, Question, rows_of
from tests.factories.directory import make_person
from tests.factories.people import UserFactory

MEMBERS = Directory(Audience.MEMBERS)
DAY = date(2031, 7, 1)
COUNTRIES_ASKED = (["c=CH"], ["c=CH", "c=NO"], ["c=NO"], ["c=CH", "c=DE", "c=XK"])
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

    monkeypatch.setattr(Question, "_placed", lambda _self, _sample: [])

    for name, asked in QUESTIONS.items():
        assert slugs(asked) == by_place[name], name
        assert asked.count() == numbers[name].matches == len(by_place[name])
        assert bool(by_place[name]) is (name not in ("nobody", "two at once"))


def test_questions_of_a_place_go_to_its_lists(people):
    for name, asked in QUESTIONS.items():
        is_placed = "profiles_found" in asked.where()[0]
        assert is_placed is (name != "no place"), name


def test_each_audience_finds_its_rows_by_place(people):
    for audience in ALL:
        asked = Directory(audience).having("c=CH")
        has = f"{asked.rarely()[0]} AND tokens @> ARRAY['c=CH']::varchar[]"
        assert slugs(asked) == met(has), audience


def test_every_eighth_is_part_of_the_whole(people):
    for asked in QUESTIONS.values():
        assert met(*asked.where(sample=places.EIGHTH)) <= slugs(asked)
    eighth = met(*MEMBERS.matching("person").where(sample=places.EIGHTH))
    assert 0 < len(eighth) < 6


def test_where_every_eighth_is_enough_its_numbers_are_scaled(people, monkeypatch):
    monkeypatch.setattr(sampling, "COUNTED_OF_SAMPLE", 1)
    monkeypatch.setattr(sampling, "ENOUGH", 0)
    for module in (counting, sampling):
        monkeypatch.setattr(module, "MOST_COUNTED", 1)
    asked = MEMBERS.matching("person")
    number = len(met(*asked.where(sample=places.EIGHTH)))

    [found] = counted(asked, first=First(3))

    assert found.approximate
    assert (found.matches, found.first) == (2, None)
    # One was looked at, and stands for all.
    assert set(found.tokens.values()) == {number * places.EVERY[places.EIGHTH]}


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
    monkeypatch.setattr(sampling, "_way", lambda *_asked: sampling._walked)

    assert counted(asked) == exact


def numbered(number: int, name: str, **more):
    """The next profile gets this number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('profiles_profile', 'id'), %s)",
            [number - 1],
        )
    return make_person(name, **more)


def numbers_of(part: int) -> list[int]:
    """Beyond those of others: the first that are in this part of the profiles."""
    every = (n for n in range(500_000, 600_000) if n * 2654435761 // 65536 % part == 0)
    return list(islice(every, 4))


def test_every_sixty_fourth_stands_for_all(db, monkeypatch):
    question._totals.clear()
    fine, eighth = numbers_of(64)[:3], [n for n in numbers_of(8) if n % 2][:1]
    for number in (*fine, *eighth, fine[-1] + 1):
        numbered(number, "Arta", country="CH", languages=["sq"])
    asked = MEMBERS.having("l=sq")
    assert len(met(*asked.where(sample=places.SIXTY_FOURTH))) == 3
    monkeypatch.setattr(sampling, "_way", lambda *_asked: sampling._sixty_fourth)
    monkeypatch.setattr(sampling, "ENOUGH_BESIDE", 2)
    for module in (counting, sampling):
        monkeypatch.setattr(module, "MOST_COUNTED", 1)

    [_whole, beside] = counted(MEMBERS.having("c=XX"), (asked, "c="))

    assert beside.approximate
    assert beside.tokens == {"c=CH": 3 * 64}
    # Too few of them: all are looked up.
    monkeypatch.setattr(sampling, "ENOUGH_BESIDE", 4)
    [_whole, beside] = counted(MEMBERS.having("c=XX"), (asked, "c="))
    assert beside.tokens == {"c=CH": 5}
    question._totals.clear()


def test_of_a_sample_those_with_the_chosen_value_tell_how_many_all_are():
    asked = MEMBERS.having("c=CH").having("a=remote", "a=return")
    whole = counting.Counted(500, {}, False, 500)
    found = sampling.Found(looked_at=300, is_sample=True)

    country = counting._beside(asked, "c=", whole)
    availability = counting._beside(asked, "a=", whole)

    assert country.about(found, {"c=CH": 30, "c=DE": 200}) == 5_000
    assert country.about(found, {"c=CH": 3, "c=DE": 200}) is None
    # Somebody may be counted for both.
    assert availability.about(found, {"a=remote": 90, "a=return": 60}) is None


def test_the_newest_of_a_place_are_walked_through(people, monkeypatch):
    monkeypatch.setattr(pages, "STEPS", 10**9)
    named = [MEMBERS.having("o=2").having(*c) for c in COUNTRIES_ASKED]
    named.append(MEMBERS.having("o=22", "o=1").having("c=CH").having("l=de"))
    for asked in named:
        for sort in ("newest", "<newest"):
            with CaptureQueriesContext(connection) as sent:
                by_place = asked.page(sort, 3, None, 10)
            assert "profiles_place" in sent[-1]["sql"]
            place = (by_place[-1].since, by_place[-1].profile_id)
            following = asked.page(sort, 3, place, 10)
            with monkeypatch.context() as patched:
                patched.setattr(places, "MOST_WALKED", 0)
                assert asked.page(sort, 3, None, 10) == by_place
                assert asked.page(sort, 3, place, 10) == following


def test_whose_name_is_asked_for_comes_first(db):
    arta = make_person("Arta Gashi", headline="Engineer")
    besa = make_person("Besa Hoti", headline="Gashi and Gashi", has=())
    cen = make_person("Cen Gashi", headline="Nurse")
    asked = MEMBERS.matching("gashi")
    for number in (1, 2, 3):
        [found] = counted(asked, first=First(number))
        rows = asked.rows(found.first or [], ranked=True)
        expected = [cen.slug, arta.slug, besa.slug][:number]
        assert [row.slug for row in rows] == expected
        assert rows == asked.page("relevance", number, None, 3)
    following = asked.page("relevance", 3, (rows[0].rank, rows[0].profile_id), 3)
    assert [row.slug for row in following] == [arta.slug, besa.slug]


def test_too_many_places_are_looked_for_as_one():
    many = tuple(f"c={code}" for code in ("CH", "DE", "AT"))
    assert places.placed((), [many]) == []
    assert len(places.placed((), [many, ("o=2",)])) == 3
    assert places.placed(("gashi",), [("c=DE",), ("o=2", "o=21")]) == ["('DE2gashi':*)"]
    assert places.placed((), [("c=DE",), ("o=21",)], sample=places.EIGHTH) == [
        "(('+DE2o=21'))"
    ]


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
