"""The latest topics on the home page."""

import pytest
from django.test import Client

from community.forums.actions import rename_topic, take_away_topic
from community.forums.models import Topic
from tests.factories import talk


@pytest.fixture(autouse=True)
def _site(cms_tree):
    """The home pages."""


def section(code: str = "en", user=None) -> str:
    """The HTML of the block, '' where there is none."""
    client = Client()
    if user:
        client.force_login(user)
    page = client.get(f"/{code}/").content.decode()
    _before, found, rest = page.partition('aria-labelledby="talk-title"')
    return rest.split("</section>")[0] if found else ""


def test_the_home_page_leads_to_the_latest_topics(forum, topic, arta, besim):
    talk.post(topic, besim)
    Topic.objects.filter(pk=topic.pk).update(language="de")

    shown = section()

    assert f'href="/en/forum/topic/{topic.pk}/{topic.slug}/">{topic.title}</a>' in shown
    assert '<h3 class="card-title" lang="de">' in shown
    assert forum.name_en in shown
    assert "1 reply" in shown
    assert "<time" in shown
    assert f'href="/de/forum/topic/{topic.pk}/' in section("de")
    assert ' lang="' not in section("de")


def test_without_topics_there_is_no_block(forum):
    assert section() == ""


def test_everybody_sees_what_visitors_may_read(forum, topic, arta):
    closed = talk.forum(talk.network("law", is_public=False), "law")
    talk.topic(closed, talk.join(arta, closed.network), "Among ourselves alone")

    shown = section(user=arta)

    assert topic.title in shown
    assert "Among ourselves" not in shown


def test_what_is_taken_away_is_gone_at_once(
    topic, mod, django_capture_on_commit_callbacks
):
    assert topic.title in section()

    with django_capture_on_commit_callbacks(execute=True):
        rename_topic(topic, mod, "A better title of it")
    assert "A better title of it" in section()
    with django_capture_on_commit_callbacks(execute=True):
        take_away_topic(topic, mod, Topic.State.HIDDEN)

    assert section() == ""


def test_at_most_six_and_seldom_a_statement(
    forum, besim, client, django_assert_max_num_queries
):
    for number in range(8):
        talk.topic(forum, besim, f"Topic number {number}")
    shown = section()
    assert [n for n in range(8) if f"Topic number {n}" in shown] == [2, 3, 4, 5, 6, 7]

    client.get("/en/")
    with django_assert_max_num_queries(2):
        client.get("/en/")
