"""Networks of the demo: founded, with forums, pages, members and people in charge.

Always the same members: chance is seeded, and whoever belongs to a network stays in it.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from community.accounts.models import User
from community.forums.models import Forum
from community.forums.querysets import announce_rooms
from community.networks.actions import recount
from community.networks.models import (
    JoinRequest,
    Membership,
    Network,
    NetworkIndexPage,
    NetworkPage,
)
from community.profiles.models import Occupation, Profile
from home.demo.files import read
from home.demo.tree import Planned, planned_from

FEWEST, MOST = 8, 40  # members of a network
_SEED = 2026
_SECOND = 0.25  # of the members are in a second network
_DAYS = 150
# The accounts that people log in as: where they are, and as what.
_KNOWN: Final = {
    "member@example.org": {
        "medicine": "member",
        "science": "member",
        "entrepreneurship": "member",
    },
    "moderator@example.org": {"it": "lead", "education": "lead"},
}
_ASKING: Final = "Kam diplomuar në drejtësi dhe dua të mësoj nga praktika juaj."


def found_networks() -> dict[str, Network]:
    """The ten networks by code, with their forums; founds those that are missing."""
    found = {}
    for position, told in enumerate(read("networks.yaml")["networks"], start=1):
        network, made = Network.objects.get_or_create(
            code=told["code"],
            defaults={
                **{f"name_{code}": text for code, text in told["names"].items()},
                "joining": told.get("joining", Network.Joining.OPEN),
                "position": position * 10,
            },
        )
        if made:
            network.occupations.set(
                Occupation.objects.filter(code__in=told["occupations"])
            )
        _found_forums(network, told["forums"])
        found[network.code] = network
    transaction.on_commit(announce_rooms)
    return found


def _found_forums(network: Network, forums: Sequence[dict[str, Any]]) -> None:
    for position, told in enumerate(forums, start=1):
        texts = {f"name_{code}": text for code, text in told["names"].items()}
        texts |= {f"about_{code}": text for code, text in told["abouts"].items()}
        Forum.objects.get_or_create(
            code=told["code"],
            defaults={"network": network, "position": position, **texts},
        )


def planned_networks() -> Iterator[Planned]:
    """The index and a page of each network; they must have been founded."""
    data = read("networks.yaml")
    shared = {"show_in_menus": True}
    yield planned_from(
        "networks", NetworkIndexPage, "", data["index"], shared, ("lead",)
    )
    networks = found_networks()
    for told in data["networks"]:
        code = told["code"]
        texts = {
            language: {"title": told["names"][language], **text}
            for language, text in told["texts"].items()
        }
        page = {"source": "sq", "texts": texts, "works": told["works"]}
        of_page = {"network": networks[code]}
        name = f"network/{code}"
        yield planned_from(name, NetworkPage, "networks", page, of_page, ("lead",))


@transaction.atomic
def join_networks() -> None:
    """Let the demo's members into their networks, with people in charge."""
    networks = found_networks()
    chance = random.Random(_SEED)  # noqa: S311 (nothing here is secret)
    chosen = _members_by_network(networks, chance)
    now = timezone.now()
    for code, users in chosen.items():
        roles = _roles(len(users), chance)
        for user, role in zip(users, roles, strict=True):
            days = chance.uniform(1, _DAYS)
            _join(networks[code], user, role, now - timedelta(days=days))
    _let_known_in(networks)
    recount()


def _members_by_network(
    networks: dict[str, Network], chance: random.Random
) -> dict[str, list[int]]:
    """Numbers of demo accounts by code: by occupation first, then by curiosity."""
    rows = Profile.objects.filter(
        user__email__startswith="demo-", occupation__isnull=False
    ).order_by("user__email")
    people = list(rows.values_list("user", "occupation__code"))
    groups = {
        code: tuple(one.occupations.values_list("code", flat=True))
        for code, one in networks.items()
    }
    chosen: dict[str, list[int]] = {code: [] for code in networks}
    for user, occupation in people:
        fitting = [c for c, own in groups.items() if own and occupation.startswith(own)]
        own = fitting[:1] if fitting else [chance.choice(list(networks))]
        if chance.random() < _SECOND:
            own.append(chance.choice([code for code in networks if code not in own]))
        for code in own:
            if len(chosen[code]) < MOST:
                chosen[code].append(user)
    everyone = [user for user, _occupation in people]
    for users in chosen.values():
        rest = [user for user in everyone if user not in users]
        missing = min(max(FEWEST - len(users), 0), len(rest))
        users += chance.sample(rest, missing)
    return chosen


def _roles(number: int, chance: random.Random) -> list[str]:
    """One or two leads and as many moderators; the rest are members."""
    leads, moderators = chance.choice((1, 2)), chance.choice((1, 2))
    roles = ["lead"] * leads + ["moderator"] * moderators + ["member"] * number
    roles = roles[:number]
    chance.shuffle(roles)
    return roles


def _join(network: Network, user: int, role: str, at: Any) -> None:
    membership, made = Membership.objects.get_or_create(
        network=network, user_id=user, defaults={"role": role}
    )
    if made:
        Membership.objects.filter(pk=membership.pk).update(joined_at=at)


def _let_known_in(networks: dict[str, Network]) -> None:
    now = timezone.now()
    for email, roles in _KNOWN.items():
        user = User.objects.filter(email=email).first()
        for code, role in roles.items() if user else []:
            _join(networks[code], user.pk, role, now - timedelta(days=60))
    law = networks["law"]
    inside = Membership.objects.filter(network=law).values("user")
    asking = User.objects.filter(email__startswith="demo-").exclude(pk__in=inside)
    if not JoinRequest.objects.filter(network=law).exists():
        JoinRequest.objects.bulk_create(
            JoinRequest(network=law, user=one, text=_ASKING)
            for one in asking.order_by("email")[:1]
        )
