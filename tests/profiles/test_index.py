"""Rows of the directory: what each audience sees, and nothing else."""

import json

import pytest

from community.accounts.models import User
from community.profiles.actions import (
    change_profile,
    index_profiles,
    list_profile,
    put_skill,
    recount,
    share_with_partners,
    show_fields,
    start_profile,
    unlist_profile,
)
from community.profiles.audiences import Audience
from community.profiles.labels import initials
from community.profiles.models import FacetCount, Label, Occupation, ProfileIndex, Skill
from community.profiles.querysets import Directory

MEMBERS, PUBLIC = Directory(Audience.MEMBERS), Directory(Audience.PUBLIC)


@pytest.fixture
def doctor(db):
    """Arta, a listed cardiologist in Zürich who speaks of herself in Albanian."""
    user = User.objects.create_user("arta@example.org", "-", display_name="Arta Gashi")
    major = Occupation.objects.create(code="2", level=1)
    kind = major
    for level, code in enumerate(("22", "221", "2212"), start=2):
        kind = Occupation.objects.create(code=code, level=level, parent=kind)
    for language, text in (("sq", "Mjekë specialistë"), ("de", "Fachärztinnen")):
        Label.objects.create(
            occupation=kind, language=language, text=text, kind="preferred"
        )
    skill = Skill.objects.create(slug="cardiology")
    Label.objects.create(skill=skill, language="de", text="Kardiologie")
    profile = start_profile(user)
    change_profile(
        profile,
        {
            "headline": "Kardiologe në Cyrih",
            "occupation": kind,
            "country": "CH",
            "city": "Zürich",
            "phone": "+41 44 000 00 00",
            "availability": ["visit"],
        },
    )
    put_skill(profile, skill, has=True, offers=True)
    list_profile(profile)
    return profile


def slugs(question, sort="newest"):
    return [one.slug for one in question.page(sort, 20, None, question.count())]


def test_members_find_what_members_are_shown(doctor):
    for found in (
        MEMBERS,
        MEMBERS.matching("gashi"),
        MEMBERS.matching("kardiologie"),
        MEMBERS.matching("facharzt aerztinnen") and MEMBERS.matching("fachaerzt"),
        MEMBERS.having("o=22").having("c=CH", "c=DE"),
        MEMBERS.having("s=cardiology").having("a=visit"),
        MEMBERS.matching("zuerich").having("t=zuerich"),
    ):
        assert slugs(found) == [doctor.slug]
    assert slugs(MEMBERS.matching("gashi"), "relevance") == [doctor.slug]
    assert slugs(MEMBERS.matching("gashi").having("c=DE")) == []


def test_nothing_is_public_and_nobody_finds_a_telephone(doctor):
    assert slugs(PUBLIC) == []
    assert PUBLIC.whole(doctor.slug) is None
    assert MEMBERS.matching("000").count() == 0
    assert "+41" not in MEMBERS.whole(doctor.slug)[1]


def test_a_hidden_field_is_gone_from_text_facets_and_counts(doctor):
    assert MEMBERS.totals()["c=CH"] == 1

    show_fields(doctor, {"country": 0, "name": 0})

    assert slugs(MEMBERS) == [doctor.slug]
    assert slugs(MEMBERS.matching("gashi")) == []
    assert slugs(MEMBERS.matching("schweiz")) == []
    assert slugs(MEMBERS.having("c=CH")) == []
    assert "c=CH" not in MEMBERS.totals()
    whole = json.loads(MEMBERS.whole(doctor.slug)[1])
    assert (whole["name"], whole["country"], whole["in_kosovo"]) == ("", None, None)


def test_partners_see_nothing_before_the_member_agrees(doctor):
    partners = Directory(Audience.PARTNERS)
    show_fields(doctor, {"headline": Audience.PARTNERS})
    assert partners.count() == 0

    share_with_partners(doctor, True)

    assert partners.count() == 1
    assert json.loads(partners.whole(doctor.slug)[1])["name"] == ""

    share_with_partners(doctor, False)

    assert partners.count() == 0


def test_an_unlisted_profile_has_no_row(doctor):
    unlist_profile(doctor)

    assert not ProfileIndex.objects.exists()
    assert MEMBERS.totals() == {}


def test_counts_are_those_of_the_rows(doctor):
    show_fields(doctor, {"country": Audience.PUBLIC, "city": 0})
    index_profiles([doctor.pk])
    kept = sorted(
        FacetCount.objects.filter(number__gt=0).values_list("flag", "token", "number")
    )

    recount()

    assert kept == sorted(FacetCount.objects.values_list("flag", "token", "number"))
    assert ("for_public", "c=CH", 1) in kept


def test_a_name_counts_more_than_what_is_told_of_it(doctor):
    other = User.objects.create_user("b@example.org", "-", display_name="Besa Kola")
    told = start_profile(other)
    change_profile(told, {"summary": "Punoi me znj. Gashi për shumë vite."})
    list_profile(told)

    found = MEMBERS.matching("gashi").page("relevance", 5, None, 2)

    assert [one.slug for one in found] == [doctor.slug, told.slug]
    assert found[0].rank > found[1].rank > 0


def test_initials_are_of_names_alone():
    assert [
        initials(n) for n in ("Arta Gashi", "Arta (demo)", "Çelë e Re Ëma", "")
    ] == [
        "AG",
        "A",
        "ÇË",
        "",
    ]
