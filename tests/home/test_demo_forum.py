"""The conversations of the demo: said by members of the network, once, and quickly."""

import re
import time

import pytest

from community.accounts.models import User
from community.forums.actions import recount
from community.forums.models import Poll, Post, Reaction, Topic
from community.networks.models import Membership
from community.profiles.actions import load_taxonomy
from home.demo.forum import load_conversation, planned_conversations
from home.demo.indexes import tasks_put_aside
from home.demo.members import load_members, planned_members
from home.demo.people import load_people
from tests.factories import talk

NETWORKS = ("arts", "law", "entrepreneurship")


@pytest.fixture
def networks(db):
    """Three of them with forty members each; one has no moderator."""
    load_taxonomy()
    load_people()
    load_members()
    people = list(User.objects.filter(email__startswith="demo-").order_by("email"))
    for place, code in enumerate(NETWORKS):
        network = talk.network(code)
        talk.forum(network)
        members = people[place * 30 : place * 30 + 40]
        Membership.objects.bulk_create(
            Membership(network=network, user=one) for one in members
        )
        if code != "law":
            Membership.objects.filter(user=members[0], network=network).update(
                role="moderator"
            )


def test_every_conversation_is_planned_well():
    planned = planned_conversations()

    assert len(planned) == 60
    assert sum(len(one.told["posts"]) for one in planned) > 500
    for one in planned:
        for place, post in enumerate(one.told["posts"]):
            assert post.get("quote", 0) <= place, one.told["key"]
            for letter in re.findall(r"@\{([A-Z])\}", post["text"]):
                assert letter in {said["by"] for said in one.told["posts"]}


def test_the_conversations(networks):
    planned = planned_conversations()
    before = time.process_time()

    with tasks_put_aside():
        loaded = [one for one in planned if load_conversation(one)]

    seconds = time.process_time() - before
    assert {one.network for one in loaded} == set(NETWORKS)
    assert Topic.objects.count() == len(loaded) == 18
    assert seconds < 15  # of our own work, for 18 of 60
    check_said(loaded)
    check_sexes()
    assert not any(recount().values())
    assert not any(load_conversation(one) for one in planned)
    assert Topic.objects.count() == 18


def check_said(loaded):
    posts = Post.objects.all()
    said = [post for one in loaded for post in one.told["posts"]]
    assert posts.count() == len(said)
    assert not posts.filter(raw__contains="@{").exists()
    assert posts.filter(edit_count=1).count() == sum("was" in one for one in said)
    assert posts.filter(is_wiki=True).count() == sum("wiki" in one for one in said)
    quoting = posts.exclude(refs__quotes={})
    assert quoting.count() == sum("quote" in one for one in said)
    assert posts.exclude(refs__members=[]).exists()
    # A mention became a number, and no name was left in the text.
    assert not posts.filter(raw__contains="(demo)").exists()
    assert set(posts.values_list("language", flat=True)) == {"sq", "en", "de"}
    solved = Topic.objects.exclude(solution=None).count()
    assert solved == sum(bool(one.get("accepted")) for one in said)
    assert Topic.objects.filter(is_pinned=True).count() == 2
    assert Poll.objects.filter(voter_count__gt=20).count() == 3
    kinds = set(Reaction.objects.values_list("kind", flat=True))
    assert kinds == {"thanks", "agree", "insight", "celebrate"}
    for post in posts.select_related("topic"):
        assert Membership.objects.filter(
            user=post.author_id, network__forums=post.topic.forum_id
        ).exists()


def check_sexes():
    women = {one.email for one in planned_members() if one.is_woman}
    for title in ("law-inheritance-from-abroad", "biz-twelve-mentors"):
        [one] = [o for o in planned_conversations() if o.told["key"] == title]
        number = [post["by"] for post in one.told["posts"]].index("D") + 1
        post = Post.objects.get(topic__title=one.told["title"], number=number)
        assert post.author.email in women
