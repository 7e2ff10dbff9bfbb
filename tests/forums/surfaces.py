"""Where members' words are shown. A new place is one line in `SURFACES`.

Each is asked with a crowd (`crowd.py`) and gives the HTML in which its words stand. What
the API says is put where a client puts it: `html` as it is, all else as text.
"""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from xml.etree import ElementTree

from django.test import Client
from django.utils.html import escape

from community.forums.actions import prepared
from community.forums.cards import posts_of, topic_for
from community.forums.cards.posts import filled_html
from community.forums.markup import sanitised
from community.profiles.querysets import Shown
from tests.forums.crowd import WORD, Crowd
from tests.forums.payloads import payloads, short_payloads

ATOM = "{http://www.w3.org/2005/Atom}"
FORUM = "/en/forum/"
Surface = Callable[[Crowd], str]


def cards(crowd: Crowd) -> str:
    """As a member reads them, with names."""
    topic = topic_for(crowd.reader, crowd.topic.pk)
    return "".join(one.html for one in posts_of(crowd.reader, topic).cards)


def preview(crowd: Crowd) -> str:
    return prepared(crowd.post.raw, crowd.reader).html


# Screens ----------------------------------------------------------------------------------


def screen(client: Client, path: str, **asked: str) -> str:
    response = client.get(f"{FORUM}{path}", asked, follow=True)
    assert response.status_code == 200, path
    return response.content.decode()


def topic_page(crowd: Crowd) -> str:
    return screen(crowd.visitor, f"topic/{crowd.topic.pk}/")


def topic_page_of_member(crowd: Crowd) -> str:
    return screen(crowd.member, f"topic/{crowd.topic.pk}/")


def topic_list(crowd: Crowd) -> str:
    return screen(crowd.visitor, "")


def topic_list_of_member(crowd: Crowd) -> str:
    return screen(crowd.member, f"{crowd.topic.forum.code}/", language="all")


def search_page(crowd: Crowd) -> str:
    return screen(crowd.member, "search/", q=WORD)


def drafts_page(crowd: Crowd) -> str:
    return screen(crowd.member, "drafts/")


def revisions_page(crowd: Crowd) -> str:
    return screen(crowd.member, f"post/{crowd.post.pk}/revisions/")


def edit_page(crowd: Crowd) -> str:
    return screen(crowd.member, f"post/{crowd.post.pk}/edit/")


def split_page(crowd: Crowd) -> str:
    return screen(crowd.member, f"topic/{crowd.topic.pk}/split/")


def admin(crowd: Crowd) -> str:
    """Forums in the editors' admin."""
    return crowd.staff.get("/admin/snippets/forums/forum/").content.decode()


# Feeds ------------------------------------------------------------------------------------


def atom(crowd: Crowd) -> str:
    return _atom(crowd.visitor.get(f"{FORUM}topic/{crowd.topic.pk}/feed/"))


def atom_of_forum(crowd: Crowd) -> str:
    return _atom(crowd.visitor.get(f"{FORUM}{crowd.topic.forum.code}/feed/"))


def json_feed(crowd: Crowd) -> str:
    found = crowd.visitor.get(f"{FORUM}topic/{crowd.topic.pk}/feed.json")
    items = json.loads(found.content)["items"]
    return "".join(one["content_html"] for one in items)


def _atom(response: Any) -> str:
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


# The API ----------------------------------------------------------------------------------


def told(client: Client, path: str, **asked: Any) -> Any:
    response = client.get(f"/api/v1/{path}", asked)
    assert response.status_code == 200, path
    # Opened by itself, it is no page either.
    assert response["Content-Type"].startswith("application/json")
    assert response["X-Content-Type-Options"] == "nosniff"
    return response.json()


def api(path: str, crowd: Crowd, **asked: Any) -> str:
    path = path.format(topic=crowd.topic.pk, post=crowd.post.pk)
    return "".join(_put(told(crowd.member, path, **asked)))


def _put(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from _put(inside, key)
    elif isinstance(value, list):
        for inside in value:
            yield from _put(inside, name)
    elif isinstance(value, str):
        yield value if name == "html" else f"<p>{escape(value)}</p>"


def api_topic(crowd: Crowd) -> str:
    posts = api("topics/{topic}/posts/", crowd)
    return api("topics/{topic}/", crowd) + posts


API = {
    "api_forums": partial(api, "forums/"),
    "api_topics": partial(api, "topics/", limit=50),
    "api_topic": api_topic,
    "api_post": partial(api, "posts/{post}/"),
    "api_search": partial(api, "posts/search/", q=WORD, limit=50),
    "api_revisions": partial(api, "posts/{post}/revisions/"),
    "api_drafts": partial(api, "me/drafts/"),
}
SCREENS: list[Surface] = [
    *(topic_page, topic_page_of_member, topic_list, topic_list_of_member),
    *(search_page, drafts_page, revisions_page, edit_page, split_page, admin),
]
SURFACES: dict[str, Surface] = {
    one.__name__: one
    for one in (cards, preview, *SCREENS, atom, atom_of_forum, json_feed)
} | API


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
