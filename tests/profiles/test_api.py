"""The endpoints of occupations, skills and suggestions."""

import pytest
from django.test import Client

from community.profiles.actions import merge_skill
from community.profiles.models import Skill
from tests.factories.people import UserFactory
from tests.factories.taxonomy import SkillGroupFactory, make_skill

ROOT = "/api/v1/taxonomy/"
JSON = "application/json"


def get(client, path, status=200, **query):
    response = client.get(f"{ROOT}{path}", query)
    assert response.status_code == status, response.content
    return response.json()


def propose(client, **body):
    return client.post(f"{ROOT}skills/", body, content_type=JSON)


def test_occupations(taxonomy, client):
    assert len(get(client, "occupations/")) == 619
    assert len(get(client, "occupations/", level="2")) == 43
    below = get(client, "occupations/", parent="251", locale="de")
    assert [one["code"] for one in below] == ["2511", "2512", "2513", "2514", "2519"]
    assert below[1] == {
        "code": "2512",
        "level": 4,
        "parent": "251",
        "label": "Softwareentwickler/innen",
        "locale": "de",
        "labels": {
            "sq": "Zhvillues të softuerit",
            "en": "Software developers",
            "de": "Softwareentwickler/innen",
        },
    }
    found = get(client, "occupations/", q="avokat")
    assert [one["code"] for one in found] == ["2611"]


def test_one_occupation(taxonomy, client):
    found = get(client, "occupations/2611/", locale="en")

    assert [one["code"] for one in found["ancestors"]] == ["2", "26", "261"]
    assert found["ancestors"][2]["label"] == "Legal professionals"
    assert found["children"] == []
    assert "prokurore" in found["alternatives"]["sq"]
    assert len(get(client, "occupations/26/")["children"]) == 5


def test_skills_in_pages(taxonomy, client):
    seen, cursor = [], ""
    while True:
        page = (
            get(client, "skills/", limit="100", cursor=cursor)
            if cursor
            else get(client, "skills/", limit="100")
        )
        seen += [one["slug"] for one in page["items"]]
        cursor = page["next"]
        if not cursor:
            break

    assert len(seen) == len(set(seen)) == page["total"] >= 320
    assert page["previous"]


def test_skills_of_a_group_and_by_word(taxonomy, client):
    law = get(client, "skills/", group="law", limit="100", locale="de")
    assert {one["group"]["label"] for one in law["items"]} == {"Recht"}
    assert law["total"] == len(law["items"]) > 10
    found = get(client, "skills/", q="saldim", locale="en")
    assert [one["label"] for one in found["items"]] == ["Welding"]


def test_only_approved_skills_are_shown(db, client):
    kept = make_skill({"en": "Welding"}, group=SkillGroupFactory())
    old = make_skill({"en": "Brazing"})
    waiting = make_skill({"en": "Falconry"}, status="pending")
    merge_skill(old, kept, by=UserFactory())

    assert [o["slug"] for o in get(client, "skills/")["items"]] == [kept.slug]
    get(client, f"skills/{waiting.slug}/", status=404)
    found = get(client, f"skills/{old.slug}/")
    assert (found["slug"], found["alternatives"]) == (kept.slug, {"en": ["Brazing"]})


def test_suggest(taxonomy, client):
    found = get(client, "suggest/", q="Ärztin", kind="occupation", locale="sq")["items"]

    assert found[0] == {
        "kind": "occupation",
        "key": "2211",
        "label": "Mjekë të përgjithshëm",
        "locale": "sq",
        "matched": "Ärztin",
        "matched_locale": "de",
    }
    both = get(client, "suggest/", q="pro", limit="25")["items"]
    assert {one["kind"] for one in both} == {"occupation", "skill"}
    assert get(client, "suggest/") == {"items": []}


