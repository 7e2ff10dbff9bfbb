"""Members' words never run (G6): read as HTML here, run in a browser by `tests/journeys/test_members_words.py`."""

import pytest

from community.forums.actions import prepared
from community.forums.actions.texts import excerpt_of
from community.forums.models import Forum, Poll, PollOption, Post, Topic
from tests.factories import talk
from tests.forums.harmless import harms
from tests.forums.payloads import RAW, payloads, short_payloads
from tests.forums.surfaces import SURFACES, htmls
from tests.forums.test_markup import Strict

ALL = payloads()
# Of each place, thing and way some; the renderer itself is asked for all.
SOME = ALL[::4]
TITLES = short_payloads(150)
NAMES = short_payloads(80)
CHUNK = 30  # as many as a feed holds


def test_there_are_many_and_the_check_finds_those_that_are_not_escaped() -> None:
    assert len(SOME) >= 500
    raw = [one.replace("{}", "__hit(1)") for one in RAW if one.startswith("<")]
    missed = [one for one in raw if not harms(one)]
    # What only a browser's own mistakes in reading make dangerous.
    assert len(missed) < len(raw) / 3
    assert harms("<img src=x onerror=__hit(1)>")
    assert harms("<a href='javascript:__hit(1)'>x</a>")


@pytest.mark.django_db
def test_every_payload_gives_allowed_tags_alone(arta, topic) -> None:
    for text in ALL:
        html = prepared(text, arta).html
        Strict(html)
        assert harms(html) == [], text


@pytest.mark.django_db
def test_names_are_escaped(arta, topic) -> None:
    made = htmls(arta)

    assert [found for one in made if (found := harms(one))] == []
    assert [one for one in made if "@<b>" in one or "<img src=x" in one] == []


@pytest.fixture
def talkative(cms_tree, network, forum, arta) -> Topic:
    """A topic of as many posts as there are payloads on a page, and a poll."""
    found = talk.topic(forum, arta)
    for _number in range(CHUNK - 1):
        talk.post(found, arta)
    poll = Poll.objects.create(post=found.posts.get(number=1), question="?")
    PollOption.objects.create(poll=poll, position=0, text="x")
    return found


def say(topic: Topic, author, at: int) -> None:
    """Payloads from `at` on, in every place where words can stand."""
    title, name = TITLES[at % len(TITLES)], NAMES[at % len(NAMES)]
    author.display_name = name
    author.save()
    texts = (SOME[at : at + CHUNK] * CHUNK)[:CHUNK]
    posts = list(topic.posts.order_by("number"))
    for post, text in zip(posts, texts, strict=True):
        made = prepared(f"{text}\n\n@[{author.pk}]", author)
        post.raw, post.html, post.refs = made.raw, made.html, made.refs
    Post.objects.bulk_update(posts, ["raw", "html", "refs"])
    excerpt = excerpt_of(posts[0].html)
    Topic.objects.filter(pk=topic.pk).update(title=title, excerpt=excerpt)
    Poll.objects.update(question=title)
    PollOption.objects.update(text=title[:120])
    Forum.objects.update(name_en=name, about_en=title)
    talk.announce_rooms()
    topic.refresh_from_db()


@pytest.mark.parametrize("surface", SURFACES, ids=lambda one: one.__name__)
def test_no_surface_lets_them_through(surface, talkative, arta, client) -> None:
    for at in range(0, len(SOME), CHUNK):
        say(talkative, arta, at)
        post = talkative.posts.get(number=1 + at % CHUNK)
        shown = surface(client, talkative, post)

        assert shown
        assert harms(shown) == [], (at, surface.__name__)
