"""Ids of a closed network in the path, the query and the body: nothing is read, nothing is
written, and what is forbidden looks like what does not exist (G2)."""

import pytest

from community.forums.actions import PollPlan, PostPlan, edit_post, keep_image, reply
from community.forums.models import (
    Forum,
    ForumUser,
    Post,
    PostImage,
    PostRevision,
    Reaction,
    Topic,
    TopicEvent,
    TopicUser,
)
from tests.factories import talk
from tests.factories.people import UserFactory
from tests.forums.asking import Api, picture_file

pytestmark = pytest.mark.django_db
NOBODY = 10**9


@pytest.fixture
def insider(network):
    """In the closed network, and in the public one, too."""
    return talk.join(UserFactory(display_name="Rina Insider"), network)


@pytest.fixture
def closed(insider) -> Topic:
    """A topic of a closed network with an edited answer that has a poll."""
    secret = talk.network("secret", is_public=False)
    talk.join(insider, secret)
    topic = talk.topic(talk.forum(secret), insider, "A closed conversation", "Hush.")
    plan = PostPlan(text="An apostille.", poll=PollPlan("Which?", ["One", "Two"]))
    edit_post(reply(topic, insider, plan), insider, "Apostille.", seen_edits=0)
    return topic


def everything() -> list[list]:
    """All that a write would change."""
    models = (Topic, Post, PostRevision, Reaction, TopicEvent, TopicUser, ForumUser)
    return [list(model.objects.order_by("pk").values()) for model in (*models, Forum)]


READS = [
    "forums/{forum}/",
    "topics/?forum={forum}",
    "topics/?network={network}",
    "topics/{topic}/",
    "topics/{topic}/posts/",
    "posts/{post}/",
    "posts/{post}/revisions/",
]
WRITES = [
    ("put", "forums/{forum}/level/", {"level": "watch"}),
    ("post", "topics/", {"forum": "{forum}", "title": "Let me in", "text": "Hi."}),
    ("patch", "topics/{topic}/", {"title": "Another title"}),
    ("delete", "topics/{topic}/", None),
    ("post", "topics/{topic}/posts/", {"text": "Hi."}),
    ("put", "topics/{topic}/read/", {"number": 1}),
    ("delete", "topics/{topic}/read/", None),
    ("put", "topics/{topic}/level/", {"level": "watch"}),
    ("put", "topics/{topic}/solution/", {"post": 1}),
    ("delete", "topics/{topic}/solution/", None),
    ("post", "topics/{topic}/restore/", {}),
    ("post", "topics/{topic}/close/", {"reason": ""}),
    ("post", "topics/{topic}/open/", {}),
    ("post", "topics/{topic}/pin/", {}),
    ("post", "topics/{topic}/unpin/", {}),
    ("post", "topics/{topic}/slow/", {"seconds": 60}),
    ("post", "topics/{topic}/move/", {"forum": "medicine-general"}),
    ("post", "topics/{topic}/split/", {"posts": [2], "title": "Split it off"}),
    ("post", "topics/{topic}/merge/", {"into": 1}),
    ("post", "topics/{topic}/hide/", {"reason": ""}),
    ("patch", "posts/{post}/", {"text": "Hi.", "seen_edits": 1}),
    ("delete", "posts/{post}/", None),
    ("post", "posts/{post}/restore/", {}),
    ("post", "posts/{post}/hide/", {"reason": ""}),
    ("put", "posts/{post}/reactions/thanks/", None),
    ("delete", "posts/{post}/reactions/thanks/", None),
    ("put", "posts/{post}/poll/vote/", {"options": [0]}),
]


def places(topic: Topic) -> dict:
    post = topic.posts.get(number=2)
    forum = topic.forum
    return {
        "forum": forum.code,
        "network": forum.network.code,
        "topic": topic.pk,
        "post": post.pk,
    }


NOWHERE = {"forum": "none", "network": "none", "topic": NOBODY, "post": NOBODY}


def body_of(body, known):
    return {
        name: value.format(**known) if isinstance(value, str) else value
        for name, value in (body or {}).items()
    }


