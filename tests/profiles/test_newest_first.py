"""People met among the newest, or by what they do: names that are typed, and who is alike."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.profiles.actions import show_fields
from community.profiles.audiences import Audience
from community.profiles.models import Occupation
from community.profiles.querysets import Directory, directory
from tests.factories.directory import make_person
from tests.factories.people import UserFactory

MEMBERS = Directory(Audience.MEMBERS)


@pytest.fixture
def people(db):
    above = None
    for level in range(1, 5):
        code = "2212"[:level]
        above = Occupation.objects.create(code=code, level=level, parent=above)
    return [
        make_person(
            f"{'Agim' if number % 2 else 'Besa'} Krasniqi-Hoti",
            country="CH" if number % 3 else "DE",
            occupation="2212" if number % 2 else None,
            languages=["sq"],
            since=timezone.now() - timedelta(days=number),
        )
        for number in range(6)
    ]


def slugs(found) -> set[str]:
    return {one.slug for one in found}


@pytest.mark.parametrize("newest", [0, 1, 3, 500])
def test_a_name_is_met_among_the_newest_or_by_the_index(people, monkeypatch, newest):
    monkeypatch.setattr(directory, "NEWEST_NAMED", newest)
    all_of_them = {one.slug for one in people}

    assert slugs(MEMBERS.named("kras", 10)) == all_of_them
    assert slugs(MEMBERS.named("hoti besa", 10)) == {one.slug for one in people[::2]}
    assert len(MEMBERS.named("krasniqi", 2)) == 2
    assert MEMBERS.named("rasniqi", 5) == MEMBERS.named("", 5) == []


@pytest.mark.parametrize("newest", [0, 500])
def test_a_hidden_name_and_who_blocks_are_not_suggested(people, monkeypatch, newest):
    monkeypatch.setattr(directory, "NEWEST_NAMED", newest)
    reader = UserFactory()
    show_fields(people[0], {"name": 0})
    people[1].user.blocks.create(blocked=reader)

    found = Directory(Audience.MEMBERS, reader.pk).named("krasniqi", 10)

    assert slugs(found) == {one.slug for one in people[2:]}


@pytest.mark.parametrize("few", [0, 500])
def test_who_is_alike_is_found_in_each_way(people, monkeypatch, few):
    monkeypatch.setattr(directory, "FEW_ALIKE", few)
    doctors, german = slugs(people[1::2]), {people[0].slug, people[3].slug}

    assert found_by(["o=2212"]) == doctors
    assert found_by(["o=2212", "c=DE"]) == doctors | german
    assert found_by(["o=2212"], ["c=DE"], ["c=XX"], []) == doctors | german
    assert found_by() == found_by([]) == set()
    # The newest of each way.
    one = MEMBERS.alike([["l=sq"], ["o=2212"]], 1)
    assert [row.slug for row, _tokens in one] == [people[0].slug, people[1].slug]
    assert "o=2212" in one[1][1]


def test_staff_meet_those_alike_though_their_rows_are_in_no_index_by_occupation(people):
    staff = Directory(Audience.ORG)

    found = staff.alike([["o=2212", "c=DE"]], 10)

    assert {row.slug for row, _tokens in found} == found_by(["o=2212", "c=DE"])


def found_by(*groups: list[str]) -> set[str]:
    return {row.slug for row, _tokens in MEMBERS.alike(groups, 10)}
