"""Lists of topics, and one topic, as a reader sees them."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.http import Http404
from django.utils.translation import gettext as _

from cms.core.languages import current
from cms.core.paging import PageOfRows, page_through
from cms.core.rows.memo import PerVersion
from community.forums.cards.statements import Where, topic_row, topic_rows
from community.forums.models import Forum, Level, Topic, UserReadState
from community.forums.querysets import Rooms, all_forums, forums_version, rooms_of
from community.profiles.names import skill_name, slug_now
from community.profiles.querysets import Shown, shown_names

PAGE: Final = 30  # topics
ORDER: Final = ("-last_posted_at", "-id")
NEW_ORDER: Final = ("-created_at", "-id")
MOST_PINNED: Final = 10
FOLLOWED: Final = 2  # the least level at which new posts are counted
_TAGGED: Final = (
    "t.id IN (SELECT g.topic_id FROM forums_topictag AS g JOIN profiles_skill AS s"
    " ON s.id = g.skill_id WHERE s.slug = %s)"
)
COUNTS_KEPT: Final = 30  # seconds
_counts: PerVersion[dict[int, int]] = PerVersion(2)
# By what is readable and by language; members of the same networks share theirs.
_lines: PerVersion[list["ForumLine"]] = PerVersion(500)
VIEWS: Final = ("latest", "new", "unread")


@dataclass(frozen=True)
class TopicCard:
    """A line of a list. `read_to` is None for a visitor and before the first visit."""

    topic: Topic
    forum: Forum
    author: Shown
    last_by: Shown
    tags: tuple[tuple[str, str], ...]  # (slug, label in the reader's language)
    read_to: int | None = None

    @property
    def is_new(self) -> bool:
        """Never opened by this member; said of lists for members alone."""
        return self.read_to is None

    @property
    def unread(self) -> int:
        """Posts after the last one read."""
        return 0 if self.read_to is None else self.topic.highest_number - self.read_to

    @property
    def replies(self) -> int:
        return max(0, self.topic.post_count - 1)


@dataclass(frozen=True)
class TopicList:
    cards: list[TopicCard]
    paging: PageOfRows
    pinned: list[TopicCard] = field(default_factory=list)


@dataclass(frozen=True)
class TopicQuestion:
    """What is asked of the topics. `view`: one of `VIEWS`, the last two for members.

    `forums`: numbers to which it is narrowed; None for all that the reader reads.
    """

    view: str = "latest"
    forums: Sequence[int] | None = None
    languages: Sequence[str] = ()
    kind: str = ""
    tag: str = ""
    is_unsolved: bool = False


def topics_for(
    user: Any, asked: TopicQuestion, cursor: str = "", limit: int = PAGE
) -> TopicList:
    """A page of topics; pinned ones of one forum stand before the first page.

    Raises ValidationError for a cursor of another list. Three statements at most, and one
    more for what is a member's own.
    """
    reader = user.pk or 0
    where = _where(user, asked)
    is_plain = asked.view == "latest" and not (asked.tag or asked.kind)
    pinned: list[Topic] = []
    if is_plain and asked.forums is not None:
        if not cursor:
            wanted = [*where, ("t.is_pinned", ())]
            pinned = topic_rows(reader, wanted, ORDER, MOST_PINNED)
        where.append(("NOT t.is_pinned", ()))

    def fetch(order: Sequence[str], place: Any, number: int) -> list[Any]:
        beyond = [_beyond(order, place)] if place else []
        return topic_rows(reader, [*where, *beyond], order, number)

    order = NEW_ORDER if asked.view == "new" else ORDER
    page = page_through(fetch, order, cursor, limit)
    cards = _cards(user, [*pinned, *page.rows])
    return TopicList(cards[len(pinned) :], page, cards[: len(pinned)])


def topic_for(user: Any, pk: int) -> Any:
    """One topic as this reader may see it, with its forum, network, tags and reading;
    Http404 for what is not seen."""
    found = topic_row(user.pk or 0, pk, rooms_of(user))
    if found is None:
        raise Http404
    found.forum = all_forums()[found.forum_id]
    return found


def tags_of(topic: Any) -> tuple[tuple[str, str], ...]:
    """(slug, label) of each tag of a topic that was read here, merged ones as what they
    became."""
    slugs = dict.fromkeys(slug_now(slug) for slug in topic.tag_slugs)
    return tuple((slug, skill_name(slug)) for slug in slugs if skill_name(slug))


@dataclass(frozen=True)
class ForumLine:
    """A forum as it stands in a list of all; its number of topics may be half a minute
    old."""

    pk: int
    code: str
    name: str  # in the reader's language
    network: Any
    topic_count: int


@dataclass(frozen=True)
class ForumLines:
    """`shows` tells apart what these lines say in one language."""

    lines: list[ForumLine]
    shows: tuple


def forums_now(user: Any) -> ForumLines:
    """The forums that one reads, in their order; a statement every half minute."""
    readable, moment = rooms_of(user).readable, int(time.monotonic() // COUNTS_KEPT)
    version = forums_version()
    lines = _lines.get(
        version * 2**32 + moment,
        (readable, current()),
        lambda: _forum_lines(readable, moment),
    )
    return ForumLines(lines, (version, moment, *readable))


def _forum_lines(readable: Sequence[int], moment: int) -> list[ForumLine]:
    forums, counts = all_forums(), _counts.get(moment, "", _count)
    return [
        ForumLine(pk, one.code, one.name, one.network, counts.get(pk, 0))
        for pk, one in ((pk, forums[pk]) for pk in readable)
    ]


def _count() -> dict[int, int]:
    return dict(Forum.objects.values_list("pk", "topic_count"))


def forum_cards(user: Any, network: int | None = None) -> list[Forum]:
    """The forums that one reads, with today's numbers; one statement."""
    rows = Forum.objects.visible_to(user)
    return list(rows.filter(network=network) if network else rows)


