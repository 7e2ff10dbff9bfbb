"""What is read for lists and topics, in how many statements."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils import timezone, translation

from community.accounts.models import Block, User
from community.forums.actions import (
    follow_forum,
    follow_topic,
    mark_all_read,
    mark_read,
    mark_unread_from,
    react,
    take_away_post,
    take_away_topic,
)
from community.forums.cards import full_window, posts_of, topic_for, topics_for
from community.forums.cards.topics import TopicQuestion
from community.forums.models import Topic
from tests.factories import talk

LATEST = TopicQuestion()


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def fresh(user: User) -> User:
    """As a request would find them."""
    return User.objects.get(pk=user.pk)


def test_a_list_takes_three_statements_for_visitors(
    forum, arta, besim, django_assert_num_queries
) -> None:
    for number in range(5):
        talk.post(talk.topic(forum, arta, f"Topic number {number}"), besim)
    topics_for(AnonymousUser(), LATEST)  # names of forums and skills are kept

    with django_assert_num_queries(3):
        found = topics_for(AnonymousUser(), TopicQuestion(forums=[forum.pk]))

    assert [one.topic.title[-1] for one in found.cards] == ["4", "3", "2", "1", "0"]
    assert [one.replies for one in found.cards] == [1] * 5
    assert {one.author.name for one in found.cards} == {"Member"}


def test_a_list_takes_four_statements_for_members(
    forum, topic, besim, django_assert_num_queries
) -> None:
    topics_for(AnonymousUser(), LATEST)
    reader = fresh(besim)

    with django_assert_num_queries(4):
        found = topics_for(reader, TopicQuestion(forums=[forum.pk]))

    assert found.cards[0].author.name == "Arta Gashi"
    assert found.cards[0].is_new


def test_a_topic_takes_four_statements_for_visitors(
    topic, besim, django_assert_num_queries
) -> None:
    talk.post(topic, besim)
    topics_for(AnonymousUser(), LATEST)
    visitor = AnonymousUser()

    with django_assert_num_queries(4):
        found = posts_of(visitor, topic_for(visitor, topic.pk))

    assert [one.post.number for one in found.cards] == [1, 2]
    assert [one.can for one in found.cards] == [(), ()]


def test_a_topic_takes_five_statements_for_members(
    topic, arta, besim, django_assert_num_queries
) -> None:
    talk.post(topic, besim)
    react(topic.posts.first(), besim, "thanks")
    topics_for(AnonymousUser(), LATEST)
    reader = fresh(besim)

    with django_assert_num_queries(5):
        found = posts_of(reader, topic_for(reader, topic.pk))

    first, second = found.cards
    assert first.mine == {"thanks"}
    assert first.can == ("react", "quote")
    assert second.can == ("edit", "delete", "quote")


def test_windows_meet_without_gap_or_overlap(topic, besim) -> None:
    for _number in range(24):
        talk.post(topic, besim)
    found = topic_for(besim, topic.pk)

    first = posts_of(besim, found, limit=10)
    second = posts_of(besim, found, first.next, limit=10)
    last = posts_of(besim, found, 10_000, limit=10)

    assert (first.first, first.last, first.previous, first.next) == (1, 10, 0, 11)
    assert (second.first, second.last, second.previous, second.next) == (11, 20, 1, 21)
    assert (last.first, last.last, last.next) == (16, 25, 0)


def test_unread_is_counted_by_number(topic, arta, besim) -> None:
    mark_read(topic, besim, 1)
    talk.post(topic, arta)
    talk.post(topic, arta)

    [card] = topics_for(fresh(besim), LATEST).cards

    assert (card.is_new, card.unread) == (False, 2)


def test_closed_networks_are_seen_by_their_members_alone(arta, outsider) -> None:
    secret = talk.network("secret", is_public=False)
    talk.join(arta, secret)
    topic = talk.topic(talk.forum(secret), arta)

    assert topic_for(fresh(arta), topic.pk) == topic
    for reader in (AnonymousUser(), outsider):
        with pytest.raises(Http404):
            topic_for(reader, topic.pk)
        assert topics_for(reader, LATEST).cards == []


def test_what_is_taken_away_is_seen_by_author_and_moderators(
    topic, arta, besim, mod, outsider
) -> None:
    post = talk.post(topic, besim)
    take_away_post(post, mod, "hidden")

    def numbers(reader) -> list[int]:
        reader = fresh(reader)
        cards = posts_of(reader, topic_for(reader, topic.pk)).cards
        return [one.post.number for one in cards]

    assert numbers(mod) == numbers(besim) == [1, 2]
    assert numbers(arta) == numbers(outsider) == [1]
    take_away_topic(topic, mod, "hidden")
    assert numbers(mod) == [1, 2]
    with pytest.raises(Http404):
        numbers(outsider)


def test_topics_of_blocked_members_are_not_listed(topic, arta, besim) -> None:
    assert topics_for(fresh(besim), LATEST).cards
    Block.objects.create(by=besim, blocked=arta)

    assert topics_for(fresh(besim), LATEST).cards == []
    reader = fresh(besim)
    [card] = posts_of(reader, topic_for(reader, topic.pk)).cards
    assert card.is_blocked


def titles(reader: User, view: str) -> list[str]:
    cards = topics_for(fresh(reader), TopicQuestion(view=view)).cards
    return [one.topic.title for one in cards]


def test_new_and_unread_are_told_apart(topic, forum, arta, besim) -> None:
    assert titles(besim, "new") == [topic.title]
    mark_read(topic, besim, 1)
    assert titles(besim, "new") == titles(besim, "unread") == []

    talk.post(topic, arta)
    assert titles(besim, "unread") == []  # opened once, and not followed
    follow_topic(topic, besim, 2)
    assert titles(besim, "unread") == [topic.title]
    mark_all_read(besim)
    assert titles(besim, "unread") == []


def test_a_followed_forum_follows_its_topics(topic, forum, arta, besim) -> None:
    mark_read(topic, besim, 1)
    talk.post(topic, arta)

    follow_forum(forum, besim, 2)

    assert titles(besim, "unread") == [topic.title]


def test_what_is_muted_is_in_no_list_but_that_of_its_forum(topic, forum, besim) -> None:
    other = talk.topic(forum, besim, "Another topic of this forum")
    follow_topic(topic, besim, 0)
    assert titles(besim, "latest") == [other.title]
    follow_topic(other, besim, None)
    follow_forum(forum, besim, 0)
    assert titles(besim, "latest") == titles(besim, "new") == []

    own = topics_for(fresh(besim), TopicQuestion(forums=[forum.pk])).cards
    assert {one.topic.title for one in own} == {topic.title, other.title}


def test_unread_from_here_holds_for_old_topics(topic, arta, besim) -> None:
    talk.post(topic, arta)
    mark_read(topic, besim, 2)
    long_ago = timezone.now() - timedelta(days=400)
    Topic.objects.filter(pk=topic.pk).update(
        created_at=long_ago, last_posted_at=long_ago
    )
    mark_all_read(besim)

    mark_unread_from(topic, besim, 2)
    assert titles(besim, "unread") == [topic.title]
    mark_read(topic, besim, 2)
    assert titles(besim, "unread") == []


def test_the_last_window_repeats_nothing(topic, besim) -> None:
    for _number in range(24):
        talk.post(topic, besim)
    found = topic_for(fresh(besim), topic.pk)

    numbers, start = list[int](), 1
    while start:
        window = posts_of(besim, found, start)
        numbers += [one.post.number for one in window.cards]
        start = window.next

    assert numbers == list(range(1, 26))
    assert full_window(found, 25) == 6
