"""Conversations of the demo: what its members say in the forums of their networks.

Always said by the same ones. A network without a forum or with too few members of the
demo stays silent.
"""

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from community.accounts.models import User
from community.forums.actions import (
    PollPlan,
    PostPlan,
    TopicPlan,
    accept_answer,
    close_topic,
    edit_post,
    make_wiki,
    pin_topic,
    reply,
    start_topic,
    vote,
)
from community.forums.models import (
    Forum,
    Poll,
    Post,
    PostRevision,
    Reaction,
    Topic,
    TopicEvent,
)
from community.networks.models import Membership
from home.demo.files import key_of, read_all
from home.demo.members import Member, planned_members

# Who speaks of herself there.
_WOMEN = {("law-inheritance-from-abroad", "D"), ("biz-twelve-mentors", "D")}
_MENTION = re.compile(r"@\{([A-Z])\}")
_KINDS = ("thanks", "thanks", "thanks", "agree", "agree", "insight", "celebrate")
_UNTIL_EDITED = timedelta(minutes=25)


@dataclass(frozen=True)
class Conversation:
    """A topic of a file, and the network in whose forum it stands."""

    network: str
    told: dict[str, Any]


@dataclass
class Talk:
    """A conversation while it is loaded. `people`: who says what, by their letter."""

    forum: Forum
    told: dict[str, Any]
    people: dict[str, User]
    audience: list[User]
    chance: random.Random
    start: datetime
    posts: list[Post] = field(default_factory=list)


def planned_conversations() -> list[Conversation]:
    return [
        Conversation(file["network"], told)
        for file in read_all("forum")
        for told in file["topics"]
    ]


def forum_of(network: str) -> Forum | None:
    """Where the conversations of a network stand."""
    forums = Forum.objects.select_related("network")
    return forums.filter(code=f"{network}-general").first()


@transaction.atomic
def load_conversation(one: Conversation) -> bool:
    """Whether it was loaded now; one that is there already is left alone."""
    sent = key_of(f"forum/{one.told['key']}")
    forum = forum_of(one.network)
    if forum is None or Post.objects.filter(client_id=sent).exists():
        return False
    chance = random.Random(one.told["key"])  # noqa: S311 (nothing here is secret)
    audience = _members_of(forum)
    people = _cast(one.told, audience, chance)
    if people is None:
        return False
    start = timezone.now() - timedelta(days=one.told["days_ago"])
    talk = Talk(forum, one.told, people, list(audience.values()), chance, start)
    topic = _begin(talk, sent)
    for place, told in enumerate(one.told["posts"]):
        _say(talk, topic, place, told)
    _moderate(talk, topic)
    return True


@cache
def _all_members() -> list[Member]:
    return planned_members()


# Who says what ------------------------------------------------------------------------------


def _members_of(forum: Forum) -> dict[str, User]:
    """Members of the demo who belong to the network, by their address."""
    found = User.objects.filter(
        memberships__network=forum.network_id, email__startswith="demo-"
    )
    return {one.email: one for one in found.order_by("email")}


def _cast(
    told: dict[str, Any], audience: dict[str, User], chance: random.Random
) -> dict[str, User] | None:
    """Somebody for each letter, who speaks its languages where that can be; None where
    there are fewer people than letters."""
    free = [one for one in _all_members() if one.email in audience]
    chance.shuffle(free)
    spoken = _languages(told)
    if len(free) < len(spoken):
        return None
    # A letter that asks for more chooses first.
    order = sorted(spoken, key=lambda x: (-len(_asks(told, x)), -len(spoken[x]), x))
    people = {}
    for letter in order:
        best = min(free, key=lambda one: _misfit(told, letter, spoken[letter], one))
        free.remove(best)
        people[letter] = audience[best.email]
    return people


