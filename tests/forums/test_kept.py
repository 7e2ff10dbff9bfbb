"""What is kept of the forum's pages, and that nothing of one reader reaches another."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from community.forums.actions import react
from community.forums.models import Draft, Post
from tests.factories import talk
from tests.forums.test_screens import FORUM, address, as_, place, text_of


@pytest.fixture(autouse=True)
def _site(cms_tree):
    """The frame around the screens."""


TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
SENDING = re.compile(r'name="client_id" value="([0-9a-f-]+)"')


def test_the_forms_of_a_page_are_sent_with_the_readers_own_token(
    topic, arta, besim
) -> None:
    for reader in (arta, besim, arta):
        client = Client(enforce_csrf_checks=True)
        client.force_login(reader)
        page = text_of(client.get(address(topic)))
        [token] = set(TOKEN.findall(page))
        [sending] = SENDING.findall(page)

        sent = {
            "text": "My answer.",
            "client_id": sending,
            "csrfmiddlewaretoken": token,
        }
        assert client.post(f"{FORUM}topic/{topic.pk}/reply/", sent).status_code == 302

        post = topic.posts.get(client_id=sending)
        assert post.author == reader
    assert topic.posts.count() == 4


def test_the_form_of_an_answer_leads_to_its_own_topic(forum, topic, arta) -> None:
    other = talk.topic(forum, arta, "Another one altogether")
    client = as_(arta)

    for one in (topic, other, topic):
        page = text_of(client.get(address(one)))
        assert f'action="{FORUM}topic/{one.pk}/reply/"' in page
        assert f'data-people="{FORUM}topic/{one.pk}/people/"' in page
        assert f'data-draft="topic:{one.pk}"' in page


def test_a_draft_is_its_members_alone(topic, arta, besim) -> None:
    Draft.objects.create(user=arta, key=f"topic:{topic.pk}", raw="Half a <thought>")

    for _time in range(2):
        assert "Half a &lt;thought&gt;" in text_of(as_(arta).get(address(topic)))
        assert "Half a" not in text_of(as_(besim).get(address(topic)))


def test_visitors_and_members_without_rights_are_told_apart(
    topic, arta, besim, outsider
) -> None:
    post = talk.post(topic, besim, "Look here.")
    react(post, arta, "thanks")
    more = place(post, "more/")

    for _time in range(2):
        assert more not in text_of(as_(None).get(address(topic)))
        assert more in text_of(as_(outsider).get(address(topic)))
    assert not TOKEN.findall(text_of(as_(None).get(address(topic))))


def test_a_members_own_zone_and_language_are_in_what_is_kept(topic, arta) -> None:
    moment = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)
    Post.objects.filter(topic=topic).update(created_at=moment)
    client, path = as_(arta), f"/topic/{topic.pk}/{topic.slug}/"

    for zone, language, told in (
        ("Europe/Belgrade", "en", "6 January 2026, 00:30"),
        ("America/New_York", "en", "5 January 2026, 18:30"),
        ("Europe/Belgrade", "de", "6. Januar 2026, 00:30 Uhr"),
    ):
        arta.time_zone = zone
        arta.save()
        page = text_of(client.get(f"/{language}/forum{path}"))
        assert f'title="{told}"' in page
