"""Where members' words are shown. A new place is one line in `SURFACES`.

Each is asked with a client of nobody, a topic and one of its posts, and gives the HTML in
which the words of both stand.
"""

import json
from collections.abc import Callable
from xml.etree import ElementTree

from django.test import Client
from django.utils.html import escape

from community.forums.actions import prepared
from community.forums.cards import posts_of
from community.forums.cards.posts import filled_html
from community.forums.markup import sanitised
from community.forums.models import Post, Topic
from community.profiles.querysets import Shown
from tests.factories.people import UserFactory
from tests.forums.payloads import payloads, short_payloads

ATOM = "{http://www.w3.org/2005/Atom}"
Surface = Callable[[Client, Topic, Post], str]


def cards(client: Client, topic: Topic, post: Post) -> str:
    """As a member reads them, with names."""
    return "".join(
        one.html for one in posts_of(UserFactory(), topic, limit=1_000).cards
    )


def preview(client: Client, topic: Topic, post: Post) -> str:
    return prepared(post.raw, post.author).html


def atom(client: Client, topic: Topic, post: Post) -> str:
    return _atom(client.get(f"/en/forum/topic/{topic.pk}/feed/"))


def atom_of_forum(client: Client, topic: Topic, post: Post) -> str:
    return _atom(client.get(f"/en/forum/{topic.forum.code}/feed/"))


def json_feed(client: Client, topic: Topic, post: Post) -> str:
    found = json.loads(client.get(f"/en/forum/topic/{topic.pk}/feed.json").content)
    return "".join(one["content_html"] for one in found["items"])


def admin(client: Client, topic: Topic, post: Post) -> str:
    """Forums in the editors' admin."""
    staff = Client()
    staff.force_login(UserFactory(is_superuser=True, is_staff=True))
    return staff.get("/admin/snippets/forums/forum/").content.decode()


def _atom(response) -> str:
    feed = ElementTree.fromstring(response.content)  # noqa: S314
    pieces = []
    for one in feed.iter():
        if one.get("type") == "html":
            pieces.append(one.text or "")
        else:
            pieces.append(escape(one.text or ""))
        href = one.get("href")
        pieces.append(f'<a href="{escape(href)}">' if href else "")
    return "".join(pieces)


SURFACES: list[Surface] = [cards, preview, atom, atom_of_forum, json_feed, admin]


def htmls(author) -> list[str]:
    """Each payload as it is stored, with a payload for the name of whom it mentions."""
    shown = [Shown(name, slug="x") for name in short_payloads(80)]
    made = []
    for at, text in enumerate(payloads()):
        names = {author.pk: shown[at % len(shown)]}
        html = prepared(f"{text}\n\n@[{author.pk}]", author).html
        assert sanitised(html) == html
        made.append(str(filled_html(html, names)))
    return made
