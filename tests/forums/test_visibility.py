"""Who sees what stands twice, as querysets and as statements (`cards`), and here a third
time in words: all three must say the same for every reader, topic and post."""

from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.http import Http404

from community.accounts.models import Block, User
from community.forums.cards import one_post, posts_of, topic_for, topics_for
from community.forums.cards.topics import TopicQuestion
from community.forums.models import Forum, ForumUser, Post, Topic, TopicUser
from community.forums.models.drafts import PostImage
from community.forums.models.reading import UserReadState
from community.forums.permissions import can_moderate
from community.forums.querysets import rooms_of
from community.networks.permissions import can_read_network
from tests.factories import talk
from tests.factories.people import UserFactory

STATES = Topic.State.values
POST_STATES = Post.State.values


@dataclass
class World:
    """Every kind of topic in every kind of forum, with every kind of post.

    `readers`: a member by what they are; None is a visitor.
    """

    readers: dict[str, User | None] = field(default_factory=dict)
    topics: list[Topic] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)

    def reader(self, name: str) -> Any:
        """As a request would find them."""
        found = self.readers[name]
        return User.objects.get(pk=found.pk) if found else AnonymousUser()


READERS = [
    *("visitor", "outsider", "member", "insider", "author", "blocked", "blocker"),
    *("moderator", "lead", "inside moderator", "keeper", "keeper by group"),
    *("superuser", "inactive moderator", "inactive superuser"),
]


@pytest.fixture
def world(db) -> World:
    public, secret = talk.network(), talk.network("secret", is_public=False)
    forums = [
        talk.forum(net, f"{net.code}-{name}", is_closed=name == "closed")
        for net, name in product((public, secret), ("open", "closed"))
    ]
    found = World(_readers(public, secret))
    people = [found.readers["author"], found.readers["blocked"], None]
    found.topics = [
        _topic(forum, state, author, number)
        for number, (forum, state, author) in enumerate(product(forums, STATES, people))
    ]
    found.posts = [
        Post(topic=topic, number=number, author=author, state=state, html="<p>x</p>")
        for topic in found.topics
        for number, (author, state) in enumerate(
            [(topic.author, "shown"), *product(people, POST_STATES)], start=1
        )
    ]
    Post.objects.bulk_create(found.posts)
    PostImage.objects.bulk_create(
        PostImage(post=one, width=1, height=1) for one in found.posts[::7]
    )
    _follow(found)
    return found


def _readers(public: Any, secret: Any) -> dict[str, User | None]:
    found: dict[str, User | None] = {one: UserFactory() for one in READERS[1:]}
    found["visitor"] = None
    for name in ("member", "author", "blocked", "blocker"):
        talk.join(found[name], public)
    for name in ("insider", "author", "blocked"):
        talk.join(found[name], secret)
    talk.join(found["moderator"], public, role="moderator")
    talk.join(found["lead"], secret, role="lead")
    talk.join(found["inside moderator"], secret, role="moderator")
    talk.join(found["inactive moderator"], public, secret, role="moderator")
    Block.objects.create(by=found["blocker"], blocked=found["blocked"])
    Block.objects.create(by=found["blocked"], blocked=found["member"])
    Block.objects.create(by=found["superuser"], blocked=found["blocked"])
    keeps = Permission.objects.get(codename="change_network")
    found["keeper"].user_permissions.add(keeps)
    group = Group.objects.create(name="Keepers")
    group.permissions.add(keeps)
    found["keeper by group"].groups.add(group)
    for name in ("superuser", "inactive superuser"):
        User.objects.filter(pk=found[name].pk).update(is_superuser=True)
    for name in ("inactive moderator", "inactive superuser"):
        User.objects.filter(pk=found[name].pk).update(is_active=False)
    return found


def _topic(forum: Forum, state: str, author: User | None, number: int) -> Topic:
    return Topic.objects.create(
        forum=forum,
        author=author,
        state=state,
        title=f"{forum.code} {state} {author}",
        kind=Topic.Kind.values[number % len(Topic.Kind.values)],
        is_pinned=number % 5 == 0,
        is_closed=number % 7 == 0,
        highest_number=10,
        post_count=4,
    )


def _follow(world: World) -> None:
    """Each member has muted, read or followed some topics and forums."""
    for place, user in enumerate(one for one in world.readers.values() if one):
        TopicUser.objects.bulk_create(
            TopicUser(
                user=user,
                topic=topic,
                level=(None, 0, 1, 2, None)[(place + number) % 5],
                last_read=(0, 3, 10)[number % 3],
                is_kept_unread=number % 4 == 0,
            )
            for number, topic in enumerate(world.topics)
            if (place + number) % 3
        )
        forums = sorted({one.forum_id for one in world.topics})
        for forum, level in zip(forums, (0, 2, 2, 1), strict=True):
            if (place + forum) % 2:
                ForumUser.objects.create(user=user, forum_id=forum, level=level)


# In words ---------------------------------------------------------------------------------


def reads(name: str, forum: Forum) -> bool:
    inside = {"insider", "author", "blocked", "lead", "inside moderator"}
    inside |= {"inactive moderator"}
    return forum.network.is_public or name in inside or keeps(name)


def keeps(name: str) -> bool:
    return name in ("keeper", "keeper by group", "superuser")


