"""Whatever is sent to a screen of the forum: an answer that says so, never a 5xx."""

from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from community.forums.actions import PollPlan, PostPlan, reply
from community.forums.models import Forum, Post, Topic
from tests.factories import talk

VALUES = [
    *("", "x", "-1", "0", "1", "9" * 19, "9" * 5_000, "²", "a\tb\r\n\u2028c"),
    "x" * 31_000,
]
# What the screens ask for.
NAMES = [
    *("after", "client_id", "cursor", "do", "forum", "from", "into", "key", "kind"),
    *("language", "level", "number", "options", "poll_options", "poll_question"),
    *("poll_until", "posts", "q", "quote", "reason", "reply_to", "seconds", "seen"),
    *("tag", "tags", "text", "title", "unanswered", "view", "next", "limit"),
]


def routes() -> list[str]:
    """Every address below /forum/, with its own words in place of its numbers."""
    found = get_resolver("community.forums.urls").reverse_dict
    return sorted({way for ways in found.values() for way, _names in ways[0]})


@pytest.fixture
def paths(cms_tree, topic, besim) -> list[str]:
    plan = PostPlan("Answer.", poll=PollPlan("Which?", ["One", "Two"]))
    post = reply(topic, besim, plan)
    talk.forum(topic.forum.network, "medicine-news")
    given = {"code": topic.forum.code, "slug": topic.slug}
    return [
        f"/en/forum/{way % {**given, 'pk': post.pk if 'post/' in way else topic.pk}}"
        for way in routes()
    ]


def wrong(client: Client, method: str, path: str, value: str, **headers: str) -> Any:
    sent = dict.fromkeys(NAMES, value)
    response = getattr(client, method)(path, sent, headers=headers)
    return (method, path, value[:20]) if response.status_code >= 500 else None


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_value_breaks_a_screen(paths, mod, arta, method) -> None:
    """A member's and a moderator's, plain and by htmx."""
    found = []
    assert len(paths) > 35
    for user, headers in ((mod, {}), (arta, {"HX-Request": "true"})):
        client = Client(raise_request_exception=False)
        client.force_login(user)
        some = VALUES if user == mod else VALUES[1::4]
        found += [
            wrong(client, method, path, value, **headers)
            for path, value in product(paths, some)
        ]

    assert [one for one in found if one] == []


@pytest.mark.parametrize("number", ["0", "9" * 19, "9" * 40, "9" * 5_000, "-1", "x"])
def test_no_number_in_an_address_breaks_it(cms_tree, topic, mod, number) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(mod)
    for way, method in product(routes(), ("get", "post")):
        if "%(pk)s" not in way:
            continue
        path = f"/en/forum/{way % {'pk': number, 'slug': 'x'}}"
        response = getattr(client, method)(path, {"text": "x", "do": "pin"})
        assert response.status_code in (400, 404, 405), path[:80]
    assert Topic.objects.count() == Post.objects.count() == Forum.objects.count()