# Steps ------------------------------------------------------------------------------------


def _where(user: Any, asked: TopicQuestion) -> Where:
    """Conditions as `TopicQuerySet` has them, for a question."""
    rooms = rooms_of(user)
    readable: Sequence[int] = rooms.readable
    if asked.forums is not None:
        readable = sorted(set(asked.forums) & set(readable))
    where: Where = [
        ("t.state = 'shown'", ()),
        ("t.forum_id = ANY(%s)", [list(readable)]),
    ]
    if rooms.blocked:
        blocked = sorted(rooms.blocked)
        where.append(("(t.author_id = ANY(%s)) IS NOT TRUE", [blocked]))
    if user.is_authenticated:
        where += _of_member(user, asked, rooms)
    if asked.kind:
        where.append(("t.kind = %s", [asked.kind]))
    if asked.is_unsolved:
        where.append(("t.kind = 'question' AND t.solution_id IS NULL", ()))
    if asked.tag:
        where.append((_TAGGED, [asked.tag]))
    if asked.languages:
        where.append(("t.language = ANY(%s)", [[*asked.languages, ""]]))
    return where


def _of_member(user: Any, asked: TopicQuestion, rooms: Rooms) -> Where:
    where: Where = []
    # In a forum that one opens oneself, nothing is left out.
    if asked.view != "latest" or asked.forums is None:
        where.append(("m.level IS DISTINCT FROM 0", ()))
        if rooms.muted:
            muted = "NOT (t.forum_id = ANY(%s) AND m.level IS NULL)"
            where.append((muted, [rooms.muted]))
    if asked.view == "latest":
        return where
    since = UserReadState.objects.since(user)
    if asked.view == "new":
        is_new = "t.last_posted_at > %s AND t.created_at > %s AND m.id IS NULL"
        return [*where, (is_new, [since, since])]
    where.append(("(t.last_posted_at > %s OR m.is_kept_unread)", [since]))
    followed = "(m.level >= 2 OR m.level IS NULL AND t.forum_id = ANY(%s))"
    where.append(("m.last_read < t.highest_number", ()))
    return [*where, (followed, [rooms.at_least(FOLLOWED)])]


def _beyond(order: Sequence[str], place: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    sign = "<" if order[0].startswith("-") else ">"
    keys = ", ".join(f"t.{key.lstrip('-')}" for key in order)
    moment = datetime.fromisoformat(place[0])
    return f"({keys}) {sign} (%s, %s)", [moment, int(place[1])]


def _cards(user: Any, topics: Iterable[Any]) -> list[TopicCard]:
    topics = list(topics)
    people = {one for t in topics for one in (t.author_id, t.last_post_by_id) if one}
    names = shown_names(user, people)
    forums = all_forums()
    for one in topics:
        one.forum = forums[one.forum_id]
    return [
        TopicCard(
            topic=one,
            forum=one.forum,
            author=names.get(one.author_id or 0) or former_member(),
            last_by=names.get(one.last_post_by_id or 0) or former_member(),
            tags=tags_of(one),
            read_to=one.read_to if one.is_visited else None,
        )
        for one in topics
    ]


def former_member() -> Shown:
    """Whoever's account is gone without a trace."""
    return Shown(_("Former member"), is_named=False)


def level_of(topic: Any, forum_level: int | None) -> Level:
    """How closely the reader of `topic_for` follows it."""
    own = topic.own_level
    return Level(own if own is not None else (forum_level or Level.NORMAL))
