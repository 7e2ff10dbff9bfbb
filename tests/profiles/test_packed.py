"""Facets of rows as numbers: what the database packs is what is unpacked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.profiles.audiences import Audience
from community.profiles.models import FacetCount, ProfileIndex
from community.profiles.querysets import Directory, packed, question
from tests.factories.directory import make_person

MEMBERS = Directory(Audience.MEMBERS)


@pytest.fixture(autouse=True)
def _nothing_kept():
    question._totals.clear()
    yield
    question._totals.clear()


def facets_of(slug: str) -> bytes:
    return bytes(ProfileIndex.objects.get(slug=slug, for_members=True).facets)


@pytest.fixture
def person(db):
    day = timezone.localdate() + timedelta(days=30)
    return make_person(
        "Arta Ç. Gashi", country="CH", city="Zürich", visits=[(day, day)]
    )


def test_what_is_packed_are_the_tokens_without_the_months(person):
    row = ProfileIndex.objects.get(profile=person, for_members=True)
    counted = {token for token in row.tokens if not token.startswith("v=")}
    assert {"c=CH", "t=zuerich"} <= counted < set(row.tokens)

    assert packed.tokens_in(facets_of(row.slug), MEMBERS) == dict.fromkeys(counted, 1)


def test_a_prefix_leaves_the_others_out(person):
    twice = facets_of(person.slug) * 2
    assert packed.tokens_in(twice, MEMBERS, "c=") == {"c=CH": 2}


def test_who_came_within_the_minute_is_counted(person):
    MEMBERS.lately()
    other = make_person("Besim Hoti", country="NO")

    assert packed.tokens_in(facets_of(other.slug), MEMBERS, "c=") == {"c=NO": 1}


def test_a_number_that_nobody_knows_is_left_out(person):
    FacetCount.objects.filter(token="c=CH").delete()
    assert packed.tokens_in(facets_of(person.slug), MEMBERS, "c=") == {}


def test_a_row_without_facets_packs_nothing(person):
    ProfileIndex.objects.update(tokens=[])
    assert facets_of(person.slug) == b""
    assert packed.tokens_in(b"", MEMBERS) == {}
