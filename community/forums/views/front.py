"""The page of a network: its forums, what is talked about, who is in it.

Here, because topics stand above networks.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.db.models.functions import TruncWeek
from django.http import HttpRequest
from django.utils import timezone

from community.forums.cards.topics import former_member
from community.forums.models import Forum, Post, Topic
from community.forums.querysets import all_forums, rooms_of
from community.forums.views.answers import topic_path
from community.networks.cards import fellows_for, told_in_charge
from community.networks.forms import RequestForm
from community.networks.models import JoinRequest, Membership, Network, NetworkPage
from community.networks.permissions import abilities, standing_of
from community.profiles.cards import PersonCard
from community.profiles.querysets import Shown, shown_names

TOPICS, FELLOWS = 6, 6
WEEKS = 26
KEPT_FOR = 600  # seconds
# The drawing, in its own units.
WIDTH, HEIGHT, GAP = 624, 120, 4


@dataclass(frozen=True)
class Bar:
    """A week of the chart: where it is drawn, and what it stands for."""

    x: int
    y: int
    width: int
    height: int
    week: date
    number: int


def network_front(page: NetworkPage, request: HttpRequest) -> dict[str, Any]:
    user = request.user
    network = Network.objects.get(pk=page.network_id)
    # (reads roles and rights of a member together, which the permissions ask for)
    rooms_of(user)
    standing = standing_of(user, network)
    can = abilities(user, network, standing)
    topics = _latest(network, user) if "read" in can else []
    leads = list(Membership.objects.filter(network=network).in_charge())
    names = shown_names(user, _people(leads, topics))
    context = {
        "network": network,
        "standing": standing,
        "can": can,
        "in_charge": told_in_charge(leads, names, user),
        "fellows": _fellows(network, user) if "members" in can else [],
    }
    if "moderate" in can:
        context["waiting"] = JoinRequest.objects.open().filter(network=network).count()
    if "ask" in can:
        context["form"] = RequestForm()
    if "read" in can:
        context |= _talk(network, user, _told(topics, names))
    return context


def latest_topics(network: Network, user: Any) -> list[tuple[Topic, Any, str]]:
    """What was written to last, each with who began it and its address; as this reader
    may see it."""
    topics = _latest(network, user)
    return _told(topics, shown_names(user, _people([], topics)))


def _latest(network: Network, user: Any) -> list[Topic]:
    forums = [pk for pk, one in all_forums().items() if one.network_id == network.pk]
    return list(Topic.objects.listed_for(user).filter(forum__in=forums)[:TOPICS])


def _people(leads: list[Membership], topics: list[Topic]) -> set[int]:
    authors = {one.author_id for one in topics if one.author_id}
    return {one.user_id for one in leads} | authors


def _told(
    topics: list[Topic], names: dict[int, Shown]
) -> list[tuple[Topic, Shown, str]]:
    return [
        (one, names.get(one.author_id or 0) or former_member(), topic_path(one))
        for one in topics
    ]


def _talk(network: Network, user: Any, topics: list[Any]) -> dict[str, Any]:
    bars = activity(network)
    return {
        "topics": topics,
        "forums": Forum.objects.visible_to(user).filter(network=network),
        "bars": bars,
        "posts_in_half_a_year": sum(bar.number for bar in bars),
        "chart": {"width": WIDTH, "height": HEIGHT},
    }


def _fellows(network: Network, user: Any) -> list[PersonCard]:
    # The number of members stands with the network; it only chooses how they are found.
    fellows = fellows_for(user, network)
    found = fellows.page("newest", FELLOWS, None, network.member_count)
    return [PersonCard(one) for one in found]


# Activity ------------------------------------------------------------------------------


def activity(network: Network) -> list[Bar]:
    """Posts a week, the last 26 weeks, the oldest first; at most ten minutes old."""
    numbers = cache.get_or_set(
        f"network-activity-{network.pk}", lambda: posts_by_week(network), KEPT_FOR
    )
    return bars_of(numbers or {}, timezone.localdate())


def posts_by_week(network: Network) -> dict[date, int]:
    """By the Monday of each week in which somebody wrote; one statement."""
    start = timezone.now() - timedelta(weeks=WEEKS)
    rows = (
        Post.objects.filter(
            topic__forum__network=network,
            topic__state=Topic.State.SHOWN,
            state=Post.State.SHOWN,
            created_at__gte=start,
        )
        .annotate(week=TruncWeek("created_at"))
        .order_by()
        .values("week")
        .annotate(number=Count("pk"))
    )
    return {timezone.localtime(row["week"]).date(): row["number"] for row in rows}


def bars_of(numbers: dict[date, int], today: date) -> list[Bar]:
    """One bar for each week, empty ones included; the highest fills the drawing."""
    monday = today - timedelta(days=today.weekday())
    weeks = [monday - timedelta(weeks=n) for n in range(WEEKS - 1, -1, -1)]
    most = max([numbers.get(week, 0) for week in weeks], default=0) or 1
    step = WIDTH // WEEKS
    bars = []
    for place, week in enumerate(weeks):
        number = numbers.get(week, 0)
        # A week with a single post is still seen, and an empty one leaves a trace.
        height = max(round(number / most * HEIGHT), 6 if number else 2)
        top = HEIGHT - height
        bars.append(Bar(place * step, top, step - GAP, height, week, number))
    return bars
