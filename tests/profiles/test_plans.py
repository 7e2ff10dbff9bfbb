"""The directory answers the same whichever way a question goes to the rows."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from community.profiles.audiences import Audience
from community.profiles.querysets import (
    Directory,
    counted,
    counting,
    pages,
    question,
    sampling,
)
from tests.factories.directory import make_person

MEMBERS = Directory(Audience.MEMBERS)
DAY = date(2031, 7, 1)
QUESTIONS = {
    "all": MEMBERS,
    "country": MEMBERS.having("c=CH"),
    "one of two": MEMBERS.having("c=CH", "c=DE"),
    "both": MEMBERS.having("c=CH").having("l=sq"),
    "word": MEMBERS.matching("engin"),
    "word and country": MEMBERS.matching("engin").having("c=DE"),
    "days": MEMBERS.visiting_between(DAY, DAY + timedelta(2)),
    "days and country": MEMBERS.visiting_between(DAY, DAY).having("c=CH"),
    "nobody": MEMBERS.having("c=XX"),
}


@pytest.fixture
def people(db):
    question._totals.clear()
    for number in range(9):
        make_person(
            f"Person {number}",
            country=("CH", "DE", "XK")[number % 3],
            languages=["sq"] if number % 2 else ["de"],
            headline="Engineer" if number % 4 else "Nurse",
            visits=[(DAY, DAY + timedelta(3))] if number < 4 else [],
            since=timezone.now() - timedelta(days=number),
        )
    yield
    question._totals.clear()


@pytest.fixture
def walking(monkeypatch):
    """From now on every question counts as one that very many match."""

    def begin() -> None:
        monkeypatch.setattr(pages, "STEPS", 10**9)
        monkeypatch.setattr(pages, "STEPS_WITH_WORDS", 10**9)
        monkeypatch.setattr(sampling, "MOST_GATHERED", 0)

    return begin


def all_of(asked: Directory, sort: str, matches: int) -> list[str]:
    """Slugs in order, from pages of two."""
    found, place = [], None
    while page := asked.page(sort, 2, place, matches):
        found += [one.slug for one in page]
        last = page[-1]
        place = (last.since if sort == "newest" else last.name, last.profile_id)
    return found


@pytest.mark.parametrize("sort", ["newest", "name"])
@pytest.mark.parametrize("name", QUESTIONS)
def test_gathered_and_walked_pages_are_the_same(people, walking, name, sort):
    asked = QUESTIONS[name]
    number = asked.count()
    gathered = all_of(asked, sort, number)
    assert len(gathered) == number

    walking()

    assert all_of(asked, sort, number) == gathered


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_broad_question_that_has_few_answers_is_counted_exactly(
    people, walking, name
):
    asked = QUESTIONS[name]
    exact = counted(asked, (MEMBERS.having("l=sq"), "c="))
    assert not exact[0].approximate

    walking()

    assert counted(asked, (MEMBERS.having("l=sq"), "c=")) == exact
    assert exact[1].tokens == {"c=CH": 1, "c=DE": 2, "c=XK": 1}


def test_a_sample_of_the_newest_is_scaled(people, walking, monkeypatch):
    monkeypatch.setattr(sampling, "ENOUGH", 2)
    monkeypatch.setattr(counting, "MOST_COUNTED", 3)
    monkeypatch.setattr(sampling, "MOST_COUNTED", 3)
    walking()

    [found] = counted(MEMBERS.having("l=sq"))

    assert found.approximate
    # Of the four who match, the three newest were looked at.
    assert found.tokens["l=sq"] == 4


def test_what_is_expected_is_the_product_of_the_shares(people):
    assert MEMBERS.having("c=CH").expected() == 3
    assert MEMBERS.having("c=CH", "c=DE").expected() == 6
    assert MEMBERS.having("c=CH").having("l=sq").expected() == round(3 * 4 / 9)
    assert MEMBERS.matching("engin").expected() >= 1
