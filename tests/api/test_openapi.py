"""The schema of the API: without warnings, complete, and true (bar B9)."""

import re
from datetime import timedelta

import jsonschema
import pytest
import yaml
from django.core.management import call_command
from django.utils import timezone

from cms import api
from cms.library.models import WorkAbstract, WorkContributor, WorkRelation
from community.forums.actions import PollPlan, PostPlan, close_topic, edit_post, reply
from tests.api.openapi import response_schema
from tests.factories import places, talk
from tests.factories.content import make_entry, make_news, make_topic, make_work
from tests.factories.many import MAKERS
from tests.factories.media import make_image
from tests.factories.people import UserFactory

WRITES = [
    "/api/v1/faq/entries/{key}/feedback/",
    "/api/v1/library/import/",
    "/api/v1/networks/{code}/requests/{number}/",
]
MORE = {
    # Read by everybody, written by members.
    "/api/v1/taxonomy/skills/": ["get", "post"],
    "/api/v1/networks/{code}/join/": ["post", "delete"],
}
# A member's own things: written there, told by the status that fits.
OWN = "/api/v1/me/"
# Read by everybody, written by members, who are told by the status that fits.
FORUMS = tuple(
    f"/api/v1/{name}/"
    for name in ("forums", "topics", "posts", "preview", "forum-images")
)
# For members, but for the plan of a visit.
BOOKINGS = ("/api/v1/bookings/", "/api/v1/visits/", "/api/v1/waitlist/")
PLAN = "/api/v1/visits/plan/"
SOURCES = "/api/v1/ics-sources/"
LISTS = ["library/works/", "news/", "faq/topics/", "faq/entries/"]


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    """The schema as the command writes it; fails on any warning."""
    file = tmp_path_factory.mktemp("schema") / "schema.yaml"
    call_command("spectacular", "--fail-on-warn", "--validate", "--file", str(file))
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def test_every_address_of_the_api_is_described(document):
    routes = {
        re.sub(r"<\w+:(\w+)>", r"{\1}", f"/api/v1/{pattern.pattern}")
        for pattern in api.urlpatterns
        if pattern.name not in ("schema", "docs")
    }

    assert set(document["paths"]) == routes


def test_every_operation_says_what_it_is_and_how_it_fails(document):
    for path, methods in document["paths"].items():
        if path.startswith((OWN, SOURCES, *FORUMS, *BOOKINGS)):
            continue
        known = MORE.get(path, ["post"] if path in WRITES else ["get"])
        assert list(methods) == known, path
        for operation in methods.values():
            assert operation["description"], path
            told = set(operation["responses"])
            assert {"400", "404"} <= told, path
            assert told & {"200", "201", "204"}, path
            assert "security" not in operation or {} in operation["security"], path


def test_every_own_operation_says_how_it_answers(document):
    own = {k: v for k, v in document["paths"].items() if k.startswith(OWN)}
    assert own
    for path, methods in own.items():
        for method, operation in methods.items():
            assert operation["description"], path
            told = set(operation["responses"])
            # What has a body may have one of the wrong kind.
            of_body = {"415"} if "requestBody" in operation else set()
            assert {"400", "403", "404"} | of_body <= told, (method, path)
            assert {"200", "201", "204"} & told, path


def test_every_operation_of_the_forums_says_how_it_answers(document):
    told_of = {k: v for k, v in document["paths"].items() if k.startswith(FORUMS)}
    assert len(told_of) > 25
    for path, methods in told_of.items():
        for method, operation in methods.items():
            assert operation["description"], path
            told = set(operation["responses"])
            for_members = set() if method == "get" else {"403"}
            of_body = {"409", "415"} if "requestBody" in operation else set()
            assert {"400", "404", "429"} | for_members | of_body <= told, path
            assert {"200", "201", "204"} & told, path


def test_every_operation_of_bookings_says_how_it_answers(document):
    told_of = {k: v for k, v in document["paths"].items() if k.startswith(BOOKINGS)}
    assert len(told_of) > 10
    for path, methods in told_of.items():
        for method, operation in methods.items():
            assert operation["description"], path
            told = set(operation["responses"])
            for_members = set() if path == PLAN else {"403"}
            of_body = {"409", "415"} if "requestBody" in operation else set()
            of_change = {"412", "422", "428"} if method == "patch" else set()
            wanted = {"400", "404", "429"} | for_members | of_body | of_change
            assert wanted <= told, path
            assert {"200", "201", "204"} & told, path


