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

from community.forums.cards import topics_for
from community.forums.cards.topics import TopicQuestion
from community.forums.models import Forum, Post, Topic
from community.forums.querysets import all_forums
from community.forums.views.answers import topic_path
from community.networks.cards import fellows_for, in_charge_of
from community.networks.forms import RequestForm
from community.networks.models import JoinRequest, Network, NetworkPage
from community.networks.permissions import abilities, standing_of
from community.profiles.cards import PersonCard

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
    standing = standing_of(user, network)
    can = abilities(user, network, standing)
    context = {
        "network": network,
        "standing": standing,
        "can": can,
        "in_charge": in_charge_of(network, user),
        "fellows": _fellows(network, user) if "members" in can else [],
    }
    if "moderate" in can:
        context["waiting"] = JoinRequest.objects.open().filter(network=network).count()
    if "ask" in can:
        context["form"] = RequestForm()
    return {**context, **(_talk(network, user) if "read" in can else {})}


def latest_topics(network: Network, user: Any) -> list[tuple[Topic, Any, str]]:
    """What was written to last, each with who began it and its address; as this reader
    may see it."""
    forums = [pk for pk, one in all_forums().items() if one.network_id == network.pk]
    asked = TopicQuestion(forums=forums)
    found = topics_for(user, asked, limit=TOPICS)
    newest = sorted(
        [*found.pinned, *found.cards], key=lambda one: one.topic.last_posted_at
    )[::-1]
    return [(one.topic, one.author, topic_path(one.topic)) for one in newest[:TOPICS]]


def _talk(network: Network, user: Any) -> dict[str, Any]:
    bars = activity(network)
    return {
        "topics": latest_topics(network, user),
        "forums": Forum.objects.visible_to(user).filter(network=network),
        "bars": bars,
        "posts_in_half_a_year": sum(bar.number for bar in bars),
        "chart": {"width": WIDTH, "height": HEIGHT},
    }


def _fellows(network: Network, user: Any) -> list[PersonCard]:
    fellows = fellows_for(user, network)
    matches = fellows.count()
    found = fellows.page("newest", FELLOWS, None, matches) if matches else []
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
