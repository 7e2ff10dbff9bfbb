"""The members of the demo: marked, varied, loaded once, and quickly."""

import json
import time

from django.utils import timezone

from community.accounts.models import User
from community.profiles.actions import load_taxonomy
from community.profiles.audiences import Audience
from community.profiles.models import (
    Endorsement,
    Profile,
    ProfileIndex,
    ProfileSkill,
    Visit,
    Vouch,
)
from community.profiles.querysets import Directory
from home.demo.members import MEMBERS, load_members, planned_members
from home.demo.people import load_people
from tests.factories.people import UserFactory


def demo():
    return User.objects.filter(email__startswith="demo-")


def test_they_are_the_same_each_time():
    first, second = planned_members(), planned_members()

    assert first == second
    assert len({one.name for one in first}) == len(first) == MEMBERS
    assert len({one.text["headline"] for one in first}) >= 60
    assert sum(one.is_woman for one in first) == MEMBERS / 2
    assert len({one.country for one in first}) == 11


def test_the_members(db):
    load_taxonomy()
    load_people()
    before = time.perf_counter()

    made = load_members()

    seconds = time.perf_counter() - before
    assert made == MEMBERS
    assert seconds < 20  # 2 s on an idle machine
    check_accounts()
    check_directory()
    check_trust()
    assert load_members() == 0
    assert demo().count() == MEMBERS


def check_accounts():
    assert all(user.display_name.endswith(" (demo)") for user in demo())
    assert not any(user.has_usable_password() for user in demo())
    profiles = Profile.objects.filter(user__in=demo())
    assert profiles.filter(listed_at=None).count() == 10
    assert profiles.exclude(verified_at=None).count() == 25
    assert not [one for one in profiles if "{" in one.summary or "[" in one.headline]
    for one in profiles:
        one.full_clean(exclude=["photo"])


def check_directory():
    members = Directory(Audience.MEMBERS)
    public = Directory(Audience.PUBLIC)
    partners = Directory(Audience.PARTNERS)
    assert members.count() == MEMBERS - 10 + 1
    assert public.count() == 40
    assert partners.count() > public.count()
    assert members.matching("kardiologji").count() > 0
    shown = members.page("newest", 500, None, members.count())
    assert sum(not json.loads(one.card)["name"] for one in shown) == 14
    today = timezone.localdate()
    assert Visit.objects.filter(start__gt=today).count() == 70
    assert members.totals()["x=verified"] == 25
    assert ProfileIndex.objects.filter(profile__user__email="member@example.org")


def check_trust():
    assert Endorsement.objects.count() > 200
    assert Vouch.objects.count() > 30
    counted = sum(ProfileSkill.objects.values_list("endorsements", flat=True))
    assert counted == Endorsement.objects.count()


def test_they_come_without_a_taxonomy_and_where_one_is_missing(db):
    UserFactory(email="demo-001@example.org", display_name="Already there")

    assert load_members() == MEMBERS - 1
    assert User.objects.get(email="demo-001@example.org").display_name == (
        "Already there"
    )