def _languages(told: dict[str, Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for post in told["posts"]:
        language = post.get("language", told["language"])
        found.setdefault(post["by"], set()).add(language)
    return found


def _asks(told: dict[str, Any], letter: str) -> set[str]:
    """'woman', 'named': what a letter asks for besides languages."""
    asked = set()
    if (told["key"], letter) in _WOMEN:
        asked.add("woman")
    if any(f"@{{{letter}}}" in post["text"] for post in told["posts"]):
        asked.add("named")
    return asked


def _misfit(
    told: dict[str, Any], letter: str, languages: set[str], one: Member
) -> tuple[int, int]:
    asked = _asks(told, letter)
    wrong = ("woman" in asked and not one.is_woman) + (
        # Whose name is hidden from members cannot be named by one of them.
        "named" in asked and "nameless" in one.traits
    )
    return wrong, len(languages - set(one.languages))


# Saying it ----------------------------------------------------------------------------------


def _begin(talk: Talk, sent: Any) -> Topic:
    told = talk.told
    asked = told.get("poll")
    plan = TopicPlan(
        title=told["title"],
        text=_text(talk, told["posts"][0], "was"),
        kind=told["kind"],
        tags=told["tags"],
        poll=PollPlan(asked["question"], asked["options"]) if asked else None,
        client_id=sent,
    )
    topic = start_topic(talk.forum, talk.people["A"], plan, at=talk.start)
    language = told["posts"][0].get("language", told["language"])
    Topic.objects.filter(pk=topic.pk).update(language=language)
    return topic


def _say(talk: Talk, topic: Topic, place: int, told: dict[str, Any]) -> None:
    author = talk.people[told["by"]]
    at = talk.start + timedelta(hours=told.get("hours", 0))
    if place:
        plan = PostPlan(
            text=_text(talk, told, "was"), reply_to=told.get("quote"), at=at
        )
        post = reply(topic, author, plan)
    else:
        post = topic.posts.get()
    talk.posts.append(post)
    if "was" in told:
        _edit(talk, post, told, at)
    if told.get("wiki"):
        make_wiki(post, is_wiki=True)
    language = told.get("language", talk.told["language"])
    Post.objects.filter(pk=post.pk).update(language=language)
    if told.get("accepted"):
        accept_answer(topic, talk.people["A"], post)
    TopicEvent.objects.filter(topic=topic, number=post.number).update(created_at=at)
    _like(talk, post, told.get("likes", 0))


def _text(talk: Talk, told: dict[str, Any], key: str = "text") -> str:
    """What is said (`was` where that was said first), with its quote and names."""
    said = _MENTION.sub(
        lambda found: _named(talk.people[found[1]]), told.get(key, told["text"])
    )
    if "quote" not in told:
        return said
    quoted = talk.posts[told["quote"] - 1]
    return f"[quote {quoted.pk}]\n{told['quote_text']}\n[/quote]\n{said}"


def _named(user: User) -> str:
    return f"@[{user.display_name}]({user.uuid})"


def _edit(talk: Talk, post: Post, told: dict[str, Any], at: datetime) -> None:
    by = talk.people[told["by"]]
    edit_post(post, by, _text(talk, told), seen_edits=0)
    edited = at + _UNTIL_EDITED
    Post.objects.filter(pk=post.pk).update(edited_at=edited)
    PostRevision.objects.filter(post=post).update(created_at=edited)


def _like(talk: Talk, post: Post, number: int) -> None:
    """Thousands of them: counted here as `react` counts one, and nobody is told."""
    others = [one for one in talk.audience if one.pk != post.author_id]
    given = [
        Reaction(post=post, user=one, kind=talk.chance.choice(_KINDS))
        for one in talk.chance.sample(others, min(number, len(others)))
    ]
    Reaction.objects.bulk_create(given)
    kinds = Counter(one.kind for one in given)
    Post.objects.filter(pk=post.pk).update(reactions=dict(kinds))
    topic = Topic.objects.filter(pk=post.topic_id)
    topic.update(reaction_count=F("reaction_count") + len(given))


def _moderate(talk: Talk, topic: Topic) -> None:
    """What others did to the topic: voted, pinned it, closed it."""
    if "poll" in talk.told:
        _vote(talk, topic, talk.told["poll"]["votes"])
    in_charge = Membership.objects.in_charge().filter(network=talk.forum.network)
    moderator = in_charge.select_related("user").order_by("role", "id").first()
    if moderator is None:
        return
    now = timezone.now()
    if talk.told.get("pinned"):
        pin_topic(topic, moderator.user)
    if talk.told.get("closed"):
        close_topic(topic, moderator.user)
    last = topic.last_posted_at
    TopicEvent.objects.filter(topic=topic, created_at__gte=now).update(created_at=last)


def _vote(talk: Talk, topic: Topic, votes: Sequence[int]) -> None:
    """In the same proportion where there are fewer members than votes."""
    poll = Poll.objects.get(post__topic=topic)
    voters = talk.chance.sample(talk.audience, len(talk.audience))
    share = min(1.0, len(voters) / sum(votes))
    for option, number in enumerate(votes):
        for _one in range(int(number * share)):
            vote(poll, voters.pop(), [option])