@pytest.mark.parametrize("path", READS)
def test_nothing_closed_is_read(path, closed, insider, outsider, mod):
    known = places(closed)

    assert Api(insider).get(path.format(**known)).status_code == 200
    for reader in (None, outsider, mod):
        hidden = Api(reader).get(path.format(**known))
        missing = Api(reader).get(path.format(**NOWHERE))
        assert hidden.status_code == missing.status_code
        assert hidden.status_code in (
            (403,) if "revisions" in path and not reader else (404,)
        )
        assert hidden.json() == missing.json()


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
def test_nothing_closed_is_written(method, path, body, closed, forum, outsider, mod):
    known, before = places(closed), everything()

    for reader, status in ((None, 403), (outsider, 404), (mod, 404)):
        answers = []
        for names in (known, NOWHERE):
            api, address = Api(reader), path.format(**names)
            if method == "delete":
                answers.append(api.delete(address))
            else:
                answers.append(api.send(method, address, body_of(body, names)))
        hidden, missing = answers
        assert hidden.status_code == missing.status_code == status
        assert hidden.json() == missing.json()
    assert everything() == before


def test_lists_and_search_hold_nothing_closed(closed, topic, outsider, mod):
    for reader in (None, outsider, mod):
        api = Api(reader)
        codes = [one["code"] for one in api.get("forums/").json()["items"]]
        assert codes == ["medicine-general"]
        ids = [one["id"] for one in api.get("topics/").json()["items"]]
        assert ids == [topic.pk]
        assert api.get("posts/search/", q="apostille").json()["items"] == []
    new = [one["id"] for one in Api(mod).get("topics/", view="new").json()["items"]]
    assert new == [topic.pk]
    assert Api(mod).get("me/unread/").json()["new"] == 1


def test_a_quote_of_an_unseen_post_names_nobody(closed, topic, besim):
    post = closed.posts.get(number=2)
    text = f"[quote {post.pk}]\nApostille.\n[/quote]\nSo they say."

    html = Api(besim).post(f"topics/{topic.pk}/posts/", {"text": text}).json()["html"]
    preview = Api(besim).post("preview/", {"text": text}).json()["html"]

    assert "wrote:" not in html + preview
    assert f"/{post.pk}" not in html + preview
    assert "Rina" not in html + preview


def test_a_mention_by_a_guessed_number_or_of_nobody_names_nothing(topic, besim):
    stranger = UserFactory(display_name="Hidden Name", is_active=False)
    text = f"@[x]({stranger.uuid}) and @[y](nobody-here-at-all)"

    html = Api(besim).post("preview/", {"text": text}).json()["html"]

    assert html == "<p>x and y</p>\n"


def test_a_picture_of_somebody_else_is_not_shown(topic, arta, besim):
    image = keep_image(picture_file(), arta)

    html = Api(besim).post("preview/", {"text": f"![a](image:{image.uid})"}).json()

    assert "<img" not in html["html"]
    assert PostImage.objects.get().post is None


def test_nested_ids_must_belong_together(closed, topic, arta, insider, mod):
    """An answer of another topic, the closed topic as a target of a merge or move."""
    Topic.objects.filter(pk=topic.pk).update(kind="question")
    post = closed.posts.get(number=2)
    path = f"topics/{topic.pk}"

    assert Api(arta).put(f"{path}/solution/", {"post": post.pk}).status_code == 404
    assert Api(mod).post(f"{path}/merge/", {"into": closed.pk}).status_code == 404
    to = {"forum": closed.forum.code}
    assert Api(mod).post(f"{path}/move/", to).status_code == 404
    split = {"posts": [2], "title": "Split it off", **to}
    assert Api(mod).post(f"{path}/split/", split).status_code == 404
    # Who sees both, and asked the question, still cannot answer it from elsewhere.
    Topic.objects.filter(pk=topic.pk).update(author=insider)
    assert Api(insider).put(f"{path}/solution/", {"post": post.pk}).status_code == 409


def test_hidden_posts_are_for_their_author_and_moderators(topic, arta, besim, mod):
    post = talk.post(topic, besim)
    assert (
        Api(mod).post(f"posts/{post.pk}/hide/", {"reason": "Rude"}).status_code == 200
    )

    assert Api(besim).get(f"posts/{post.pk}/").json()["state"] == "hidden"
    assert Api(arta).get(f"posts/{post.pk}/").status_code == 404
    react = Api(arta).put(f"posts/{post.pk}/reactions/thanks/")
    assert react.status_code == 404
    assert Api(besim).post(f"posts/{post.pk}/restore/").status_code == 403
