"""me/profile/import/: a file read, chosen from and taken over by a program."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from community.profiles.actions import start_profile
from community.profiles.models import Profile
from tests.factories.people import UserFactory
from tests.profiles.test_importing import RESUME, as_json

READ, TAKE = "/api/v1/me/profile/import/", "/api/v1/me/profile/import/take/"
JSON = "application/json"


@pytest.fixture
def member(client, cms_tree):
    user = UserFactory(display_name="Arta", interface_language="en")
    client.force_login(user)
    return user


def read(client, content=None):
    file = SimpleUploadedFile("resume.json", content or as_json(RESUME))
    return client.post(READ, {"file": file})


def test_a_file_is_read_and_nothing_is_stored(client, member):
    start_profile(member)
    before = Profile.objects.values().get()

    answer = read(client)

    assert answer.status_code == 200
    told = answer.json()
    assert set(told) == {"draft", "changes", "notes"}
    assert {tuple(sorted(one)) for one in told["changes"]} == {
        ("is_ticked", "key", "kind", "label", "new", "old")
    }
    new = {one["key"]: one["new"] for one in told["changes"]}
    assert new["value-country"] == "Switzerland"
    ticked = {one["key"]: one["is_ticked"] for one in told["changes"]}
    assert ticked["value-headline"]
    assert not ticked["value-phone"]
    assert all(set(note) == {"where", "why"} for note in told["notes"])
    assert Profile.objects.values().get() == before


def test_what_is_named_is_taken_over_and_nothing_else(client, member):
    draft = read(client).json()["draft"]
    body = {"draft": draft, "take": ["value-headline", "experience-0"]}

    answer = client.post(TAKE, body, JSON)

    assert answer.json() == {"taken": 2, "refused": []}
    profile = Profile.objects.get(user=member)
    assert profile.headline == "Cardiologist"
    assert profile.phone == ""
    assert profile.experience.count() == 1
    assert not profile.education.exists()


@pytest.mark.parametrize("content", [b"PK broken", b"{", b"[]", b"\x00\xff", b"{}"])
def test_a_file_that_is_none_is_a_clear_answer(client, member, content):
    answer = read(client, content)

    assert answer.status_code == 400
    assert answer.json()["errors"]["file"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"draft": "x", "take": ["value-name"]},
        {"draft": "x", "take": []},
        {"draft": None, "take": "all"},
        {"draft": "x", "take": ["a"], "more": 1},
    ],
)
def test_wrong_requests_are_refused_by_name(client, member, body):
    answer = client.post(TAKE, body, JSON)

    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_no_file_is_refused(client, member):
    assert client.post(READ, {"file": "text"}).status_code == 400


def test_another_members_draft_is_worth_nothing(client, member):
    draft = read(client).json()["draft"]
    stranger = Client()
    stranger.force_login(UserFactory())

    answer = stranger.post(TAKE, {"draft": draft, "take": ["value-name"]}, JSON)

    assert answer.status_code == 400
    assert not Profile.objects.filter(name="Arta Gashi").exists()


def test_there_are_so_many_files_an_hour(client, member, monkeypatch):
    monkeypatch.setattr("community.profiles.api.importing.MOST_FILES", 2)
    assert [read(client).status_code for _ in range(3)] == [200, 200, 429]
