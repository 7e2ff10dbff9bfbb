"""Bad input: a 4xx that says what is wrong, nothing half-written, never a 5xx."""

import pytest

from community.forums.models import Draft, Post, PostImage, Topic
from tests.factories import talk
from tests.forums.asking import Api, picture_file

pytestmark = pytest.mark.django_db
GOOD = {"title": "A title of some words", "text": "Text."}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", ""),
        ("text", " \n\t "),
        ("text", "x" * 30_001),
        ("text", None),
        ("text", ["x"]),
        ("text", {"x": 1}),
        ("title", ""),
        ("title", "short"),
        ("title", "x" * 151),
        ("title", {}),
        ("kind", "poem"),
        ("kind", 3),
        ("tags", "nursing"),
        ("tags", ["no-such-tag"]),
        ("tags", ["a b"]),
        ("tags", [None]),
        ("poll", "x"),
        ("poll", {"question": "Which?", "options": ["One"]}),
        ("poll", {"question": "", "options": ["One", "Two"]}),
        ("poll", {"question": "Which?", "options": ["One", "x" * 121]}),
        ("poll", {"question": "W?", "options": ["1", "2"], "closes_at": "2001-01-01"}),
        ("poll", {"question": "W?", "options": ["1", "2"], "votes": 3}),
        ("client_id", "1"),
        ("author", 1),
        ("number", 1),
        ("state", "shown"),
        ("html", "<b>x</b>"),
        ("is_pinned", True),
        ("created_at", "2001-01-01T00:00:00Z"),
    ],
)
def test_a_topic_is_refused_and_the_member_named(forum, arta, name, value):
    response = Api(arta).post("topics/", {**GOOD, "forum": forum.code, name: value})

    assert response.status_code == 400
    assert list(response.json()["errors"]) == [name]
    assert (Topic.objects.count(), Post.objects.count()) == (0, 0)


@pytest.mark.parametrize("sign", ["\\u0000", "\\ud800"])
@pytest.mark.parametrize("name", ["title", "text"])
def test_signs_that_no_text_has_are_refused(forum, arta, name, sign):
    body = {"title": "A title of words", "text": "Text"}
    body[name] += "SIGN"
    members = ",".join(f'"{k}":"{v}"' for k, v in body.items()).replace("SIGN", sign)

    response = Api(arta).post("topics/", f'{{"forum":"{forum.code}",{members}}}')

    assert response.status_code == 400
    assert Topic.objects.count() == 0


@pytest.mark.parametrize("body", ["", "x", "[]", "3", "null", '"x"', b"\xff\xfe", "{"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "topics/"),
        ("post", "topics/{topic}/posts/"),
        ("patch", "posts/{post}/"),
        ("put", "topics/{topic}/read/"),
        ("put", "topics/{topic}/level/"),
        ("put", "forums/{forum}/level/"),
        ("put", "me/drafts/topic:1/"),
        ("post", "preview/"),
    ],
)
def test_a_body_that_is_none_is_refused(topic, arta, method, path, body):
    known = {"topic": topic.pk, "post": topic.posts.get().pk, "forum": topic.forum.code}

    response = Api(arta).send(method, path.format(**known), body or b" ")

    assert response.status_code == 400, response.content
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"text": "x", "reply_to": "x"}, "reply_to"),
        ({"text": "x", "reply_to": -1}, "reply_to"),
        ({"text": "x", "reply_to": 10**30}, "reply_to"),
        ({"text": "x", "number": 1}, "number"),
        ({"text": "x", "author": 1}, "author"),
        ({"text": "x", "is_wiki": True}, "is_wiki"),
        ({"text": "x", "at": "2001-01-01T00:00:00Z"}, "at"),
        ({}, "text"),
    ],
)
def test_an_answer_is_refused_and_the_member_named(topic, besim, body, name):
    response = Api(besim).post(f"topics/{topic.pk}/posts/", body)

    assert response.status_code == 400
    assert list(response.json()["errors"]) == [name]
    assert topic.posts.count() == 1


def test_an_answer_to_a_post_that_is_not_there_answers_the_topic(topic, besim):
    body = {"text": "Hello.", "reply_to": 2**31 - 1}

    told = Api(besim).post(f"topics/{topic.pk}/posts/", body).json()

    assert told["reply_to"] is None


@pytest.mark.parametrize("number", [0, -1, "x", 2**31, 10**30, None, 1.5])
def test_a_number_to_which_nobody_reads(topic, besim, number):
    response = Api(besim).put(f"topics/{topic.pk}/read/", {"number": number})

    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["number"]


@pytest.mark.parametrize("pk", ["0", "9" * 15, "9" * 19, "9" * 25])
@pytest.mark.parametrize("path", ["topics/{}/", "posts/{}/", "topics/{}/posts/"])
def test_huge_numbers_are_nothing(path, pk, besim):
    assert Api(besim).get(path.format(pk)).status_code in (400, 404)


def test_drafts_are_ones_own(topic, arta, besim):
    api, path = Api(arta), f"me/drafts/topic:{topic.pk}/"

    told = api.put(path, {"text": "Half a thou"}).json()

    assert (told["key"], told["text"]) == (f"topic:{topic.pk}", "Half a thou")
    assert [one["key"] for one in api.get("me/drafts/").json()] == [told["key"]]
    assert Api(besim).get(path).status_code == 404
    assert Api(besim).delete(path).status_code == 204
    assert Api().get("me/drafts/").status_code == 403
    assert api.get(path).json() == told
    assert api.put(path, {"text": " "}).status_code == 204
    assert api.get(path).status_code == 404
    assert api.put("me/drafts/room:3/", {"text": "x"}).status_code == 400
    assert api.put(path, {"text": "x" * 30_001}).status_code == 400
    assert not Draft.objects.exists()


def test_a_text_is_previewed_as_it_will_be(arta, besim):
    body = {"text": f"**Hi** @[x]({besim.uuid}) <script>alert(1)</script>"}

    told = Api(arta).post("preview/", body).json()

    assert "<strong>Hi</strong>" in told["html"]
    assert "@Besim Hoxha" in told["html"]
    assert "<script" not in told["html"]
    assert Api().post("preview/", body).status_code == 403
    assert list(Api(arta).post("preview/", {"text": ""}).json()["errors"]) == ["text"]


def test_a_picture_is_kept(arta, outsider):
    api = Api(arta).client

    response = api.post("/api/v1/forum-images/", {"file": picture_file()})

    assert response.status_code == 201
    told, image = response.json(), PostImage.objects.get()
    assert told["markdown"] == f"![](image:{image.uid})"
    assert (told["width"], told["height"]) == (image.width, image.height)
    html = Api(arta).post("preview/", {"text": told["markdown"]}).json()["html"]
    assert f'src="/forum-images/{image.uid}/"' in html
    for reader in (None, outsider):
        refused = Api(reader).client.post(
            "/api/v1/forum-images/", {"file": picture_file()}
        )
        assert refused.status_code == 403


def test_unknown_parameters_are_refused_when_writing_too(topic, besim):
    talk.post(topic, besim)
    path = f"topics/{topic.pk}/read/"

    assert Api(besim).put(f"{path}?numbr=1", {"number": 1}).status_code == 400
    assert Api(besim).delete(f"{path}?number=x").status_code == 400
