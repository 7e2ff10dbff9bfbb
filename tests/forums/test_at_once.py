"""Real threads: many who write in one topic at the same moment."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from community.accounts.models import User
from community.forums.actions import (
    PostPlan,
    move_topic,
    react,
    recount,
    reply,
    restore_post,
    take_away_post,
)
from community.forums.models import Forum, Post, Topic
from tests.factories import talk
from tests.factories.people import UserFactory

NOTHING = {"posts": 0, "topics": 0, "forums": 0, "options": 0, "polls": 0}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(transactional_db) -> tuple[Topic, User, Forum]:
    network = talk.network()
    user = talk.join(UserFactory(), network, role="moderator")
    topic = talk.topic(talk.forum(network), user)
    return topic, user, talk.forum(network, "another")


def at_once(*tasks: Callable[[], object]) -> list[object]:
    """All in threads with connections of their own; raises what one of them raised."""

    def run(task: Callable[[], object]) -> object:
        try:
            return task()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(run, tasks))


def test_twenty_answers_have_twenty_numbers(place) -> None:
    topic, user, _other = place

    def say() -> int:
        mine = Topic.objects.get(pk=topic.pk)
        return reply(mine, User.objects.get(pk=user.pk), PostPlan("An answer.")).number

    assert sorted(at_once(*[say] * 20)) == list(range(2, 22))
    assert recount() == NOTHING


def test_the_same_sending_twice_at_once_is_one_post(place) -> None:
    topic, user, _other = place
    plan = PostPlan("Once.", client_id=uuid.uuid4())

    def say() -> int:
        return reply(Topic.objects.get(pk=topic.pk), user, plan).pk

    assert len(set(at_once(*[say] * 8))) == 1
    assert Post.objects.filter(topic=topic).count() == 2
    assert recount() == NOTHING


def test_moving_hiding_and_reacting_at_once_keep_the_numbers(place) -> None:
    """None waits for another for ever, and none counts where the topic was before."""
    topic, user, other = place
    home = topic.forum
    readers = [talk.join(UserFactory(), home.network) for _number in range(4)]
    post = talk.post(topic, user)

    def there_and_back() -> None:
        for forum in (other, home) * 4:
            move_topic(topic, user, forum)

    def hide_and_show() -> None:
        for _number in range(8):
            take_away_post(post, user, "hidden")
            restore_post(post, user)

    def thanks(reader: User) -> Callable[[], object]:
        return lambda: react(post, reader, "thanks")

    def say() -> object:
        return reply(topic, user, PostPlan("An answer."))

    reactions = [thanks(one) for one in readers]
    at_once(there_and_back, hide_and_show, *reactions, *[say] * 6)

    assert recount() == NOTHING
    post.refresh_from_db()
    assert post.reactions == {"thanks": 4}
