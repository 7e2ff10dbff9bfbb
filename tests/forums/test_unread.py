"""The number of unread topics beside "Forum" in the menu."""

import pytest
from django.core.cache import cache
from django.test import Client

from community.forums.actions import (
    follow_forum,
    follow_topic,
    mark_all_read,
    mark_read,
    mark_unread_from,
)
from community.forums.querysets import unread_badge
from tests.factories import talk

PLACE = '<span class="unread-number" aria-hidden="true">'


@pytest.fixture
def followed(topic, arta, besim):
    """A topic with a post that Besim, who follows it, has not read."""
    mark_read(topic, besim, 1)
    follow_topic(topic, besim, 2)
    talk.post(topic, arta)
    topic.refresh_from_db()
    return topic


def page(user, path="/en/people/") -> str:
    client = Client()
    if user:
        client.force_login(user)
    return client.get(path).content.decode()


def test_members_see_how_many_topics_are_unread(cms_tree, followed, besim, arta):
    shown = page(besim)

    assert f"{PLACE}1</span>" in shown
    assert "1 unread topic</span>" in shown
    # She wrote the post, and a visitor follows nothing.
    assert PLACE not in page(arta)
    assert PLACE not in page(None)
    assert page(None) == page(None)


def test_more_than_99_are_not_counted(cms_tree, besim):
    cache.set(f"forum-unread-{besim.pk}", 100, 60)

    shown = page(besim)

    assert f"{PLACE}99+</span>" in shown
    assert "more than 99 unread topics" in shown


def test_the_number_of_the_api_is_the_same(followed, besim):
    client = Client()
    client.force_login(besim)

    told = client.get("/api/v1/me/unread/").json()

    assert told["unread"] == unread_badge(besim) == 1


@pytest.mark.parametrize("way", ["read", "all", "mute", "mute forum", "unread"])
def test_what_the_member_does_counts_at_once(
    way, followed, besim, django_capture_on_commit_callbacks
):
    if way == "mute forum":
        follow_topic(followed, besim, None)
        follow_forum(followed.forum, besim, 2)
    if way == "unread":
        mark_read(followed, besim, 2)
    cache.clear()
    assert unread_badge(besim) == (0 if way == "unread" else 1)

    with django_capture_on_commit_callbacks(execute=True):
        {
            "read": lambda: mark_read(followed, besim, 2),
            "all": lambda: mark_all_read(besim),
            "mute": lambda: follow_topic(followed, besim, 0),
            "mute forum": lambda: follow_forum(followed.forum, besim, 0),
            "unread": lambda: mark_unread_from(followed, besim, 1),
        }[way]()

    assert unread_badge(besim) == (1 if way == "unread" else 0)


def test_other_pages_pay_for_it_once_a_minute(
    cms_tree, followed, besim, django_assert_num_queries
):
    unread_badge(besim)

    with django_assert_num_queries(0):
        assert unread_badge(besim) == 1
