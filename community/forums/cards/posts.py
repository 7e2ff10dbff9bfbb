"""Posts of a topic as a reader sees them: a window by numbers, with names filled in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from community.forums.cards.statements import event_rows, post_rows
from community.forums.cards.topics import former_member
from community.forums.markup import filled, marked
from community.forums.models import (
    Poll,
    PollVote,
    Post,
    Topic,
    TopicEvent,
)
from community.forums.permissions import post_abilities, rights_in
from community.forums.querysets import blocked_by, rooms_of
from community.profiles.querysets import Shown, shown_names

PAGE: Final = 20  # posts
MOST_EVENTS: Final = 200  # on a page


@dataclass(frozen=True)
class PollCard:
    """`votes`: positions that the reader voted for."""

    poll: Poll
    options: list[Any]
    votes: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PostCard:
    """`html` is safe and has names in it. `can`: what the reader may do (API names)."""

    post: Post
    author: Shown
    html: SafeString
    can: tuple[str, ...] = ()
    mine: frozenset[str] = frozenset()  # the reader's reactions
    is_own: bool = False
    is_blocked: bool = False
    poll: PollCard | None = None
    before: list["EventCard"] = field(default_factory=list)


@dataclass(frozen=True)
class EventCard:
    event: TopicEvent
    by: Shown


@dataclass(frozen=True)
class PostWindow:
    """`previous` and `next`: numbers from which the windows beside this one begin, 0
    where there is none. `after`: what was done after the last post."""

    cards: list[PostCard]
    previous: int
    next: int
    after: list[EventCard] = field(default_factory=list)

    @property
    def first(self) -> int:
        return self.cards[0].post.number if self.cards else 0

    @property
    def last(self) -> int:
        return self.cards[-1].post.number if self.cards else 0


def posts_of(user: Any, topic: Topic, start: int = 1, limit: int = PAGE) -> PostWindow:
    """The posts numbered `start` and after, at most `limit`; a start beyond the end gives
    the last ones. `topic` is from `topic_for`. Three statements, and up to three more
    where there is a poll."""
    start = max(1, start)
    if start > topic.highest_number:
        start = full_window(topic, start, limit)
    found = _readable(user, topic, start, limit + 1)
    more = found[limit:]
    found = found[:limit]
    first = found[0].number if found else start
    cards, after = _cards(user, topic, found, is_last=not more)
    previous = max(1, first - limit) if first > 1 else 0
    return PostWindow(cards, previous, more[0].number if more else 0, after)


def full_window(topic: Topic, number: int, limit: int = PAGE) -> int:
    """Where a window begins that shows this post, and as many before it as there is room
    for at the end of the topic."""
    return max(1, min(number, topic.highest_number - limit + 1))


def one_post(user: Any, topic: Topic, number: int) -> PostCard | None:
    """One post of a topic from `topic_for`; None where the reader sees none."""
    found = _readable(user, topic, number, 1)
    if not found or found[0].number != number:
        return None
    cards, _after = _cards(user, topic, found, is_last=False, with_events=False)
    return cards[0]


def filled_html(html: str, names: dict[int, Shown]) -> SafeString:
    """The HTML of the renderer with names and links in place of its marks."""

    def mention(member: int, may_link: bool) -> str:
        return _named(names.get(member) or former_member(), may_link)

    def quoted(post: int, author: int) -> str:
        who = names.get(author) or former_member()
        link = reverse("forums:post", args=[post])
        said = _("%(name)s wrote:") % {"name": who.name}
        return format_html('<a href="{}">{}</a>', link, said)

    # (the renderer's own output, sanitised; what is put in is escaped)
    return mark_safe(filled(html, mention, quoted))  # noqa: S308


def _named(who: Shown, may_link: bool) -> str:
    if who.slug and may_link:
        link = reverse("people:person", args=[who.slug])
        return format_html('<a class="mention" href="{}">@{}</a>', link, who.name)
    return format_html('<span class="mention">@{}</span>', who.name)


# Steps ------------------------------------------------------------------------------------


def _readable(user: Any, topic: Topic, first: int, limit: int) -> list[Any]:
    """Posts of a topic that was found visible: those shown, one's own, for those who
    moderate all of them."""
    moderates = topic.forum_id in rooms_of(user).moderated
    reader = user.pk or 0
    return post_rows(reader, topic.pk, moderates=moderates, first=first, limit=limit)


def _cards(
    user: Any,
    topic: Topic,
    posts: Sequence[Any],
    *,
    is_last: bool,
    with_events: bool = True,
) -> tuple[list[PostCard], list[EventCard]]:
    events = _events(topic, posts, is_last=is_last) if with_events else []
    people = {one.by_id for one in events}
    for post in posts:
        members, _quotes = marked(post.html)
        people |= {post.author_id, *members}
    names = shown_names(user, people - {None})
    polls = _polls(user, [one for one in posts if one.has_poll])
    blocked = blocked_by(user)
    by_number: dict[int, list[EventCard]] = {}
    for event in events:
        who = names.get(event.by_id or 0) or former_member()
        by_number.setdefault(event.number, []).append(EventCard(event, who))
    cards, before = [], list[EventCard]()
    rights = rights_in(user, topic) if user.is_authenticated else None
    for post in posts:
        post.topic = topic
        cards.append(
            PostCard(
                post=post,
                author=names.get(post.author_id or 0) or former_member(),
                html=filled_html(post.html, names),
                can=tuple(post_abilities(user, post, rights)) if rights else (),
                mine=frozenset(post.own_reactions or ()),
                is_own=post.author_id is not None and post.author_id == user.pk,
                is_blocked=post.author_id in blocked,
                poll=polls.get(post.pk),
                before=before,
            )
        )
        before = by_number.pop(post.number, [])
    return cards, before


def _events(topic: Topic, posts: Sequence[Any], *, is_last: bool) -> list[TopicEvent]:
    if not posts:
        return []
    last = topic.highest_number if is_last else posts[-1].number
    numbers = [one.number for one in posts]
    found = event_rows(topic.pk, posts[0].number, last, MOST_EVENTS)
    for one in found:
        # After the nearest post that is shown at or before it.
        one.number = max((n for n in numbers if n <= one.number), default=numbers[0])
    return found


def _polls(user: Any, posts: Sequence[Any]) -> dict[int, PollCard]:
    if not posts:
        return {}
    polls = Poll.objects.filter(post__in=posts).prefetch_related("options")
    mine: dict[int, set[int]] = {}
    if user.is_authenticated:
        votes = PollVote.objects.filter(option__poll__in=polls, user=user.pk)
        for poll, place in votes.values_list("option__poll", "option__position"):
            mine.setdefault(poll, set()).add(place)
    return {
        one.post_id: PollCard(
            one, list(one.options.all()), frozenset(mine.get(one.pk, ()))
        )
        for one in polls
    }
