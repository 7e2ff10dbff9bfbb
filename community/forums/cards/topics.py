"""Lists of topics, and one topic, as a reader sees them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, IntegerField, OuterRef, QuerySet, Value
from django.http import Http404
from django.utils.translation import gettext as _

from cms.core.paging import PageOfRows, page_of
from community.forums.models import Forum, Level, Topic, TopicTag, UserReadState
from community.forums.querysets import all_forums
from community.profiles.names import skill_name, slug_now
from community.profiles.querysets import Shown, shown_names

PAGE: Final = 30  # topics
ORDER: Final = ("-last_posted_at", "-id")
NEW_ORDER: Final = ("-created_at", "-id")
MOST_PINNED: Final = 10
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
        return self.topic.highest_number - self.read_to if self.read_to else 0

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
    rows = _narrowed(_asked(user, asked), asked)
    is_plain = asked.view == "latest" and not (asked.tag or asked.kind)
    has_pinned = is_plain and asked.forums is not None
    pinned: list[Topic] = []
    if has_pinned:
        if not cursor:
            wanted = rows.filter(is_pinned=True).order_by(*ORDER)
            pinned = list(_with_tags(wanted)[:MOST_PINNED])
        rows = rows.filter(is_pinned=False)
    order = NEW_ORDER if asked.view == "new" else ORDER
    page = page_of(_with_tags(rows), order, cursor, limit)
    cards = _cards(user, [*pinned, *page.rows])
    return TopicList(cards[len(pinned) :], page, cards[: len(pinned)])


def topic_for(user: Any, pk: int) -> Topic:
    """One topic as this reader may see it, with its forum, network, tags, reading and
    draft; Http404 for what is not seen."""
    rows = _with_reading(Topic.objects.visible_to(user), user)
    found = (
        _with_tags(rows).annotate(solution_number=F("solution__number")).filter(pk=pk)
    ).first()
    if found is None:
        raise Http404
    found.forum = all_forums()[found.forum_id]
    return found


def tags_of(topic: Any) -> tuple[tuple[str, str], ...]:
    """(slug, label) of each tag of a topic that was read here, merged ones as what they
    became."""
    slugs = dict.fromkeys(slug_now(slug) for slug in topic.tag_slugs)
    return tuple((slug, skill_name(slug)) for slug in slugs if skill_name(slug))


def forum_cards(user: Any, network: int | None = None) -> list[Forum]:
    """The forums that one reads, with today's numbers; one statement."""
    rows = Forum.objects.visible_to(user)
    return list(rows.filter(network=network) if network else rows)


# Steps ------------------------------------------------------------------------------------


def _asked(user: Any, asked: TopicQuestion) -> QuerySet[Any]:
    rows = Topic.objects.listed_for(user)
    if asked.view == "latest" or not user.is_authenticated:
        return _with_reading(rows, user)
    since = UserReadState.objects.since(user)
    if asked.view == "unread":
        return rows.unread_by(user, since)
    return rows.new_to(user, since)


def _with_reading(rows: Any, user: Any) -> QuerySet[Any]:
    if user.is_authenticated:
        found: QuerySet[Any] = rows.with_reading_of(user)
        return found
    return rows.annotate(
        is_visited=Value(False), read_to=Value(0), own_level=Value(None, IntegerField())
    )


def _narrowed(rows: Any, asked: TopicQuestion) -> QuerySet[Any]:
    if asked.forums is not None:
        rows = rows.filter(forum__in=list(asked.forums))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.is_unsolved:
        rows = rows.filter(kind=Topic.Kind.QUESTION, solution=None)
    if asked.tag:
        rows = rows.tagged(asked.tag)
    found: QuerySet[Any] = rows.in_languages(asked.languages)
    return found


def _with_tags(rows: QuerySet[Any]) -> QuerySet[Any]:
    tags = TopicTag.objects.filter(topic=OuterRef("pk")).order_by("position", "id")
    return rows.annotate(tag_slugs=ArraySubquery(tags.values("skill__slug")))


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
            author=names.get(one.author_id or 0, former_member()),
            last_by=names.get(one.last_post_by_id or 0, former_member()),
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
