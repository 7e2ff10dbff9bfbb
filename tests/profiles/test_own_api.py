"""me/: a member's own profile in the API, and nobody else's."""

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from community.profiles.actions import list_profile, start_profile
from community.profiles.audiences import FIELDS, Audience
from community.profiles.models import Profile
from community.profiles.querysets import Directory
from tests.factories.people import UserFactory
from tests.factories.taxonomy import make_skill
from tests.profiles.own import make_member, make_occupation, picture

ROOT = "/api/v1/me/profile/"
JSON = "application/json"
KEYS = {
    *("slug", "language", "name", "headline", "summary", "occupation"),
    *("position", "employer", "years", "country", "city", "origin"),
    *("availability", "hours_a_month", "email", "phone", "birth_year"),
    *("experience", "education", "licences", "languages", "links", "visits"),
    *("skills", "has_photo", "is_listed", "is_verified", "percent"),
}
PARTS = {
    "experience": (
        {"title": "Lecturer", "start_year": 2020},
        {"id", "title", "organisation", "place", "start_year", "end_year", "text"},
        {"start_year": 2020, "end_year": 2019},
    ),
    "education": (
        {"degree": "PhD"},
        {"id", "degree", "school", "field", "start_year", "end_year"},
        {"degree": ""},
    ),
    "licences": (
        {"title": "Board"},
        {"id", "title", "issuer", "number", "year", "valid_until"},
        {"year": 1066},
    ),
    "languages": (
        {"language": "de", "level": "C1"},
        {"id", "language", "level"},
        {"language": "xx"},
    ),
    "links": (
        {"url": "https://example.org/a"},
        {"id", "title", "url"},
        {"url": "javascript:alert(1)"},
    ),
    "visits": (
        {"start": "2031-07-01", "end": "2031-07-05"},
        {"id", "start", "end", "place"},
        {"start": "2031-07-06", "end": "2031-07-05"},
    ),
}


@pytest.fixture
def profile(client, db):
    found = make_member(occupation=make_occupation(en="Specialist doctors"))
    client.force_login(found.user)
    return found


def ask(client, method, path="", status=200, **body):
    send = getattr(client, method)
    data = {} if method == "get" else {"data": body, "content_type": JSON}
    response = send(ROOT + path, **data)
    assert response.status_code == status, response.content
    assert "no-store" in response["Cache-Control"]
    return response.json() if response.content else None


def test_own_profile_is_read_and_changed(client, profile):
    found = ask(client, "get")
    assert set(found) == KEYS
    assert (found["occupation"], found["phone"]) == ("2212", "+41 44 000 00 00")

    changed = ask(client, "patch", name=" Arta\u200b  K ", years=None, occupation=None)

    assert (changed["name"], changed["years"], changed["occupation"]) == (
        "Arta K",
        None,
        None,
    )
    assert set(changed) == KEYS
    assert Profile.objects.get().headline == "Cardiologist and lecturer"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "x" * 81),
        ("country", "QQ"),
        ("origin", "atlantis"),
        ("availability", ["sometimes"]),
        ("availability", "visit"),
        ("years", 71),
        ("years", "many"),
        ("occupation", "22"),
        ("occupation", "9999"),
        ("email", "nobody"),
        ("birth_year", 1780),
        ("language", "fr"),
        ("slug", "arta"),
        ("is_listed", True),
        ("is_verified", True),
        ("user", 1),
        ("name", {"a": 1}),
    ],
)
def test_what_does_not_hold_is_named_and_changes_nothing(client, profile, name, value):
    before = Profile.objects.values().get()
    status = 200 if name in ("slug", "is_listed", "is_verified") else 400

    answer = ask(client, "patch", status=status, **{name: value})

    assert Profile.objects.values().get() == before
    if status == 400:
        assert list(answer["errors"]) == [name]


@pytest.mark.parametrize("part", PARTS)
def test_entries(client, profile, part):
    good, keys, wrong = PARTS[part]
    assert len(ask(client, "get", f"{part}/")) == 1

    made = ask(client, "post", f"{part}/", 201, **good)
    assert set(made) == keys
    again = ask(client, "patch", f"{part}/{made['id']}/", **good)
    assert again == made
    answer = ask(client, "patch", f"{part}/{made['id']}/", 400, **wrong)
    assert answer["errors"]
    ask(client, "post", f"{part}/", 400, **good, profile=1)
    ask(client, "delete", f"{part}/{made['id']}/", 204)
    assert getattr(profile, part).count() == 1