@pytest.mark.parametrize(
    ("path", "query", "status", "names"),
    [
        ("occupations/", {"level": "5"}, 400, ["level"]),
        ("occupations/", {"level": "x"}, 400, ["level"]),
        ("occupations/", {"parent": "77777"}, 404, None),
        ("occupations/", {"q": "x" * 81}, 400, ["q"]),
        ("occupations/", {"kind": "all"}, 400, ["kind"]),
        ("occupations/", {"locale": "fr"}, 400, ["locale"]),
        ("occupations/99999/", {}, 404, None),
        ("skills/", {"group": "none"}, 404, None),
        ("skills/", {"limit": "0"}, 400, ["limit"]),
        ("skills/", {"cursor": "x"}, 400, ["cursor"]),
        ("skills/no-such-skill/", {}, 404, None),
        ("suggest/", {"q": "a", "limit": "26"}, 400, ["limit"]),
        ("suggest/", {"q": "a", "limit": "²"}, 400, ["limit"]),
        ("suggest/", {"q": "a", "kind": "member"}, 400, ["kind"]),
        ("suggest/", {"q": "x" * 81}, 400, ["q"]),
    ],
)
def test_bad_input_is_named(db, client, path, query, status, names):
    answer = get(client, path, status, **query)

    assert answer["status"] == status
    assert list(answer.get("errors", [])) == (names or [])


@pytest.mark.parametrize("path", ["suggest/?q=", "skills/?q=", "occupations/?q="])
@pytest.mark.parametrize("text", ["%25", "_", "%00", "%27%3B--", "(", "%F0%9F%98%80"])
def test_no_text_breaks_a_search(db, client, path, text):
    assert client.get(f"{ROOT}{path}{text}").status_code in (200, 400)


@pytest.mark.parametrize(
    "path",
    [
        *("occupations/?level=1", "occupations/2211/", "skills/?limit=5"),
        *("skills/python/", "suggest/?q=mjek"),
    ],
)
def test_reads_are_public_and_checked_by_an_etag(taxonomy, client, path):
    first = client.get(ROOT + path)

    again = client.get(ROOT + path, headers={"if-none-match": first["ETag"]})

    assert first["Cache-Control"].startswith("public")
    assert "Cookie" not in first.get("Vary", "")
    assert (again.status_code, again.content) == (304, b"")
    client.force_login(UserFactory())
    assert client.get(ROOT + path).content == first.content


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("occupations/", 2),
        ("occupations/?parent=251", 3),
        ("occupations/2512/", 6),
        ("skills/?limit=100", 3),
        ("skills/?limit=100&group=law&q=recht", 4),
        ("skills/python/", 2),
        ("suggest/?q=mjek", 2),
    ],
)
def test_reads_take_few_queries(
    taxonomy, client, path, most, django_assert_max_num_queries
):
    with django_assert_max_num_queries(most):
        assert client.get(ROOT + path).status_code == 200


def test_a_member_proposes(db, client):
    member = UserFactory()
    client.force_login(member)

    first = propose(client, text=" Falconry ", locale="en")
    second = propose(client, text="FALCONRY", locale="de")

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["status"] == "pending"
    assert first.json()["label"] == "Falconry"
    assert first.json()["slug"] == second.json()["slug"] == "falconry"
    assert Skill.objects.get().proposed_by == member


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({}, "text"),
        ({"text": "x", "locale": "sq"}, "text"),
        ({"text": "1234", "locale": "sq"}, "text"),
        ({"text": "x" * 500, "locale": "sq"}, "text"),
        ({"text": ["a", "b"], "locale": "sq"}, "text"),
        ({"text": "Falconry"}, "locale"),
        ({"text": "Falconry", "locale": "fr"}, "locale"),
    ],
)
def test_a_bad_proposal_is_refused(db, client, body, name):
    client.force_login(UserFactory())

    response = propose(client, **body)

    assert response.status_code == 400
    assert name in response.json()["errors"]
    assert not Skill.objects.exists()


def test_visitors_forms_and_other_sites_cannot_propose(db):
    body = {"text": "Falconry", "locale": "en"}
    strict = Client(enforce_csrf_checks=True)
    assert propose(strict, **body).status_code == 403

    strict.force_login(UserFactory())
    assert propose(strict, **body).status_code == 403  # without a token
    plain = Client()
    plain.force_login(UserFactory())
    assert plain.post(f"{ROOT}skills/", body).status_code == 400
    assert not Skill.objects.exists()


def test_the_eleventh_proposal_is_refused_with_a_reason(db, client):
    client.force_login(UserFactory())
    for number in range(10):
        assert propose(client, text=f"Skill {number}", locale="en").status_code == 201

    response = propose(client, text="One more", locale="en")

    assert response.status_code == 400
    assert "10" in response.json()["errors"]["text"][0]
