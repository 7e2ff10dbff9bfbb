"""What is talked about, for screens outside the forums: `{% latest_topics 5 as talk %}`.

The same for everybody: what a visitor may read. It is read once for all requests, and at
most a minute old; what was hidden, renamed, moved or closed to visitors is gone at once.
"""

import time
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django import template
from django.contrib.auth.models import AnonymousUser

from cms.core.languages import current
from cms.core.rows.memo import PerVersion
from cms.core.rows.version import seen
from community.forums.models import Forum, Topic
from community.forums.querysets import all_forums
from community.forums.views.answers import digest, topic_path
from community.forums.views.rows import age_of, language_if_other

register = template.Library()

MOST: Final = 6
KEPT_FOR: Final = 60  # seconds
_latest: PerVersion[list["LatestTopic"]] = PerVersion(3)  # by language


@dataclass(frozen=True)
class LatestTopic:
    """A line: `lang` is '' where the title is in the reader's language or unknown."""

    title: str
    path: str
    lang: str
    forum: Forum
    replies: int
    is_answered: bool
    last_posted_at: datetime

    @property
    def shows(self) -> Hashable:
        names = (self.forum.name, self.forum.network.name)
        facts = (self.replies, self.is_answered, self.last_posted_at)
        age = age_of(self.last_posted_at)
        return (self.title, self.path, self.lang, *names, *facts, age)


@dataclass(frozen=True)
class LatestTopics:
    """`shows` is the same as long as the lines say the same."""

    lines: list[LatestTopic]
    shows: str


@register.simple_tag
def latest_topics(number: int = MOST) -> LatestTopics:
    """The topics that were written to last, at most `MOST`; seldom a statement."""
    # (every action that takes something away from visitors moves this counter)
    version = seen() * 2**32 + int(time.time() // KEPT_FOR)
    lines = _latest.get(version, current(), _read)[:number]
    return LatestTopics(lines, digest(*(one.shows for one in lines)))


def _read() -> list[LatestTopic]:
    rows = Topic.objects.listed_for(AnonymousUser())
    shown = ("forum_id", "title", "slug", "language", "post_count", "solution_id")
    return [_line(one) for one in rows.only(*shown, "last_posted_at")[:MOST]]


def _line(topic: Topic) -> LatestTopic:
    return LatestTopic(
        title=topic.title,
        path=topic_path(topic),
        lang=language_if_other(topic.language),
        forum=all_forums()[topic.forum_id],
        replies=max(0, topic.post_count - 1),
        is_answered=topic.solution_id is not None,
        last_posted_at=topic.last_posted_at,
    )
