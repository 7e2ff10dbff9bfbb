"""Skills are proposed, approved, merged and rejected."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from community.profiles.actions import (
    MOST_PENDING,
    CannotMergeError,
    LabelTakenError,
    TooManyProposalsError,
    UnusableLabelError,
    approve_skill,
    merge_skill,
    propose_skill,
    reject_skill,
    word_occupation,
)
from community.profiles.models import Label, Occupation, Skill
from community.profiles.permissions import can_curate_skills, can_propose_skill
from home.actions import EDITORS, MODERATORS
from tests.factories.people import UserFactory
from tests.factories.taxonomy import SkillGroupFactory, make_skill


@pytest.fixture
def member(db):
    return UserFactory()


def words(thing):
    return {(o.language, o.text, o.kind) for o in Label.objects.filter(skill=thing)}


def test_propose_skill_keeps_the_tidied_text_and_its_language(member):
    skill = propose_skill("  Ruajtje   e\u200b arkivave ", "sq", by=member)

    assert (skill.status, skill.proposed_by) == ("pending", member)
    assert skill.slug == "ruajtje-e-arkivave"
    assert words(skill) == {("sq", "Ruajtje e arkivave", "preferred")}
    assert skill.labels.get().source == Label.Source.MEMBER


@pytest.mark.parametrize(
    "text", ["WELDING", "wélding", " welding ", "Saldim", "brazing"]
)
def test_propose_skill_finds_what_reads_the_same_in_any_language(member, text):
    known = make_skill({"en": "Welding", "sq": "Saldim"}, [("en", "Brazing")])

    assert propose_skill(text, "de", by=member) == known
    assert Skill.objects.count() == 1


def test_propose_skill_tells_names_with_signs_apart(member):
    sharp = make_skill({"en": "C#"})

    plus = propose_skill("C++", "en", by=member)

    assert plus != sharp
    assert propose_skill("c++", "de", by=member) == plus


def test_propose_skill_does_not_revive_a_merged_one(member):
    kept = make_skill({"en": "Welding"})
    old = make_skill({"en": "Soldering"}, status="merged", merged_into=kept)

    assert propose_skill("Soldering", "en", by=member) != old


@pytest.mark.parametrize(
    "text", ["", " ", "x", "x" * 81, "12345", "++", "\u200b\u200b", "a\x00"]
)
def test_propose_skill_refuses_what_is_no_label(member, text):
    with pytest.raises(UnusableLabelError):
        propose_skill(text, "sq", by=member)
    assert not Skill.objects.exists()


def test_propose_skill_refuses_an_unknown_language(member):
    with pytest.raises(UnusableLabelError):
        propose_skill("Falconry", "fr", by=member)


def test_a_member_has_ten_proposals_waiting_at_most(member):
    for number in range(MOST_PENDING):
        propose_skill(f"Skill number {number}", "en", by=member)

    with pytest.raises(TooManyProposalsError, match="10"):
        propose_skill("One more", "en", by=member)
    # What is there already is still found, and others may go on.
    assert propose_skill("Skill number 3", "en", by=member).status == "pending"
    assert propose_skill("One more", "en", by=UserFactory()).status == "pending"

    approve_skill(Skill.objects.pending().first(), {}, by=member)
    assert propose_skill("One more still", "en", by=member).status == "pending"


def test_approve_skill_gives_it_labels_and_a_group(member):
    skill = propose_skill("falkonry", "en", by=member)
    group = SkillGroupFactory()

    approve_skill(skill, {"en": "Falconry", "de": "Falknerei"}, member, group)

    skill.refresh_from_db()
    assert (skill.status, skill.group) == ("approved", group)
    assert words(skill) == {
        ("en", "Falconry", "preferred"),
        ("en", "falkonry", "alternative"),
        ("de", "Falknerei", "preferred"),
    }


def test_approve_skill_refuses_the_label_of_another(member):
    make_skill({"en": "Welding"})
    skill = propose_skill("Wellding", "en", by=member)

    with pytest.raises(LabelTakenError, match="Welding"):
        approve_skill(skill, {"en": "WELDING"}, by=member)
    skill.refresh_from_db()
    assert skill.status == "pending"


def test_merge_skill_moves_the_words_without_doubles(member):
    into = make_skill({"en": "Welding", "sq": "Saldim"}, [("en", "Brazing")])
    skill = make_skill({"en": "Brazing", "de": "Schweißen"}, [("sq", "Saldim")])

    merge_skill(skill, into, by=member)

    skill.refresh_from_db()
    assert (skill.status, skill.merged_into) == ("merged", into)
    assert words(skill) == set()
    assert words(into) == {
        ("en", "Welding", "preferred"),
        ("sq", "Saldim", "preferred"),
        ("en", "Brazing", "alternative"),
        ("de", "Schweißen", "alternative"),
    }


def test_merge_skill_leads_earlier_ones_along_and_hands_over_the_esco_address(member):
    first, second, third = (make_skill({"en": f"Skill {n}"}) for n in "abc")
    Skill.objects.filter(pk=second.pk).update(esco_uri="http://data.europa.eu/esco/x")

    merge_skill(first, second, by=member)
    merge_skill(second, third, by=member)

    assert set(third.merged_skills.all()) == {first, second}
    third.refresh_from_db()
    assert third.esco_uri == "http://data.europa.eu/esco/x"


def test_merge_skill_refuses_itself_a_proposal_and_a_second_time(member):
    one, two, three = (make_skill({"en": f"Skill {n}"}) for n in "abc")
    waiting = propose_skill("Falconry", "en", by=member)

    for skill, into in [(one, one), (one, waiting)]:
        with pytest.raises(CannotMergeError):
            merge_skill(skill, into, by=member)
    merge_skill(one, two, by=member)
    with pytest.raises(CannotMergeError):
        merge_skill(one, three, by=member)
    with pytest.raises(CannotMergeError):
        merge_skill(three, one, by=member)


def test_reject_skill_takes_a_proposal_away_and_nothing_else(member):
    reject_skill(propose_skill("asdf", "en", by=member), by=member)
    assert not Skill.objects.exists()

    with pytest.raises(CannotMergeError):
        reject_skill(make_skill({"en": "Welding"}), by=member)
    assert Skill.objects.count() == 1


def test_erasing_the_member_leaves_the_skill(member):
    skill = propose_skill("Falconry", "en", by=member)

    member.delete()

    skill.refresh_from_db()
    assert skill.proposed_by is None


def test_the_database_refuses_what_may_not_be(db):
    skill = make_skill({"en": "Welding"})
    wrong = [
        lambda: Label.objects.create(language="en", text="Of nothing"),
        lambda: Label.objects.create(
            skill=skill, language="en", text="Second", kind="preferred"
        ),
        lambda: Label.objects.create(skill=skill, language="en", text="WELDING"),
        lambda: Skill.objects.create(slug="lost", status="merged"),
        lambda: Skill.objects.create(slug="two", merged_into=skill),
    ]

    for write in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_word_occupation_replaces_staffs_words_alone(taxonomy, member):
    doctor = Occupation.objects.get(code="2211")
    before = set(doctor.labels.values_list("text", flat=True))

    word_occupation(doctor, {"sq": ["Hekim", "MJEK"], "de": ["Doktor"]}, by=member)
    word_occupation(doctor, {"sq": ["Hekim i fshatit"], "de": []}, by=member)

    after = set(doctor.labels.values_list("text", flat=True))
    assert after - before == {"Hekim i fshatit"}
    assert before - after == set()
    with pytest.raises(UnusableLabelError):
        word_occupation(doctor, {"sq": ["123"]}, by=member)


def test_who_may_do_what(cms_tree):
    member, gone = UserFactory(), UserFactory(is_active=False)
    editor = UserFactory(groups=[EDITORS["sq"]])
    moderator = UserFactory(groups=[MODERATORS])

    people = [AnonymousUser(), gone, member, editor, moderator]
    assert [can_propose_skill(p) for p in people] == [False, False, True, True, True]
    assert [can_curate_skills(p) for p in people] == [False] * 4 + [True]


def test_the_tree_of_occupations(taxonomy):
    groups = Occupation.objects
    assert list(groups.ancestors("2512").values_list("code", flat=True)) == [
        *("2", "25", "251")
    ]
    assert list(groups.descendants("251").values_list("code", flat=True)) == [
        *("2511", "2512", "2513", "2514", "2519")
    ]
    assert groups.units().count() == 436
    assert groups.get(code="2512").parent.code == "251"
