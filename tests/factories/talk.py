"""Networks, forums and people who talk in them."""

from typing import Any

from community.accounts.models import User
from community.forums.actions import PostPlan, TopicPlan, reply, start_topic
from community.forums.models import Forum, Post, Topic
from community.forums.querysets import announce_rooms
from community.networks.models import Membership, Network


def network(code: str = "medicine", **values: Any) -> Network:
    names = {f"name_{lang}": f"{code.title()} {lang}" for lang in ("sq", "en", "de")}
    found = Network.objects.create(code=code, **{**names, **values})
    announce_rooms()
    return found


def forum(of: Network | None = None, code: str = "", **values: Any) -> Forum:
    of = of or network()
    code = code or f"{of.code}-general"
    names = {f"name_{lang}": f"{code} {lang}" for lang in ("sq", "en", "de")}
    found = Forum.objects.create(network=of, code=code, **{**names, **values})
    announce_rooms()
    return found


def join(user: User, *networks: Network, role: str = "member") -> User:
    for one in networks:
        Membership.objects.create(network=one, user=user, role=role)
        Network.objects.filter(pk=one.pk).update(
            member_count=Membership.objects.filter(network=one).count()
        )
    user.__dict__.pop("_network_roles", None)
    user.__dict__.pop("_forum_rooms", None)
    return user


def topic(
    of: Forum, by: User, title: str = "A title of some words", text: str = "Text."
) -> Topic:
    return start_topic(of, by, TopicPlan(title=title, text=text))


def post(in_topic: Topic, by: User, text: str = "An answer.") -> Post:
    return reply(in_topic, by, PostPlan(text=text))


def counted(user: User, *networks: Network, role: str = "member") -> User:
    """As `join`, with the number of members that the network then has."""
    for one in networks:
        join(user, one, role=role)
        Network.objects.filter(pk=one.pk).update(
            member_count=Membership.objects.filter(network=one).count()
        )
    return user
