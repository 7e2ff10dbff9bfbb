"""Whom a member has blocked does not reach them, and is told nowhere."""

import json

import pytest
from django.http import QueryDict
from django.test import Client

from community.accounts.actions import CannotBlockError, block, unblock
from community.accounts.actions.erasures import erase_now, run_erasure
from community.accounts.models import Block
from community.profiles.actions import begin_export, block_person, disclose
from community.profiles.filters import people_of, search_of
from community.profiles.models import Endorsement, ProfileSkill, Vouch
from community.profiles.querysets import directory_of
from tests.factories.directory import make_person
from tests.factories.people import UserFactory
from tests.factories.taxonomy import make_skill

pytestmark = pytest.mark.django_db
API = "/api/v1/me/blocks/"


@pytest.fixture
def arta():
    make_skill({"en": "Welding"}, slug="welding")
    return make_person("Arta Gashi", has=["welding"], country="CH")


@pytest.fixture
def ben():
    return make_person("Ben Krasniqi", country="CH")


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def found_by(user, query="") -> set[str]:
    page = people_of(search_of(QueryDict(query), user), "", 20).page
    return {row.slug for row in page.rows}


def test_who_is_blocked_meets_the_other_nowhere(arta, ben):
    client = logged_in(ben.user)
    assert client.get(f"/en/people/{arta.slug}/").status_code == 200
    Block.objects.create(by=arta.user, blocked=ben.user)

    held = ProfileSkill.objects.get(profile=arta)
    person = f"/en/people/{arta.slug}/"
    assert client.get(person).status_code == 404
    assert client.get(f"{person}photo/").status_code == 404
    assert client.get(f"/api/v1/people/{arta.slug}/").status_code == 404
    assert client.post(f"{person}vouch/", {"text": "I know her."}).status_code == 404
    assert client.post(f"{person}endorse/{held.pk}/").status_code == 404
    assert client.post(f"{person}block/").status_code == 404
    for query in ("", "q=arta", "country=CH", "q=arta&sort=name", "skill=welding"):
        assert arta.slug not in found_by(ben.user, query), query
        listed = client.get(f"/api/v1/people/?{query}").json()
        assert arta.slug not in json.dumps(listed["items"]), query
    for path in ("people/?q=arta", "people/suggest/?q=arta", f"people/{ben.slug}/"):
        assert "Arta" not in client.get(f"/en/{path}").content.decode(), path
    typed_wrong = client.get("/api/v1/people/?q=artta").json()
    assert typed_wrong["similar_names"] == []


def test_everybody_else_meets_them_as_before(arta, ben):
    Block.objects.create(by=arta.user, blocked=ben.user)
    other = UserFactory()

    assert {arta.slug, ben.slug} <= found_by(other)
    assert ben.slug in found_by(arta.user), "one finds whom one has blocked"
    assert found_by(ben.user) == {ben.slug}


def test_what_they_said_goes(arta, ben):
    client = logged_in(ben.user)
    held = ProfileSkill.objects.get(profile=arta)
    client.post(f"/en/people/{arta.slug}/vouch/", {"text": "I know her."})
    client.post(f"/en/people/{arta.slug}/endorse/{held.pk}/")
    assert Vouch.objects.count() == Endorsement.objects.count() == 1

    block_person(arta.user, ben)

    assert not Vouch.objects.exists()
    assert not Endorsement.objects.exists()
    held.refresh_from_db()
    assert held.endorsements == 0


def test_blocking_and_letting_near_again_in_the_browser(arta, ben):
    client = logged_in(arta.user)
    page = client.get(f"/en/people/{ben.slug}/").content.decode()
    assert f"/en/people/{ben.slug}/block/" in page

    answer = client.post(f"/en/people/{ben.slug}/block/", follow=True)

    assert answer.status_code == 200
    assert "Ben Krasniqi" in answer.content.decode()
    one = Block.objects.get()
    assert (one.by, one.blocked) == (arta.user, ben.user)
    client.post(f"/en/people/{ben.slug}/block/")
    assert Block.objects.count() == 1
    answer = client.post(f"/en/profile/blocked/{one.pk}/", follow=True)
    assert "You have blocked nobody" in answer.content.decode()
    assert client.post(f"/en/profile/blocked/{one.pk}/").status_code == 404


def test_the_same_in_the_api(arta, ben):
    client = logged_in(arta.user)

    made = client.post(API, {"person": ben.slug}, "application/json")

    assert made.status_code == 201
    told = made.json()
    assert set(told) == {"id", "person", "since"}
    assert told["person"] == {"slug": ben.slug, "name": "Ben Krasniqi"}
    assert client.get(API).json() == [told]
    assert logged_in(ben.user).get(API).json() == []
    swapped = logged_in(ben.user).delete(f"{API}{told['id']}/")
    assert swapped.status_code == 404
    assert client.delete(f"{API}{told['id']}/").status_code == 204
    assert not Block.objects.exists()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"person": "nobody-1"}, 404),
        ({"person": ""}, 400),
        ({"person": "a b\u0000"}, 400),
        ({"person": ["x"]}, 400),
        ({}, 400),
        ([], 400),
    ],
)
def test_odd_input(arta, sent, status):
    answer = logged_in(arta.user).post(API, sent, "application/json")

    assert answer.status_code == status
    assert not Block.objects.exists()


def test_nobody_blocks_themselves(arta):
    client = logged_in(arta.user)

    assert client.post(f"/en/people/{arta.slug}/block/").status_code == 404
    answer = client.post(API, {"person": arta.slug}, "application/json")
    assert answer.status_code == 400
    with pytest.raises(CannotBlockError):
        block(arta.user, arta.user)


def test_a_block_of_somebody_who_left_can_be_taken_back(arta, ben):
    one = block(arta.user, ben.user)
    ben.delete()
    client = logged_in(arta.user)

    assert client.get("/en/profile/blocked/").status_code == 200
    assert client.get(API).json()[0]["person"] is None
    assert unblock(arta.user, one.pk)


def test_blocks_go_with_either_account(arta, ben):
    other = UserFactory()
    block(arta.user, ben.user)
    block(other, arta.user)
    block(other, ben.user)

    run_erasure(erase_now(arta.user, reason="Test").pk)

    left = Block.objects.get()
    assert (left.by, left.blocked) == (other, ben.user)


def test_blocks_cost_no_statement(arta, ben, django_assert_num_queries):
    block(arta.user, ben.user)
    list(directory_of(ben.user).named("a", 5))

    with django_assert_num_queries(1):
        directory_of(ben.user).named("ben", 5)
    with django_assert_num_queries(1):
        directory_of(ben.user).whole(arta.slug)


# Who was shown what ---------------------------------------------------------------------


def test_a_member_reads_who_looked_and_which_exports_there_were(arta, ben):
    admin = UserFactory(is_superuser=True)
    disclose(arta.pk, admin, "A project in Peja")
    disclose(ben.pk, admin, "Something else")
    begin_export(admin, "Statistics of 2026", "", "csv")
    client = logged_in(arta.user)

    told = client.get("/api/v1/me/disclosures/").json()

    assert [one["reason"] for one in told["looks"]] == ["A project in Peja"]
    assert [one["reason"] for one in told["exports"]] == ["Statistics of 2026"]
    assert set(told["looks"][0]) == {"at", "reason"}
    page = client.get("/en/profile/disclosures/").content.decode()
    assert "A project in Peja" in page
    assert "Statistics of 2026" in page
    assert "Something else" not in page
    assert admin.email not in page