def moderates(name: str, forum: Forum) -> bool:
    own = {"medicine": ["moderator"], "secret": ["lead", "inside moderator"]}
    return keeps(name) or name in own[forum.network.code]


def sees_topic(name: str, user: Any, topic: Topic) -> bool:
    if not reads(name, topic.forum) or topic.state == "merged":
        return False
    is_own = user.pk is not None and topic.author_id == user.pk
    return topic.state == "shown" or is_own or moderates(name, topic.forum)


def sees_post(name: str, user: Any, post: Post) -> bool:
    is_own = user.pk is not None and post.author_id == user.pk
    return sees_topic(name, user, post.topic) and (
        post.state == "shown" or is_own or moderates(name, post.topic.forum)
    )


# The same three times ---------------------------------------------------------------------


def test_rooms_are_those_of_the_permissions(world) -> None:
    forums = list(Forum.objects.select_related("network"))
    for name, forum in product(READERS, forums):
        user = world.reader(name)
        is_read, is_moderated = reads(name, forum), moderates(name, forum)

        assert can_read_network(user, forum.network) == is_read, (name, forum)
        assert can_moderate(user, forum) == is_moderated, (name, forum)
        rooms = rooms_of(world.reader(name))
        assert (forum.pk in rooms.readable) == is_read, (name, forum)
        assert (forum.pk in rooms.moderated) == is_moderated, (name, forum)


@pytest.mark.parametrize("name", READERS)
def test_topics_and_posts_that_are_seen(world, name) -> None:
    user = world.reader(name)
    topics = [one for one in world.topics if sees_topic(name, user, one)]
    posts = {one.pk for one in world.posts if sees_post(name, user, one)}

    rows = Topic.objects.visible_to(user)
    assert _numbers(rows) == {one.pk for one in topics}
    assert [one for one in world.topics if _opens(user, one)] == topics
    assert _numbers(Post.objects.visible_to(user)) == posts
    assert {pk for one in topics for pk in _window(user, one, 50)} == posts
    few = topics[::3]
    some = Post.objects.filter(topic__in=few)
    assert {pk for one in few for pk in _window(user, one, 3)} == (
        posts & _numbers(some)
    )
    assert {pk for one in few for pk in _one_by_one(user, one)} == (
        posts & _numbers(some)
    )
    pictures = PostImage.objects.visible_to(user).values_list("post", flat=True)
    assert set(pictures) == posts & {one.pk for one in world.posts[::7]}


@pytest.mark.parametrize("view", ["latest", "new", "unread"])
def test_lists_show_what_the_querysets_say(world, view) -> None:
    narrowed = [None, *([pk] for pk in _numbers(Forum.objects.all()))]
    for name, forums in product(READERS, narrowed):
        user = world.reader(name)
        if not user.is_authenticated and view != "latest":
            continue  # visitors have read nothing
        listed = _listed(user, TopicQuestion(view=view, forums=forums))
        rows = Topic.objects.listed_for(user)
        if forums is not None:
            rows = rows.filter(forum__in=forums)
        if user.is_authenticated:
            rows = _of_member(rows, user, view, is_whole=forums is None)

        assert sorted(listed) == sorted(_numbers(rows)), (name, forums)
        assert set(listed) <= _numbers(Topic.objects.visible_to(user)), name


def test_each_reader_sees_something_else_than_a_visitor(world) -> None:
    """There is something to hide, and something to show."""
    seen = {
        name: Post.objects.visible_to(world.reader(name)).count() for name in READERS
    }

    assert 0 < seen["visitor"] == seen["outsider"] == seen["member"]
    assert seen["visitor"] < seen["insider"] < seen["author"] < seen["superuser"]
    assert seen["visitor"] < seen["moderator"] < seen["keeper"] < len(world.posts)
    assert seen["keeper"] == seen["keeper by group"] == seen["superuser"]


def _opens(user: Any, topic: Topic) -> bool:
    try:
        return topic_for(user, topic.pk).pk == topic.pk
    except Http404:
        return False


def _window(user: Any, topic: Topic, limit: int) -> list[int]:
    """All posts, window after window."""
    found, start, numbers = topic_for(user, topic.pk), 1, list[int]()
    while start:
        window = posts_of(user, found, start, limit)
        numbers += [one.post.pk for one in window.cards]
        start = window.next
    assert len(numbers) == len(set(numbers))
    return numbers


def _one_by_one(user: Any, topic: Topic) -> list[int]:
    found = topic_for(user, topic.pk)
    cards = (one_post(user, found, number) for number in range(13))
    return [one.post.pk for one in cards if one]


def _numbers(rows: Any) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def _listed(user: Any, asked: TopicQuestion) -> list[int]:
    """Page after page."""
    pages = [topics_for(user, asked, "", 5)]
    while pages[-1].paging.next:
        pages.append(topics_for(user, asked, pages[-1].paging.next, 5))
    return [one.topic.pk for page in pages for one in [*page.pinned, *page.cards]]


def _of_member(rows: Any, user: Any, view: str, *, is_whole: bool) -> Any:
    since = UserReadState.objects.since(user)
    rows = {
        "latest": lambda: rows.with_reading_of(user),
        "new": lambda: rows.new_to(user, since),
        "unread": lambda: rows.unread_by(user, since),
    }[view]()
    return rows.not_muted_by(user) if is_whole or view != "latest" else rows
