"""Feeds of forums and topics: what visitors may read, and no more."""

import json
from xml.etree import ElementTree

import pytest
from django.test import Client

from community.forums.actions import (
    edit_post,
    merge_topics,
    move_topic,
    take_away_post,
    take_away_topic,
)
from tests.factories import talk

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def read(cms_tree, client):
    def read(path: str) -> ElementTree.Element:
        response = client.get(path)
        assert response.status_code == 200, path
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        return ElementTree.fromstring(response.content)  # noqa: S314

    return read


def texts(feed, name: str) -> list[str]:
    return [one.findtext(f"{ATOM}{name}") for one in feed.iter(f"{ATOM}entry")]


def test_a_forum_has_its_newest_topics(
    read, forum, topic, arta, besim, settings
) -> None:
    talk.post(topic, besim)
    newer = talk.topic(forum, besim, "Who knows a good clinic?", "In *Peja*.")

    feed = read(f"/en/forum/{forum.code}/feed/")

    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert feed.findtext(f"{ATOM}title") == forum.name_en
    assert texts(feed, "title") == [newer.title, topic.title]
    assert "<em>Peja</em>" in texts(feed, "content")[0]
    links = [one.get("href") for one in feed.iter(f"{ATOM}link")]
    assert f"{settings.SITE_URL}/en/forum/topic/{newer.pk}/" in links
    assert all(one.startswith(settings.SITE_URL) for one in links)


def test_a_topic_has_its_newest_posts(read, topic, besim, mod, settings) -> None:
    second = talk.post(topic, besim, "Two papers.")
    hidden = talk.post(topic, besim, "Buy this!")
    take_away_post(hidden, mod, "hidden")

    feed = read(f"/en/forum/topic/{topic.pk}/feed/")

    assert texts(feed, "title") == [f"{topic.title} (2)", topic.title]
    assert texts(feed, "content") == [
        "<p>Two papers.</p>\n",
        "<p>What <strong>papers</strong>?</p>\n",
    ]
    entry = feed.find(f"{ATOM}entry/{ATOM}link")
    assert entry.get("href") == f"{settings.SITE_URL}/en/forum/post/{second.pk}/"


def test_names_are_those_that_visitors_see(read, topic, arta, besim) -> None:
    talk.post(
        topic, besim, f"[quote {topic.posts.get().pk}]\na\n[/quote]\n@[{arta.pk}]"
    )

    feed = read(f"/en/forum/topic/{topic.pk}/feed/")

    told = ElementTree.tostring(feed, encoding="unicode")
    assert "Arta" not in told
    assert "Besim" not in told
    names = [one.text for one in feed.iter(f"{ATOM}name")]
    assert names.count("Member") == 2
    assert "Member wrote:" in texts(feed, "content")[0]


@pytest.mark.parametrize("end", ["feed/", "feed.json"])
def test_a_closed_network_has_no_feeds_even_for_its_members(
    cms_tree, network, forum, topic, arta, end
) -> None:
    type(network).objects.update(is_public=False)
    talk.announce_rooms()
    client = Client()
    client.force_login(arta)

    for path in (f"{forum.code}/{end}", f"topic/{topic.pk}/{end}"):
        assert client.get(f"/en/forum/{path}").status_code == 404


def test_what_is_taken_away_or_unknown_is_not_found(
    cms_tree, client, topic, mod
) -> None:
    take_away_topic(topic, mod, "hidden")

    for path in (
        f"topic/{topic.pk}/feed/",
        "topic/9223372036854775808/feed/",
        "no/feed/",
    ):
        assert client.get(f"/en/forum/{path}").status_code == 404


def ids(feed) -> list[str]:
    return texts(feed, "id")


def test_identity_stays_in_other_languages_and_after_moves(
    read, network, forum, topic, besim, mod
) -> None:
    talk.post(topic, besim)
    before = ids(read(f"/en/forum/topic/{topic.pk}/feed/"))
    assert ids(read(f"/de/forum/topic/{topic.pk}/feed/")) == before
    other = talk.forum(network, "medicine-clinics")
    into = talk.topic(other, besim, "Another topic of some words")
    move_topic(topic, mod, other)
    topic.refresh_from_db()
    merge_topics(topic, mod, into)

    assert set(before) < set(ids(read(f"/en/forum/topic/{into.pk}/feed/")))
    assert len(ids(read(f"/en/forum/{other.code}/feed/"))) == 1


def test_json_says_the_same(cms_tree, client, topic) -> None:
    found = json.loads(client.get(f"/sq/forum/topic/{topic.pk}/feed.json").content)

    assert found["feed_url"].endswith(f"/sq/forum/topic/{topic.pk}/feed.json")
    item = found["items"][0]
    assert item["content_html"] == "<p>What <strong>papers</strong>?</p>\n"
    assert item["language"] == "und"
    assert len(item["authors"]) == 1


def test_a_feed_is_not_sent_again_until_it_changes(
    cms_tree, client, topic, arta
) -> None:
    path = f"/en/forum/topic/{topic.pk}/feed/"
    tag = client.get(path)["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304

    edit_post(topic.posts.get(), arta, "Other words.", seen_edits=0)

    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_a_former_member_has_no_name_and_the_feed_changes(
    cms_tree, client, topic, arta, erase
) -> None:
    path = f"/en/forum/topic/{topic.pk}/feed/"
    tag = client.get(path)["ETag"]

    erase(arta)

    changed = client.get(path, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert "Former member" in changed.content.decode()


def test_it_asks_the_database_little(
    read, forum, topic, besim, django_assert_max_num_queries
) -> None:
    for number in range(5):
        talk.post(topic, besim, f"Post {number}")
    path = f"/en/forum/topic/{topic.pk}/feed/"
    read(path)
    with django_assert_max_num_queries(8):
        read(path + "?fresh")