def test_every_operation_of_calendars_from_elsewhere_says_how_it_answers(document):
    told_of = {k: v for k, v in document["paths"].items() if k.startswith(SOURCES)}
    assert {k: list(v) for k, v in told_of.items()} == {
        SOURCES: ["get", "post"],
        f"{SOURCES}{{id}}/": ["get", "patch", "delete"],
        f"{SOURCES}{{id}}/fetch/": ["post"],
    }
    for path, methods in told_of.items():
        for operation in methods.values():
            assert operation["description"], path
            told = set(operation["responses"])
            of_body = {"409", "415", "422"} if "requestBody" in operation else set()
            assert {"400", "403", "404", "429"} | of_body <= told, path
            assert {"200", "201", "202", "204"} & told, path


def test_a_reader_learns_how_an_answer_may_be_refused(document):
    operation = document["paths"]["/api/v1/faq/entries/{key}/feedback/"]["post"]

    assert set(operation["responses"]) == {
        *("200", "201", "400", "403", "404", "415", "429")
    }
    assert list(operation["requestBody"]["content"]) == ["application/json"]


@pytest.mark.parametrize("endpoint", LISTS)
def test_lists_are_as_described(cms_tree, client, document, endpoint):
    MAKERS[endpoint](cms_tree, 4)
    schema = response_schema(document, f"/api/v1/{endpoint}")

    for parameters in ({}, {"limit": 1}, {"locale": "de"}):
        answer = client.get(f"/api/v1/{endpoint}", parameters).json()
        assert answer["items"]
        jsonschema.validate(answer, schema)


@pytest.mark.parametrize("endpoint", ["locales/", "tree/", "library/subjects/"])
def test_the_other_lists_are_as_described(cms_tree, client, document, endpoint):
    MAKERS["library/works/"](cms_tree, 1)

    answer = client.get(f"/api/v1/{endpoint}").json()

    assert answer
    jsonschema.validate(answer, response_schema(document, f"/api/v1/{endpoint}"))


def test_a_whole_work_is_as_described(cms_tree, client, document):
    work = make_work(cms_tree, {"sq": "Libri"}, month=5, doi="10.1000/1", isbn="1")
    other = make_work(cms_tree, {"en": "Book"})
    WorkAbstract.objects.create(work=work, locale="sq", text="Për çka")
    WorkContributor.objects.create(work=work, given="Arta", family="Gashi")
    WorkRelation.objects.create(work=work, kind="cites", other=other)

    answer = client.get(f"/api/v1/library/works/{work.uid}/").json()

    jsonschema.validate(
        answer, response_schema(document, "/api/v1/library/works/{uid}/")
    )
    assert answer["issued"] == "1998-05"
    assert answer["titles"] == {"sq": "Libri"}
    assert answer["abstracts"] == {"sq": "Për çka"}
    assert answer["contributors"] == [
        {
            "role": "author",
            "given": "Arta",
            "family": "Gashi",
            "literal": "",
            "orcid": "",
        }
    ]
    assert answer["relations"] == [
        {"relation": "cites", "key": str(other.uid), "title": "Book"}
    ]


def test_pages_of_every_type_are_as_described(cms_tree, client, document):
    topic = make_topic(cms_tree, {"en": "Work"})
    things = [
        make_news(cms_tree, {"en": "Item"}, image=make_image(), image_alt="Bridge")[
            "en"
        ],
        make_entry(topic, {"en": "How?"})["en"],
        topic["en"],
        make_work(cms_tree, {"en": "Book"}).item_pages.get(),
        *(cms_tree[name, "en"] for name in ("home", "library", "faq", "news")),
    ]
    schema = response_schema(document, "/api/v1/pages/{key}/")

    types = []
    for page in things:
        answer = client.get(f"/api/v1/pages/{page.translation_key}/?locale=en").json()
        jsonschema.validate(answer, schema)
        types.append(answer["type"])

    assert types == [
        "news",
        "faq-entry",
        "faq-topic",
        "library-item",
        "home",
        "library",
        "faq",
        "news-index",
    ]


def test_a_resolved_path_is_as_described(cms_tree, client, document):
    answer = client.get("/api/v1/resolve/", {"path": "/en/library/"}).json()

    jsonschema.validate(answer, response_schema(document, "/api/v1/resolve/"))


