"""What moderators do through the API, and what nobody else does."""

import pytest

from community.forums.models import Post, Topic, TopicEvent
from tests.factories import talk
from tests.factories.people import UserFactory
from tests.forums.asking import Api

pytestmark = pytest.mark.django_db
BODIES = {
    "close": {"reason": "Answered."},
    "open": {},
    "pin": {},
    "unpin": {},
    "slow": {"seconds": 60},
    "move": {"forum": "medicine-news"},
    "split": {"posts": [2], "title": "Another conversation"},
    "merge": {"into": 0},
    "hide": {"reason": "Spam"},
}


@pytest.fixture
def second(forum, arta) -> Topic:
    """Another topic, and another forum of the network to move things to."""
    talk.forum(forum.network, "medicine-news")
    return talk.topic(forum, arta, "The other conversation")


def body_of(verb: str, second: Topic) -> dict:
    return {"into": second.pk} if verb == "merge" else BODIES[verb]


@pytest.mark.parametrize("verb", BODIES)
def test_only_moderators_do_it(verb, topic, second, arta, besim, outsider, mod):
    talk.post(topic, besim)
    law = talk.network("law")
    stranger = talk.join(UserFactory(), law, role="moderator")
    path, body = f"topics/{topic.pk}/{verb}/", body_of(verb, second)

    for reader in (None, outsider, besim, arta, stranger):
        assert Api(reader).post(path, body).status_code == 403
    assert not TopicEvent.objects.exists()
    assert Api(mod).post(path, body).status_code == 200


def test_each_verb_does_what_it_says(topic, second, besim, mod):
    for _number in range(3):
        talk.post(topic, besim)
    api = Api(mod)

    def do(verb, pk=topic.pk, **body):
        return api.post(f"topics/{pk}/{verb}/", body).json()

    assert do("close", reason="Done")["is_closed"]
    assert not do("open")["is_closed"]
    assert do("pin")["is_pinned"]
    assert not do("unpin")["is_pinned"]
    assert do("slow", seconds=60)["slow_seconds"] == 60
    assert do("move", forum="medicine-news")["forum"] == "medicine-news"
    new = do("split", posts=[2, 3], title="Another conversation")
    assert (new["title"], new["posts"]) == ("Another conversation", 2)
    assert do("merge", new["id"], into=second.pk)["posts"] == 3
    assert api.get(f"topics/{new['id']}/").status_code == 404
    assert do("hide", reason="Spam")["state"] == "hidden"
    assert do("restore")["state"] == "shown"


def test_what_cannot_be_done_is_said(topic, second, mod):
    api, path = Api(mod), f"topics/{topic.pk}"

    assert api.post(f"{path}/merge/", {"into": topic.pk}).status_code == 409
    assert api.post(f"{path}/move/", {"forum": topic.forum.code}).status_code == 409
    split = {"posts": [1], "title": "Another conversation"}
    assert api.post(f"{path}/split/", split).status_code == 409
    first = topic.posts.get()
    assert api.post(f"posts/{first.pk}/hide/").status_code == 409
    wrong = api.post(f"{path}/slow/", {"seconds": 10**7})
    assert list(wrong.json()["errors"]) == ["seconds"]


def test_a_topic_goes_only_where_one_moderates_too(topic, mod):
    law = talk.forum(talk.network("law"))

    moved = Api(mod).post(f"topics/{topic.pk}/move/", {"forum": law.code})

    assert moved.status_code == 403
    topic.refresh_from_db()
    assert topic.forum.code == "medicine-general"


def test_hiding_a_post_says_why(topic, besim, mod):
    post = talk.post(topic, besim)

    told = Api(mod).post(f"posts/{post.pk}/hide/", {"reason": "Rude"}).json()

    assert (told["state"], "restore" in told["can"]) == ("hidden", True)
    assert TopicEvent.objects.get().reason == "Rude"
    assert Post.objects.get(pk=post.pk).state == "hidden"
