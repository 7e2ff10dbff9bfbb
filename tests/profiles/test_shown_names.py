"""Under which name somebody appears where members speak: one rule for all places."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from community.accounts.actions.erasures import erase_now, run_erasure
from community.accounts.models import Block
from community.profiles.actions import show_fields, start_profile
from community.profiles.querysets import Shown, shown_names
from tests.factories.directory import make_person
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
MEMBER = Shown("Member", is_named=False)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def reader():
    return UserFactory(display_name="Reader")


def seen_by(reader, user) -> Shown:
    return shown_names(reader, [user.pk])[user.pk]


def test_the_name_of_the_directory_with_a_link(reader) -> None:
    arta = make_person("Arta Gashi", user=UserFactory(display_name="arta80"))

    assert seen_by(reader, arta.user) == Shown("Arta Gashi", arta.slug)
    # Nothing is public until it is chosen.
    assert seen_by(AnonymousUser(), arta.user) == MEMBER


def test_a_public_name_is_everyones(reader) -> None:
    arta = make_person("Arta Gashi", public=["name"])

    assert seen_by(AnonymousUser(), arta.user) == Shown("Arta Gashi", arta.slug)


def test_members_without_a_listed_profile_have_their_display_name(reader) -> None:
    besim = UserFactory(display_name="Besim")

    assert seen_by(reader, besim) == Shown("Besim")
    assert seen_by(AnonymousUser(), besim) == MEMBER


def test_a_hidden_name_is_hidden_here_too(reader) -> None:
    listed = make_person("Arta Gashi", hidden=["name"], country="CH")
    unlisted = start_profile(UserFactory(display_name="Besim"))
    show_fields(unlisted, {"name": 0})

    shown = seen_by(reader, listed.user)
    assert (shown.name, shown.is_named) == ("Member", False)
    assert seen_by(reader, unlisted.user) == MEMBER
    # Their own name is no secret to them.
    assert seen_by(unlisted.user, unlisted.user).name == "Besim"


def test_who_has_blocked_the_reader_has_no_name(reader) -> None:
    arta = make_person("Arta Gashi")
    Block.objects.create(by=arta.user, blocked=reader)

    assert seen_by(reader, arta.user) == MEMBER


def test_erased_and_closed_accounts_are_former_members(reader) -> None:
    gone, closed = UserFactory(display_name="Gone"), UserFactory(is_active=False)
    run_erasure(erase_now(gone, reason="asked").pk)

    former = Shown("Former member", is_named=False)
    assert seen_by(reader, gone) == seen_by(reader, closed) == former
    assert shown_names(reader, [10**9]) == {10**9: former}


def test_one_statement_for_all(reader, django_assert_num_queries) -> None:
    people = [make_person(f"Person {n}").user for n in range(3)]
    with django_assert_num_queries(1):
        found = shown_names(reader, [one.pk for one in people])

    assert [one.name for one in found.values()] == ["Person 0", "Person 1", "Person 2"]