@pytest.mark.parametrize(
    ("address", "path", "status"),
    [
        ("news/?limit=0", "news/", "400"),
        ("pages/00000000-0000-0000-0000-000000000000/", "pages/{key}/", "404"),
    ],
)
def test_problems_are_as_described(cms_tree, client, document, address, path, status):
    response = client.get(f"/api/v1/{address}")

    assert response.status_code == int(status)
    schema = response_schema(document, f"/api/v1/{path}", status)
    jsonschema.validate(response.json(), schema)


def test_the_described_parameters_are_those_that_work(cms_tree, client, document):
    for path, methods in document["paths"].items():
        is_own = path.startswith((OWN, SOURCES))
        is_own |= path.startswith(BOOKINGS) and path != PLAN
        if "get" not in methods or is_own:
            continue
        names = [
            p["name"]
            for p in methods.get("get", {}).get("parameters", [])
            if p["in"] == "query"
        ]
        if "{" in path:
            continue
        problem = client.get(path, {"no-such-parameter": "1"}).json()
        known = problem["errors"]["no-such-parameter"][0].split(": ")[1].rstrip(".")
        assert sorted(names) == [name for name in known.split(", ") if name], path


def test_the_documentation_asks_no_other_host(cms_tree, client):
    response = client.get("/api/v1/docs/")
    page = response.content.decode()

    addresses = re.findall(r"""(?:src|href)=["']([^"']+)["']""", page)
    assert response.status_code == 200
    assert [a for a in addresses if not a.startswith("/")] == []
    assert [a for a in addresses if a.startswith("//")] == []
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL)
    assert [inline for _attributes, inline in scripts if inline.strip()] == []


def test_the_documentation_works_under_our_policy(cms_tree, client):
    page = client.get("/api/v1/docs/").content.decode()
    addresses = re.findall(r"""(?:src|href)=["']([^"']+)["']""", page)

    answers = {}
    for address in addresses:
        response = client.get(address.replace("&amp;", "&"))
        answers[address] = response.status_code
        list(response)  # a file stays open until it is read to its end

    assert len(answers) >= 3
    assert set(answers.values()) == {200}
    assert [word for word in ("<style", " style=", " onload=") if word in page] == []


def test_forums_are_as_described(db, client, document):
    forum = talk.forum()
    member = talk.join(UserFactory(), forum.network, role="moderator")
    topic = talk.topic(forum, member)
    poll = PollPlan("Which day?", ["One", "Two"])
    post = reply(topic, member, PostPlan(text="An answer.", poll=poll))
    edit_post(post, member, "Another answer.", seen_edits=0)
    close_topic(topic, member, "Done.")
    client.force_login(member)

    for path, names in {
        "forums/": {},
        "forums/{code}/": {"code": forum.code},
        "topics/": {},
        "topics/{id}/": {"id": topic.pk},
        "topics/{id}/posts/": {"id": topic.pk},
        "posts/{id}/": {"id": post.pk},
        "posts/{id}/revisions/": {"id": post.pk},
        "posts/search/": {},
        "me/unread/": {},
        "me/drafts/": {},
    }.items():
        asked = {"q": "another"} if "search" in path else {}
        answer = client.get(f"/api/v1/{path.format(**names)}", asked).json()
        assert answer is not None
        jsonschema.validate(answer, response_schema(document, f"/api/v1/{path}"))


def test_spaces_are_as_described(db, client, document):
    space, member = places.space(), UserFactory()
    places.hours(space)
    room = places.resource(space)
    day = timezone.localdate() + timedelta(days=7)
    wish = {"space": space.slug, "first": day, "last": day + timedelta(days=2)}
    hours = {"opens": "10:00", "closes": "12:00"}
    client.force_login(member)
    stay = client.post("/api/v1/visits/", {**wish, **hours}, "application/json").json()
    booking = stay["bookings"][0]["id"]

    for path, names in {
        "resources/{id}/": {"id": room.pk},
        "resources/{id}/availability/": {"id": room.pk},
        "availability/": {},
        "bookings/": {},
        "bookings/{uid}/": {"uid": booking},
        "bookings/{uid}/events/": {"uid": booking},
        "visits/": {},
        "visits/{uid}/": {"uid": stay["id"]},
        "visits/plan/": {},
    }.items():
        asked = {**wish, **hours} if "plan" in path else {}
        answer = client.get(f"/api/v1/{path.format(**names)}", asked).json()
        assert answer
        jsonschema.validate(answer, response_schema(document, f"/api/v1/{path}"))
