"""The screens that move, split and merge topics: what is asked for wrongly is told, and
nothing is lost."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from community.forums.actions import (
    CannotMoveError,
    PollPlan,
    PostPlan,
    keep_draft,
    merge_topics,
    recount,
    reply,
    split_topic,
    take_away_topic,
)
from community.forums.models import Draft, Forum, Poll, Post, Topic, TopicEvent
from tests.factories import talk
from tests.factories.people import UserFactory

NOTHING = {"posts": 0, "topics": 0, "forums": 0, "options": 0, "polls": 0}
TITLE = "Another conversation"
Ask = Callable[..., Any]


@pytest.fixture(autouse=True)
def _site(cms_tree):
    """The frame around the screens."""


def as_(user) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def path(topic: Topic, what: str = "moderate") -> str:
    return f"/en/forum/topic/{topic.pk}/{what}/"


@pytest.fixture
def ask(mod) -> Ask:
    """What a moderator sends to the screen of a topic."""
    client = as_(mod)

    def ask(topic: Topic, do: str = "", what: str = "moderate", **sent: Any) -> Any:
        return client.post(path(topic, what), {"do": do, **sent})

    return ask


@pytest.fixture
def talked(topic, arta, besim) -> Topic:
    """With answers 2 to 5."""
    for number in range(2, 6):
        talk.post(topic, besim if number % 2 else arta, f"Answer {number}.")
    topic.refresh_from_db()
    return topic


@pytest.fixture
def second(forum, besim) -> Topic:
    return talk.topic(forum, besim, "The same matter once more")


@pytest.fixture
def law(db) -> Forum:
    """Of a network in which nobody here moderates."""
    return talk.forum(talk.network("law"))


@pytest.fixture
def secret(mod) -> Forum:
    """Of a closed network to which the moderator does not belong."""
    return talk.forum(talk.network("secret", is_public=False))


def everything() -> Any:
    """All posts with where they stand, and how many are counted."""
    posts = Post.objects.order_by("pk").values_list(
        "pk", "topic", "number", "raw", "author", "state", "reply_to"
    )
    topics = Topic.objects.order_by("pk").values_list(
        "pk", "forum", "state", "post_count", "highest_number", "solution"
    )
    forums = Forum.objects.order_by("pk").values_list("topic_count", "post_count")
    return list(posts), list(topics), list(forums), TopicEvent.objects.count()


def refusal(response: Any, status: int) -> str:
    assert response.status_code == status
    assert response["Content-Type"].startswith("text/html")
    return response.content.decode()


# Who may ----------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["moderate", "split"])
def test_only_who_moderates_finds_the_screens(
    topic, arta, besim, outsider, mod, what
) -> None:
    secret = talk.forum(talk.network("secret", is_public=False))
    hidden = talk.topic(secret, talk.join(UserFactory(), secret.network))

    assert as_(mod).get(path(topic, what)).status_code == 200
    for reader in (arta, besim, outsider):
        assert as_(reader).get(path(topic, what)).status_code == 403
        assert as_(reader).post(path(topic, what), {"do": "pin"}).status_code == 403
    for reader in (mod, arta, outsider):
        for method in ("get", "post"):
            ask = getattr(as_(reader), method)
            assert ask(path(hidden, what)).status_code == 404
            assert ask(path(Topic(pk=10**9), what)).status_code == 404
    led = as_(None).get(path(topic, what))
    assert led.status_code == 302
    assert "/login/" in led["Location"]


def test_a_moderator_of_another_network_is_refused(topic, law) -> None:
    other = talk.join(UserFactory(), law.network, role="lead")
    before = everything()

    sent = {"do": "move", "forum": law.pk}

    assert as_(other).post(path(topic), sent).status_code == 403
    assert everything() == before


# Moving -----------------------------------------------------------------------------------


def test_a_topic_moves_and_comes_back(ask, talked, forum) -> None:
    other, before = talk.forum(forum.network, "medicine-news"), everything()

    response = ask(talked, "move", forum=other.pk)

    assert response.status_code == 302
    assert Topic.objects.get(pk=talked.pk).forum == other
    assert list(Forum.objects.order_by("pk").values_list("post_count", flat=True)) == [
        0,
        5,
    ]
    assert ask(talked, "move", forum=forum.pk).status_code == 302
    assert everything()[:3] == before[:3]


@pytest.mark.parametrize("value", ["", "x", "0", "-1", str(10**9), "1" * 5_000])
def test_a_topic_does_not_move_to_what_is_no_forum(ask, talked, value) -> None:
    before = everything()

    page = refusal(ask(talked, "move", forum=value), 422)

    assert 'id="move_forum_error"' in page
    assert everything() == before


def test_a_topic_goes_only_where_one_moderates(ask, talked, law, secret) -> None:
    before = everything()

    for forum in (law, secret):
        page = refusal(ask(talked, "move", forum=forum.pk), 422)
        assert secret.name not in page
    assert everything() == before


def test_a_topic_that_is_there_already_stays(ask, talked, forum) -> None:
    before = everything()

    page = refusal(ask(talked, "move", forum=forum.pk), 409)

    assert "in this forum already" in page
    assert everything() == before


@pytest.mark.parametrize("do", ["", "explode", "split", "MOVE"])
def test_nothing_is_done_that_was_not_chosen(ask, talked, do) -> None:
    before = everything()

    assert "Choose what is to be done." in refusal(ask(talked, do), 422)
    assert everything() == before


# Merging ----------------------------------------------------------------------------------


def test_two_topics_become_one_and_nothing_is_lost(
    ask, talked, second, arta, besim, outsider
) -> None:
    poll = PollPlan("Which?", ["One", "Two"])
    answer = reply(talked, besim, PostPlan("As you say.", reply_to=3, poll=poll))
    keep_draft(outsider, f"topic:{talked.pk}", text="What I was about to say")
    texts = set(Post.objects.values_list("pk", "raw"))

    response = ask(talked, "merge", into=f"https://example.org{path(second, 'x-y')}?a")

    assert response["Location"].endswith(f"/topic/{second.pk}/")
    posts = second.posts.order_by("number")
    assert set(posts.values_list("pk", "raw")) == texts
    assert [one.number for one in posts] == [1, 2, 3, 4, 5, 6, 7]
    moved = posts.get(pk=answer.pk)
    assert posts.get(number=moved.reply_to).raw == "Answer 3."
    assert Poll.objects.get().post_id == answer.pk
    assert recount() == NOTHING
    led = as_(None).get(path(talked, "")[:-1], follow=True)
    assert led.redirect_chain[-1][0].endswith("/the-same-matter-once-more/")
    assert Draft.objects.get().key == f"topic:{second.pk}"
    assert "What I was about to say" in (
        as_(outsider).get("/en/forum/drafts/").content.decode()
    )


@pytest.mark.parametrize(
    "value", ["", "x", "0", "-1", str(10**9), "9" * 400, "/topic/x/", "x" * 600]
)
def test_a_topic_is_not_merged_into_nothing(ask, talked, value) -> None:
    before = everything()

    page = refusal(ask(talked, "merge", into=value), 422)

    assert 'id="merge_into_error"' in page
    assert everything() == before


def test_a_topic_is_not_merged_into_itself(ask, talked) -> None:
    before = everything()

    page = refusal(ask(talked, "merge", into=str(talked.pk)), 409)

    assert "cannot be merged into itself" in page
    assert everything() == before


def test_topics_merge_only_where_one_moderates_both(ask, talked, law, secret) -> None:
    """What one does not see is told like what is not there."""
    told = set()
    for forum in (law, secret):
        other = talk.topic(forum, talk.join(UserFactory(), forum.network), "Secret one")
        before = everything()
        page = refusal(ask(talked, "merge", into=str(other.pk)), 422)
        assert everything() == before
        assert "Secret one" not in page
        told.add("no topic of this address that you moderate" in page)
    assert told == {True}


def test_topics_that_are_not_shown_are_not_merged(ask, talked, second, mod) -> None:
    take_away_topic(second, mod, "hidden")
    before = everything()

    for one, other in ((talked, second), (second, talked)):
        page = refusal(ask(one, "merge", into=str(other.pk)), 409)
        assert "Only topics that are shown can be merged." in page
    assert everything() == before


def test_a_topic_that_was_merged_meanwhile_is_not_found(ask, talked, second, mod):
    third = talk.topic(second.forum, mod, "A third one of this matter")
    merge_topics(second, mod, talked)
    before = everything()

    assert ask(second, "move", forum=second.forum_id).status_code == 404
    assert ask(second, "pin").status_code == 404
    assert ask(second, what="split", posts=["2"], title=TITLE).status_code == 404
    refusal(ask(third, "merge", into=str(second.pk)), 422)
    assert everything() == before


# Splitting --------------------------------------------------------------------------------


def test_posts_go_into_a_topic_of_their_own_and_back(ask, talked, besim, mod) -> None:
    answer = reply(talked, besim, PostPlan("To the third.", reply_to=3))
    stays = reply(talked, besim, PostPlan("To the third, too.", reply_to=3))
    texts = set(Post.objects.values_list("pk", "raw"))

    response = ask(
        talked,
        what="split",
        posts=["3", "5", str(answer.number)],
        title=TITLE,
        forum=talked.forum_id,
    )

    new = Topic.objects.get(title=TITLE)
    assert response["Location"] == f"/en/forum/topic/{new.pk}/another-conversation/"
    assert list(new.posts.values_list("number", "raw", "reply_to")) == [
        (1, "Answer 3.", None),
        (2, "Answer 5.", None),
        (3, "To the third.", 1),
    ]
    stays.refresh_from_db()
    assert stays.reply_to is None
    assert list(talked.posts.values_list("number", flat=True)) == [1, 2, 4, 7]
    assert ask(new, "merge", into=str(talked.pk)).status_code == 302
    assert set(talked.posts.values_list("pk", "raw")) == texts


@pytest.mark.parametrize(
    ("posts", "status", "words"),
    [
        ([], 409, "Choose the posts"),
        (["x", "", "-2", "²", "9" * 5_000], 409, "Choose the posts"),
        (["1", "2"], 409, "The first post stays"),
        (["2", "99"], 409, "Some of these posts are not in this topic."),
        (["2", "999999999"], 409, "Some of these posts are not in this topic."),
        ([str(n) for n in range(2, 600)], 409, "At most 500 posts"),
    ],
)
def test_what_cannot_be_split_is_told(ask, talked, posts, status, words) -> None:
    before = everything()

    sent = {"posts": posts, "title": TITLE, "forum": talked.forum_id}
    page = refusal(ask(talked, what="split", **sent), status)

    assert words in page
    # What was typed and chosen is still there.
    assert f'value="{TITLE}"' in page
    if "2" in posts:
        assert 'value="2" checked' in page
    assert everything() == before


@pytest.mark.parametrize("title", ["", "short", "x" * 151, "\x01\x02"])
def test_the_new_topic_has_a_title(ask, talked, title) -> None:
    before = everything()

    sent = {"posts": ["2"], "title": title, "forum": talked.forum_id}
    page = refusal(ask(talked, what="split", **sent), 422)

    assert 'id="id_title_error"' in page
    assert 'value="2" checked' in page
    assert everything() == before


def test_posts_go_only_where_one_moderates(ask, talked, law, secret) -> None:
    before = everything()

    for forum in (law.pk, secret.pk, 0, "x", ""):
        sent = {"posts": ["2"], "title": TITLE, "forum": forum}
        page = refusal(ask(talked, what="split", **sent), 422)
        assert 'id="id_forum_error"' in page
    assert everything() == before


def test_posts_that_another_moderator_took_meanwhile_are_told(
    ask, talked, mod, forum
) -> None:
    split_topic(
        talked, mod, [2, 3], title="The first moderator was faster", forum=forum
    )
    before = everything()

    sent = {"posts": ["3", "4"], "title": TITLE, "forum": forum.pk}
    page = refusal(ask(talked, what="split", **sent), 409)

    assert "Some of these posts are not in this topic." in page
    assert everything() == before


def test_a_hidden_topic_is_not_split(ask, talked, mod) -> None:
    take_away_topic(talked, mod, "hidden")
    before = everything()

    sent = {"posts": ["2"], "title": TITLE, "forum": talked.forum_id}
    page = refusal(ask(talked, what="split", **sent), 409)

    assert "Only topics that are shown can be split." in page
    assert everything() == before


# Meanwhile --------------------------------------------------------------------------------


def test_what_is_written_while_a_topic_is_merged_is_not_lost(
    talked, second, besim, mod
) -> None:
    merge_topics(talked, mod, second)
    client = as_(besim)

    response = client.post(path(talked, "reply"), {"text": "My long answer."})

    page = refusal(response, 409)
    assert "has become a part of this one" in page
    assert "My long answer.</textarea>" in page
    assert f'action="{path(second, "reply")}"' in page
    assert Draft.objects.get().key == f"topic:{second.pk}"
    led = client.get(path(talked, "reply"))
    assert led["Location"] == path(second, "reply")


def test_what_is_written_while_a_topic_is_hidden_is_a_draft(talked, besim, mod) -> None:
    take_away_topic(talked, mod, "hidden")

    response = as_(besim).post(path(talked, "reply"), {"text": "My long answer."})

    assert response.status_code == 404
    drafts = as_(besim).get("/en/forum/drafts/").content.decode()
    assert "My long answer." in drafts


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_who_comes_a_moment_too_late_is_told(topic, arta, monkeypatch, headers) -> None:
    """What was found a moment ago may be a part of another topic when it is held."""

    def merged(*args: Any) -> None:
        raise CannotMoveError("This topic is a part of another one now.")

    monkeypatch.setattr("community.forums.actions.rename_topic", merged)
    sent = {"title": "A new title for it", "kind": "discussion"}

    response = as_(arta).post(path(topic, "edit"), sent, headers=headers)

    assert "a part of another one now" in refusal(response, 409)


def test_votes_for_nonsense_are_told(forum, arta, besim) -> None:
    topic = talk.topic(forum, arta)
    post = reply(topic, arta, PostPlan("Text.", poll=PollPlan("Q?", ["One", "Two"])))

    for nonsense in ("9" * 5_000, "-1", "x", "7"):
        sent = {"options": [nonsense]}
        response = as_(besim).post(f"/en/forum/post/{post.pk}/vote/", sent)
        assert response.status_code == 422, json.dumps(sent)[:50]
