"""Holders follow their skill, and the directory follows them; drift is found."""

import random
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.http import QueryDict
from django.utils import timezone

from community.profiles.actions import (
    approve_skill,
    change_profile,
    drifted,
    endorse,
    holders,
    is_left_behind,
    merge_skill,
    put_skill,
    reject_skill,
    save_part,
    share_with_partners,
    show_fields,
    unlist_profile,
    word_occupation,
)
from community.profiles.audiences import FIELDS, Audience
from community.profiles.filters import Search
from community.profiles.models import (
    FacetCount,
    Label,
    LanguageSkill,
    Occupation,
    ProfileIndex,
    ProfileSkill,
    Skill,
    Visit,
)
from community.profiles.querysets import Directory
from home.actions import MODERATORS
from tests.factories.holders import make_holder
from tests.factories.people import UserFactory
from tests.factories.taxonomy import make_skill

MEMBERS = Directory(Audience.MEMBERS)


def run(**options):
    out = StringIO()
    call_command("reindex_profiles", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def skills(db):
    """(arc welding, welding)"""
    return make_skill({"en": "Arc brazing"}), make_skill({"en": "Welding"})


def test_merge_skill_moves_holders_and_their_rows(skills):
    old, into = skills
    profile = make_holder([(old, {"level": 3, "offers": True})])
    assert MEMBERS.having(f"s={old.slug}").count() == 1

    merge_skill(old, into, by=UserFactory())

    held = profile.skills.get()
    assert (held.skill, held.level, held.offers) == (into, 3, True)
    assert MEMBERS.having(f"s={old.slug}").count() == 0
    assert MEMBERS.having(f"s={into.slug}").having(f"of={into.slug}").count() == 1
    assert MEMBERS.matching("brazing welding").count() == 1
    assert f"s={old.slug}" not in MEMBERS.totals()
    assert drifted([profile.pk]) == []


@pytest.mark.django_db(transaction=True)
def test_a_search_for_a_merged_skill_finds_those_who_have_what_it_became(skills):
    old, into = skills
    make_holder([(old, {"level": 3})])

    merge_skill(old, into, by=UserFactory())

    for slugs in ([old.slug], [old.slug, into.slug]):
        query = QueryDict(mutable=True)
        query.setlist("skill", slugs)
        search = Search(query, Audience.MEMBERS)
        assert search.question.count() == 1
        assert search.asked["skill"] == [into.slug]


@pytest.mark.parametrize(
    ("first", "second", "result"),
    [
        (
            {"has": True, "level": 1, "offers": True},
            {"has": True, "level": 3, "seeks": True},
            (True, 3, True, True),
        ),
        (
            {"has": False, "level": 3, "seeks": True},
            {"has": True, "level": 1},
            (True, 1, False, True),
        ),
        (
            {"has": True, "level": 1},
            {"has": False, "level": 2, "seeks": True},
            (True, 1, False, True),
        ),
    ],
)
def test_who_holds_both_is_left_with_one_that_adds_up(skills, first, second, result):
    old, into = skills
    profile = make_holder([(old, first), (into, second)])

    merge_skill(old, into, by=UserFactory())

    held = profile.skills.get()
    assert (held.has, held.level, held.offers, held.seeks) == result


def test_endorsements_move_without_doubles(skills):
    old, into = skills
    profile = make_holder([(old, {}), (into, {})])
    both, other = UserFactory(), UserFactory()
    one, two = profile.skills.get(skill=old), profile.skills.get(skill=into)
    for held, by in ((one, both), (two, both), (one, other)):
        endorse(held, by)

    merge_skill(old, into, by=other)

    two.refresh_from_db()
    assert two.endorsements == 2
    assert sorted(two.endorsed.values_list("by", flat=True)) == [both.pk, other.pk]
    assert MEMBERS.whole(profile.slug)[1].count('"endorsements":2') == 1


def test_many_holders_are_left_to_the_command(skills, monkeypatch, client, cms_tree):
    monkeypatch.setattr(holders, "AT_ONCE", 1)
    old, into = skills
    Skill.objects.filter(pk=old.pk).update(status="pending")
    profiles = [make_holder([(old, {})]) for _n in range(2)]
    client.force_login(UserFactory(groups=[MODERATORS]))

    page = client.post(
        f"/admin/taxonomy/proposals/{old.pk}/merge/", {"into": into.slug}, follow=True
    )

    assert f"reindex_profiles --skill {into.slug}" in page.content.decode()
    assert is_left_behind(into)
    assert MEMBERS.having(f"s={into.slug}").count() == 0
    with pytest.raises(CommandError, match="2 profiles have drifted"):
        run(skill=into.slug, check=True)
    assert "2 profiles" in run(skill=old.slug)
    assert MEMBERS.having(f"s={into.slug}").count() == 2
    assert drifted(one.pk for one in profiles) == []


def test_the_command_moves_who_came_too_late(skills):
    old, into = skills
    profile = make_holder()
    merge_skill(old, into, by=UserFactory())
    ProfileSkill.objects.create(profile=profile, skill=old)

    run(skill=old.slug)

    assert profile.skills.get().skill == into
    assert MEMBERS.having(f"s={into.slug}").count() == 1


def test_a_rejected_proposal_leaves_the_profiles(db):
    skill = make_skill({"en": "Falconry"}, status="pending")
    make_holder([(skill, {})])
    assert MEMBERS.matching("falconry").count() == 1

    reject_skill(skill, UserFactory())

    assert MEMBERS.matching("falconry").count() == 0
    assert ProfileSkill.objects.count() == 0


def test_new_labels_of_a_skill_find_its_holders(db):
    skill = make_skill({"en": "Falconry"}, status="pending")
    make_holder([(skill, {})])

    approve_skill(skill, {"de": "Falknerei"}, UserFactory())

    assert MEMBERS.matching("falknerei").count() == 1


def test_new_words_for_an_occupation_find_its_holders(db):
    major = Occupation.objects.create(code="2", level=1)
    make_holder(occupation=major)

    word_occupation(major, {"en": ["boffin"]}, UserFactory())

    assert MEMBERS.matching("boffin").count() == 1
    Label.objects.filter(text="boffin").delete()
    with pytest.raises(CommandError, match="1 profiles have drifted"):
        run(occupation="2", check=True)
    run(occupation="2")
    assert MEMBERS.matching("boffin").count() == 0


def test_a_visit_that_is_over_leaves_the_rows_at_night(db, time_machine):
    profile = make_holder()
    today = timezone.localdate()
    time_machine.move_to(timezone.now())
    save_part(Visit(profile=profile, start=today, end=today + timedelta(days=2)))
    assert '"visits":[{' in MEMBERS.whole(profile.slug)[1]
    assert "Rows of 0 profiles" in run(due=True)

    time_machine.shift(timedelta(days=3))

    assert "Rows of 1 profiles" in run(due=True)
    assert '"visits":[]' in MEMBERS.whole(profile.slug)[1]
    assert "Rows of 0 profiles" in run(due=True)


def test_no_drift_after_random_edits(db):
    chance = random.Random(11)  # noqa: S311
    words = [make_skill({"en": f"Skill {n}"}) for n in range(5)]
    profiles = [make_holder(name=f"Member {chr(65 + n)}") for n in range(6)]
    edits = [
        lambda p: change_profile(p, {"country": chance.choice(["DE", "XK", ""])}),
        lambda p: change_profile(p, {"summary": chance.choice(["Ärztin", "çdo ditë"])}),
        lambda p: put_skill(p, chance.choice(words), has=chance.random() < 0.7),
        lambda p: put_skill(p, chance.choice(words), seeks=chance.random() < 0.5),
        lambda p: show_fields(p, {chance.choice(FIELDS): chance.randrange(32)}),
        lambda p: share_with_partners(p, chance.random() < 0.5),
        lambda p: (
            p.languages.exists()
            or save_part(LanguageSkill(profile=p, language="de", level="B2"))
        ),
        lambda p: merge_two(words, chance),
    ]

    for _step in range(120):
        chance.choice(edits)(chance.choice(profiles))
    unlist_profile(profiles[0])

    assert ProfileIndex.objects.count() > 5
    assert "are as they should be" in run(all=True, check=True)


def merge_two(words, chance):
    if len(words) > 3:
        old = words.pop(chance.randrange(len(words)))
        merge_skill(old, words[0], by=UserFactory())


def test_drift_of_rows_and_counts_is_found_and_repaired(skills):
    profile = make_holder([(skills[0], {})], country="DE")
    FacetCount.objects.filter(token="c=DE").update(number=7)

    with pytest.raises(CommandError, match="counts of facets"):
        run(all=True, check=True)
    ProfileIndex.objects.filter(profile=profile).update(name="somebody else")
    with pytest.raises(CommandError, match="1 profiles have drifted"):
        run(all=True, check=True)

    run(all=True)

    assert "as they should be" in run(all=True, check=True)
    assert MEMBERS.totals()["c=DE"] == 1


def test_the_command_refuses_what_does_not_exist(db):
    with pytest.raises(CommandError, match="no skill"):
        run(skill="nothing")
    with pytest.raises(CommandError, match="no occupation"):
        run(occupation="99999")
