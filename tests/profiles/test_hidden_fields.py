"""A hidden field is as if it were empty, wherever one could look for it (goal G28)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.accounts.models import User
from community.profiles.actions import index_profiles, start_profile
from community.profiles.audiences import (
    ALL,
    DEFAULTS,
    FIELDS,
    Audience,
    visible_fields,
)
from community.profiles.models import (
    Education,
    Experience,
    Label,
    LanguageSkill,
    Licence,
    Occupation,
    Profile,
    ProfileLink,
    ProfileSkill,
    Skill,
    Visit,
)
from community.profiles.querysets import Directory, counted
from community.profiles.querysets.pages import SORTS

# Each field with a word that stands nowhere else, so that finding it is telling.
PLAIN = {
    "name": {"name": "Namerta Nameri"},
    "headline": {"headline": "Headlinerin"},
    "summary": {"summary": "Summarisht"},
    "position": {"position": "Positionist", "employer": "Employeria"},
    "years": {"years": 17},
    "country": {"country": "SE"},
    "city": {"city": "Cityborg"},
    "origin": {"origin": "peje"},
    "availability": {"availability": ["return"], "hours_a_month": 33},
    "email": {"show_email": "emailia@example.org"},
    "phone": {"phone": "0445566778"},
    "birth_year": {"birth_year": 1971},
}
BLANK = {"years": None, "hours_a_month": None, "birth_year": None, "availability": []}
DAY = timezone.localdate() + timedelta(days=40)
PARTS = {
    "experience": lambda p: Experience(profile=p, title="Experimentier", text="Exto"),
    "education": lambda p: Education(profile=p, degree="Educatio", school="Schola"),
    "licences": lambda p: Licence(profile=p, title="Licentia", number="LX9"),
    "languages": lambda p: LanguageSkill(profile=p, language="rm", level="C1"),
    "links": lambda p: ProfileLink(profile=p, title="Linkia", url="https://linkia.org"),
    "visits": lambda p: Visit(profile=p, start=DAY, end=DAY, place="Visitopolis"),
}
SKILLS = {"skills": "has", "offers": "offers", "seeks": "seeks"}
QUESTIONS = [
    "namerta",
    "nameri",
    "headliner",
    "summar",
    "position",
    "employer",
    "17",
    "suedi",
    "schweden",
    "sweden",
    "cityb",
    "peje",
    "emailia",
    "0445",
    "1971",
    "experiment",
    "exto",
    "educat",
    "schola",
    "licent",
    "lx9",
    "retorom",
    "romansh",
    "linkia",
    "visito",
    "kardio",
    "fachaerzt",
    "spezial",
]
TOKENS = [
    "o=2",
    "o=2212",
    "s=cardiology",
    "of=cardiology",
    "se=cardiology",
    "c=SE",
    "k=abroad",
    "t=cityborg",
    "g=peje",
    "l=rm",
    "a=return",
]


@pytest.fixture
def taxonomy(db):
    occupation = Occupation.objects.create(code="2", level=1)
    for level, code in enumerate(("22", "221", "2212"), start=2):
        occupation = Occupation.objects.create(
            code=code, level=level, parent=occupation
        )
    Label.objects.create(occupation=occupation, language="de", text="Fachärztin")
    skill = Skill.objects.create(slug="cardiology")
    Label.objects.create(skill=skill, language="de", text="Kardiologie")
    return occupation, skill


@pytest.fixture
def two(taxonomy):
    """The profile that is looked for, and another one, which sorts before or after."""
    users = [
        User.objects.create_user(f"{n}@example.org", "-", display_name=n)
        for n in ("first", "other")
    ]
    profile, other = map(start_profile, users)
    for one in (profile, other):
        one.listed_at = timezone.now()
        one.save()
    other.name, other.country = "Mesme", "DE"
    other.visibility = dict.fromkeys(FIELDS, 31)
    other.save()
    return profile, other


def fill(profile, taxonomy, without=frozenset()):
    """Give every field a value but those in `without`, which are blank."""
    occupation, skill = taxonomy
    for field, values in PLAIN.items():
        for name, value in values.items():
            empty = BLANK.get(name, "")
            setattr(profile, name, empty if field in without else value)
    if "name" in without:
        # A listed profile has a name; a hidden one may be any.
        profile.name = "Unrelated"
    profile.occupation = None if "occupation" in without else occupation
    profile.photo = "" if "photo" in without else "photos/secret.jpg"
    profile.save()
    for field, make in PARTS.items():
        type(make(profile)).objects.filter(profile=profile).delete()
        if field not in without:
            make(profile).save()
    held = {flag: field not in without for field, flag in SKILLS.items()}
    mine = ProfileSkill.objects.filter(profile=profile)
    if not any(held.values()):
        mine.delete()
    elif not mine.update(**held):
        ProfileSkill.objects.create(profile=profile, skill=skill, level=3, **held)


def everything_one_can_ask(audience, profile, other):
    """All answers of the directory to a reader of this audience."""
    people = Directory(audience)
    index_profiles([profile.pk, other.pk])
    questions = {
        "": people,
        **{word: people.matching(word) for word in QUESTIONS},
        **{token: people.having(token) for token in TOKENS},
        "visiting": people.visiting_between(DAY - timedelta(3), DAY + timedelta(3)),
        "not visiting": people.visiting_between(date(2020, 1, 1), date(2020, 2, 1)),
    }
    found = {}
    for name, question in questions.items():
        number = question.count()
        found[name, "count"] = number
        found[name, "facets"] = counted(question)
        for sort in SORTS:
            # (Since when a profile is listed is no field of it.)
            found[name, sort] = [
                (one.slug, one.name, one.photo, one.card, one.rank)
                for one in question.page(sort, 10, None, number)
            ]
    found["typo"] = [one.slug for one in people.named_like("Namerta Namery", 5)]
    found["alike"] = [
        (one.slug, sorted(tokens)) for one, tokens in people.alike([TOKENS], 10)
    ]
    found["whole"] = people.whole(profile.slug)
    return found


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    masks=st.dictionaries(st.sampled_from(FIELDS), st.integers(0, 31)),
    audience=st.sampled_from(ALL),
    agrees=st.booleans(),
)
def test_a_hidden_field_is_as_if_it_were_empty(two, taxonomy, masks, audience, agrees):
    profile, other = two
    profile.partners_since = timezone.now() if agrees else None
    profile.visibility = masks
    fill(profile, taxonomy)
    hidden_by_choice = everything_one_can_ask(audience, profile, other)

    shown = visible_fields(audience, masks, shares_with_partners=agrees)
    profile.visibility = {name: 31 if name in shown else 0 for name in FIELDS}
    fill(profile, taxonomy, without=set(FIELDS) - shown)
    never_said = everything_one_can_ask(audience, profile, other)

    assert hidden_by_choice == never_said


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_can_be_found_when_it_is_shown(two, taxonomy, field):
    """The control: hiding it changes something that could be seen before."""
    profile, other = two
    fill(profile, taxonomy)
    profile.visibility = dict.fromkeys(FIELDS, 31)
    profile.save()
    shown = everything_one_can_ask(Audience.MEMBERS, profile, other)

    profile.visibility = {**profile.visibility, field: 0}
    profile.save()

    assert everything_one_can_ask(Audience.MEMBERS, profile, other) != shown


def test_every_field_of_the_model_is_under_a_choice():
    """What a profile says stands under a field; the rest is no part of what is shown."""
    said = {name for values in PLAIN.values() for name in values} | {
        "occupation",
        "photo",
    }
    about = {
        "id", "user", "slug", "language", "visibility", "listed_at", "partners_since",
        "verified_at", "verified_by", "step", "created_at", "updated_at",
    }  # fmt: skip
    own = {field.name for field in Profile._meta.local_fields}
    parts = {
        relation.get_accessor_name()
        for relation in Profile._meta.related_objects
        if relation.get_accessor_name() not in ("rows", "vouches", "disclosures")
    }

    assert own == said | about
    assert parts == set(PARTS) | {"skills"}
    assert set(PLAIN) | set(PARTS) | set(SKILLS) | {"occupation", "photo"} == set(
        FIELDS
    )
    assert set(DEFAULTS) == set(FIELDS)


def test_the_defaults_show_nothing_to_strangers():
    public = visible_fields(Audience.PUBLIC, {}, shares_with_partners=True)
    partners = visible_fields(Audience.PARTNERS, {}, shares_with_partners=True)

    assert (public, partners) == (frozenset(), frozenset())