@pytest.mark.parametrize("part", PARTS)
def test_entries_of_others_do_not_exist(client, profile, part):
    other = make_member(user=UserFactory(), occupation=None)
    one = getattr(other, part).get()
    before = type(one).objects.filter(pk=one.pk).values().get()

    ask(client, "patch", f"{part}/{one.pk}/", 404, **PARTS[part][0])
    ask(client, "delete", f"{part}/{one.pk}/", 404)

    assert type(one).objects.filter(pk=one.pk).values().get() == before


def test_skills(client, profile):
    skill = make_skill({"en": "Welding"}, slug="welding")
    waiting = make_skill({"en": "Falconry"}, slug="falconry", status="pending")

    held = ask(client, "put", f"skills/{skill.slug}/", has=True, level=3)

    assert held == {
        "skill": "welding",
        "has": True,
        "level": 3,
        "offers": False,
        "seeks": False,
        "endorsements": 0,
    }
    ask(client, "put", f"skills/{skill.slug}/", 400, level=4)
    ask(client, "put", f"skills/{skill.slug}/", 400, endorsed=9)
    assert ask(client, "put", "skills/welding/", endorsements=9)["endorsements"] == 0
    ask(client, "put", f"skills/{waiting.slug}/", 404, has=True)
    ask(client, "put", f"skills/{skill.slug}/", 204, has=False)
    ask(client, "delete", f"skills/{skill.slug}/", 404)
    ask(client, "put", f"skills/{skill.slug}/", seeks=True)
    ask(client, "delete", f"skills/{skill.slug}/", 204)
    assert profile.skills.count() == 1


def test_visibility(client, profile):
    list_profile(profile)
    found = ask(client, "get", "visibility/")
    assert set(found) == {"fields_shown", "partners", "preset"}
    assert set(found["fields_shown"]) == set(FIELDS)
    assert (found["preset"], found["fields_shown"]["phone"]) == ("members", [])

    changed = ask(client, "patch", "visibility/", fields_shown={"phone": ["networks"]})
    assert (changed["preset"], changed["fields_shown"]["phone"]) == (None, ["networks"])
    ask(client, "patch", "visibility/", preset="open", partners=True)

    assert Directory(Audience.PUBLIC).count() == 1
    assert Directory(Audience.PARTNERS).matching("cardiologist").count() == 1
    for wrong in (
        {"fields_shown": {"phone": ["friends"]}},
        {"fields_shown": {"shoe": []}},
        {"preset": "all"},
        {"partners": "perhaps"},
    ):
        ask(client, "patch", "visibility/", 400, **wrong)


def test_listing_takes_express_consent(client, profile):
    ask(client, "post", "list/", 400)
    ask(client, "post", "list/", 400, consent=False)
    assert Directory(Audience.MEMBERS).count() == 0
    assert ask(client, "post", "list/", consent=True) == {"is_listed": True}
    assert Directory(Audience.MEMBERS).count() == 1
    assert ask(client, "post", "unlist/") == {"is_listed": False}
    assert Directory(Audience.MEMBERS).count() == 0


def test_photo(client, profile):
    def put(file):
        # Django's client encodes forms for POST only.
        body = encode_multipart(BOUNDARY, {"photo": file})
        return client.put(f"{ROOT}photo/", body, content_type=MULTIPART_CONTENT)

    assert put(picture()).json() == {"has_photo": True}
    assert put("no file").status_code == 400
    broken = picture()
    broken.truncate(20)
    assert list(put(broken).json()["errors"]) == ["photo"]
    assert Profile.objects.get().photo
    ask(client, "delete", "photo/", 204)
    assert not Profile.objects.get().photo


def test_visitors_and_other_sites_are_refused(db):
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(ROOT).status_code == 403
    assert not Profile.objects.exists()
    member = UserFactory(display_name="Arta")
    strict.force_login(member)
    assert strict.get(ROOT).status_code == 200
    response = strict.patch(ROOT, {"name": "Other"}, content_type=JSON)
    assert response.status_code == 403
    assert start_profile(member).name == "Arta"


def test_the_profile_takes_a_fixed_number_of_queries(
    client, profile, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20):
        ask(client, "get")
