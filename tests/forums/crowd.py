"""Rooms full of people whose every word is a payload, for `surfaces.py`."""

from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any, Final

from django.test import Client

from community.forums.actions import prepared
from community.forums.actions.texts import excerpt_of, tidied
from community.forums.models import (
    Draft,
    Forum,
    Poll,
    PollOption,
    Post,
    PostRevision,
    Topic,
)
from tests.factories import talk
from tests.factories.people import UserFactory
from tests.forums.payloads import payloads

WORD: Final = "zebra"  # in every post, to be found by it
MANY: Final = 20  # of each thing, as many as a page shows
_ALL = [tidied(one) for one in payloads() if "__hit(" in one]


def _some(longest: int, every: int, start: int = 0) -> list[str]:
    return [one for one in _ALL if len(one) <= longest][start::every]


TITLES = _some(150, 4)
NAMES = _some(80, 3)
TEXTS = _some(1_000, 4)
OTHER_TEXTS = _some(1_000, 4, start=2)
ROUNDS: Final = 28


@dataclass
class Crowd:
    """A topic of many posts with a poll, and more topics; each post and each topic has
    another author. `visitor`, `member`, `staff`: clients of those who look."""

    topic: Topic
    post: Post  # the first, in which all texts of a round stand
    reader: Any
    visitor: Client
    member: Client
    staff: Client

    def say(self, number: int) -> None:
        """The payloads of this round, in every place where words can stand."""
        self._name(_of_round(NAMES, number), _of_round(TITLES, number))
        texts, others = _of_round(TEXTS, number), _of_round(OTHER_TEXTS, number)
        self._write(texts, others)
        self._title(_of_round(TITLES, number))
        self._draft(texts)
        talk.announce_rooms()

    def _name(self, names: list[str], abouts: list[str]) -> None:
        _change(_authors(), display_name=names)
        _change(Forum.objects.order_by("pk"), name_en=names, about_en=abouts)

    def _write(self, texts: list[str], others: list[str]) -> None:
        for (post, text), other in zip(_said(texts), cycle(others), strict=False):
            whole = [*texts] if post.pk == self.post.pk else [text, other]
            author = post.author
            made = prepared("\n\n".join([WORD, *whole, f"@[{author.pk}]"]), author)
            post.raw, post.html, post.refs = made.raw, made.html, made.refs
            post.save(update_fields=["raw", "html", "refs"])
        self.post.refresh_from_db()
        _change(PostRevision.objects.order_by("pk"), raw=texts)

    def _title(self, titles: list[str]) -> None:
        topics = Topic.objects.order_by("pk")
        firsts = Post.objects.filter(number=1).order_by("topic")
        excerpts = [excerpt_of(one.html) for one in firsts]
        _change(topics, title=titles, excerpt=excerpts)
        Poll.objects.update(question=titles[0])
        PollOption.objects.update(text=titles[1][:120])
        self.topic.refresh_from_db()

    def _draft(self, texts: list[str]) -> None:
        _change(Draft.objects.order_by("pk"), raw=texts, title=texts)


def crowd() -> Crowd:
    """Needs `cms_tree`."""
    network = talk.network()
    reader = talk.join(UserFactory(), network, role="moderator")
    forum = talk.forum(network)
    for number in range(MANY - 1):
        talk.forum(network, code=f"room-{number}")
    authors = [talk.join(UserFactory(), network) for _number in range(MANY)]
    text = f"{WORD} as it was"
    topics = [talk.topic(forum, one, text=text) for one in authors]
    topic = topics[0]
    for one in authors[1:]:
        talk.post(topic, one, text)
    post = topic.posts.get(number=1)
    poll = Poll.objects.create(post=post, question="?")
    PollOption.objects.create(poll=poll, position=0, text="x")
    for number in range(MANY):
        PostRevision.objects.create(post=post, number=number, raw="x", by=authors[0])
        key = f"topic:{topics[number].pk}"
        Draft.objects.create(user=reader, key=key, raw="x", title="x")
    Post.objects.filter(pk=post.pk).update(edit_count=MANY)
    staff = UserFactory(is_superuser=True, is_staff=True)
    return Crowd(topic, post, reader, Client(), _of(reader), _of(staff))


def _of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _of_round(texts: list[str], number: int) -> list[str]:
    start = number * MANY % len(texts)
    return list(islice(cycle(texts), start, start + MANY))


def _authors() -> Any:
    model = type(UserFactory.build())
    return model.objects.filter(topics__isnull=False).order_by("pk")


def _said(texts: list[str]) -> list[tuple[Post, str]]:
    posts = Post.objects.select_related("author").order_by("pk")
    return list(zip(posts, cycle(texts), strict=False))


def _change(rows: Any, **values: list[str]) -> None:
    """Each row gets the next of the values, which begin anew at their end."""
    found = list(rows)
    for name, texts in values.items():
        for row, text in zip(found, cycle(texts), strict=False):
            setattr(row, name, text)
    type(found[0]).objects.bulk_update(found, list(values))
