"""The hub, sections, entries, photo, visibility, previews and listing."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from community.profiles.actions import (
    list_profile,
    share_with_partners,
    show_fields,
    start_profile,
)
from community.profiles.audiences import ALL, FIELDS, NAMES, Audience, mask_of
from community.profiles.completeness import completeness
from community.profiles.models import Profile
from community.profiles.presets import PRESETS, masks_of, preset_of
from community.profiles.projection import dumps, everything, shown_to
from community.profiles.querysets import Directory
from tests.factories.people import UserFactory
from tests.profiles.own import make_member, make_occupation, picture

ROOT = "/en/profile/"
PARTS = ("experience", "education", "licences", "languages", "visits", "links")
MEMBERS = Directory(Audience.MEMBERS)


@pytest.fixture
def profile(client, cms_tree):
    """A full profile, whose member is logged in."""
    found = make_member(occupation=make_occupation(en="Specialist doctors"))
    client.force_login(found.user)
    return found


def get(client, path, status=200):
    response = client.get(ROOT + path)
    assert response.status_code == status
    return response.content.decode()


def post(client, path, status=302, **data):
    response = client.post(ROOT + path, data)
    assert response.status_code == status, response.content.decode()[:3000]
    return response


def test_the_hub_shows_the_owner_everything(client, profile):
    page = get(client, "")

    for words in (
        *("Arta Gashi", "I work with hearts.", "Specialist doctors", "Switzerland"),
        *("Cardiology", "University of Prishtina", "Specialist", "Albanian"),
        *("+41 44 000 00 00", "arta@example.org", "1980", "https://example.org/"),
        *("From Gjakova", "5 hours a month", "12 years of experience"),
    ):
        assert words in page, words
    for part in PARTS:
        one = getattr(profile, part).get()
        assert f'href="{ROOT}parts/{part}/{one.pk}/"' in page


def test_the_hub_of_a_new_member_leads_to_the_first_step(client, cms_tree):
    client.force_login(UserFactory())
    assert client.get(ROOT).url == f"{ROOT}start/"


def test_hub_and_visibility_take_few_queries(
    client, profile, django_assert_max_num_queries
):
    get(client, "")
    with django_assert_max_num_queries(20):
        get(client, "")
    with django_assert_max_num_queries(10):
        get(client, "visibility/")
    with django_assert_max_num_queries(20):
        get(client, "preview/members/")


@pytest.mark.parametrize(
    ("name", "data", "field", "value"),
    [
        ("basics", {"name": "Arta K", "language": "de"}, "name", "Arta K"),
        ("work", {"position": "Head"}, "position", "Head"),
        ("place", {"country": "DE"}, "country", "DE"),
        ("about", {"summary": "One\r\n\r\n\r\n\r\nTwo"}, "summary", "One\n\nTwo"),
        ("contact", {"phone": "+49 1"}, "phone", "+49 1"),
    ],
)
def test_sections(client, profile, name, data, field, value):
    get(client, f"edit/{name}/")

    post(client, f"edit/{name}/", **data)

    assert getattr(Profile.objects.get(), field) == value


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("basics", {"name": "", "language": "de"}),
        ("about", {"summary": "x" * 3001}),
        ("contact", {"show_email": "not an address"}),
        ("contact", {"birth_year": "1780"}),
        ("place", {"origin": "atlantis"}),
    ],
)
def test_sections_refuse_what_does_not_hold(client, profile, name, data):
    before = everything(Profile.objects.get())

    page = post(client, f"edit/{name}/", 422, **data).content.decode()

    assert "field-error" in page
    assert everything(Profile.objects.get()) == before
    get(client, "edit/nothing/", 404)


NEW = {
    "experience": {"title": "Lecturer", "start_year": "2020"},
    "education": {"degree": "PhD", "end_year": "2012"},
    "licences": {"title": "Board", "valid_until": "2031-01-31"},
    "languages": {"language": "de", "level": "C1"},
    "visits": {"start": "2031-07-01", "end": "2031-07-05"},
    "links": {"title": "Articles", "url": "https://example.org/articles"},
}
WRONG = {
    "experience": {"title": "Lecturer", "start_year": "2020", "end_year": "2019"},
    "education": {"degree": ""},
    "licences": {"title": "Board", "year": "1066"},
    "languages": {"language": "sq", "level": "C1"},
    "visits": {"start": "2031-07-05", "end": "2031-07-01"},
    "links": {"url": "javascript:alert(1)"},
}


@pytest.mark.parametrize("part", PARTS)
def test_an_entry_is_added_edited_and_deleted_after_a_question(client, profile, part):
    get(client, f"parts/{part}/add/")
    added = post(client, f"parts/{part}/add/", **NEW[part])
    assert added.url == f"{ROOT}#{part}"
    assert getattr(profile, part).count() == 2
    one = getattr(profile, part).order_by("-pk").first()
    get(client, f"parts/{part}/{one.pk}/")
    post(client, f"parts/{part}/{one.pk}/", **NEW[part])
    get(client, f"parts/{part}/{one.pk}/delete/")
    assert getattr(profile, part).count() == 2

    post(client, f"parts/{part}/{one.pk}/delete/")

    assert getattr(profile, part).count() == 1


@pytest.mark.parametrize("part", PARTS)
def test_a_deleted_entry_comes_back_as_it_was(client, profile, part):
    one = getattr(profile, part).get()
    before = {k: v for k, v in vars(one).items() if k not in ("_state", "id")}
    post(client, f"parts/{part}/{one.pk}/delete/")
    assert "Bring it back" in get(client, "")

    post(client, "parts/restore/")

    back = getattr(profile, part).get()
    assert {k: v for k, v in vars(back).items() if k in before} == before
    assert "Bring it back" not in get(client, "")
    post(client, "parts/restore/")
    assert getattr(profile, part).count() == 1


def test_a_deleted_entry_is_offered_for_a_quarter_of_an_hour(client, profile):
    one = profile.links.get()
    post(client, f"parts/links/{one.pk}/delete/")
    assert "Bring it back" in get(client, "")

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert "Bring it back" not in get(client, "")
        assert "deleted_part" not in client.session
        post(client, "parts/restore/")

    assert not profile.links.exists()


@pytest.mark.parametrize("part", PARTS)
def test_an_entry_that_does_not_hold_is_refused(client, profile, part):
    page = post(client, f"parts/{part}/add/", 422, **WRONG[part]).content.decode()

    assert "field-error" in page or "alert-danger" in page
    assert getattr(profile, part).count() == 1


@pytest.mark.parametrize("part", PARTS)
def test_entries_of_others_do_not_exist(client, profile, part):
    """Object swap: another member's entry answers as if there was none."""
    stranger = Client()
    stranger.force_login(UserFactory())
    one = getattr(profile, part).get()
    before = type(one).objects.values().get()

    for path in (f"parts/{part}/{one.pk}/", f"parts/{part}/{one.pk}/delete/"):
        get(stranger, path, 404)
        post(stranger, path, 404, **NEW[part])

    assert type(one).objects.values().get() == before
    get(client, "parts/nothing/add/", 404)


def test_skills_screen(client, profile):
    get(client, "skills/")
    slug = profile.skills.get().skill.slug

    post(client, "skills/", 200, **{"seeks-pick": slug})
    post(client, "skills/", 200, **{"offers-remove": slug})
    post(client, "skills/", **{f"level-{slug}": "1"})

    one = profile.skills.get()
    assert (one.has, one.offers, one.seeks, one.level) == (True, False, True, 1)


def test_photo(client, profile):
    get(client, "photo/", 404)
    get(client, "photo/edit/")
    post(client, "photo/edit/", 422)

    post(client, "photo/edit/", photo=picture())

    response = client.get(f"{ROOT}photo/")
    assert response["Content-Type"] == "image/png"
    assert "private" in response["Cache-Control"]
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")
    other = Client()
    other.force_login(UserFactory())
    get(other, "photo/", 404)
    get(client, "photo/edit/")
    get(client, "")
    post(client, "photo/edit/", remove="1")
    get(client, "photo/", 404)


def boxes(profile, **masks):
    """The form of all boxes as it stands, with these changes."""
    found = {name: int(mask_of(name, profile.visibility)) for name in FIELDS} | masks
    return {
        name: [int(one) for one in ALL if mask & one] for name, mask in found.items()
    }


def test_each_field_is_shown_to_whom_the_boxes_say(client, profile):
    list_profile(profile)
    get(client, "visibility/")
    before = boxes(profile)

    post(client, "visibility/", **before)
    assert Profile.objects.get().visibility == {}
    changed = {"country": 0, "headline": int(Audience.PUBLIC | Audience.NETWORKS)}
    post(client, "visibility/", **boxes(profile, **changed))

    assert Profile.objects.get().visibility == changed
    assert MEMBERS.having("c=CH").count() == 0
    assert Directory(Audience.PUBLIC).count() == 1


@pytest.mark.parametrize("value", ["32", "-1", "x", "1.5", "9" * 30])
def test_a_box_that_does_not_exist_changes_nothing(client, profile, value):
    post(client, "visibility/", 422, **{**boxes(profile), "phone": [value]})

    assert Profile.objects.get().visibility == {}


def test_boxes_for_partners_are_closed_before_consent_and_keep_what_they_had(
    client, profile
):
    show_fields(profile, {"headline": int(Audience.PARTNERS | Audience.MEMBERS)})
    page = get(client, "visibility/")
    assert page.count("disabled") == len(FIELDS)

    forged = boxes(profile, headline=int(Audience.MEMBERS))
    forged["phone"] = [int(Audience.PARTNERS)]
    post(client, "visibility/", **forged)

    chosen = Profile.objects.get().visibility
    assert mask_of("headline", chosen) == Audience.PARTNERS | Audience.MEMBERS
    assert mask_of("phone", chosen) == 0


def test_consent_to_partners_is_given_with_a_tick_and_withdrawn_without(
    client, profile
):
    list_profile(profile)
    partners = Directory(Audience.PARTNERS)
    post(client, "listing/", do="partners")
    assert partners.count() == 0

    post(client, "listing/", do="partners", agree="1")
    assert partners.matching("cardiologist").count() == 1
    assert partners.matching("gashi").count() == 0
    assert "disabled" not in get(client, "visibility/")
    post(client, "listing/", do="no-partners")

    assert partners.count() == 0


@pytest.mark.parametrize("preset", list(PRESETS))
def test_a_preset_sets_all_boxes(client, profile, preset):
    post(client, "visibility/", preset=preset)

    assert preset_of(Profile.objects.get().visibility) == preset
    assert preset_of(masks_of(preset, {"name": int(Audience.PARTNERS)})) == preset


def test_what_is_chosen_field_by_field_is_no_preset(client, profile):
    show_fields(profile, {"phone": 2})

    assert preset_of(profile.visibility) == ""
    page = get(client, "step/4/")
    assert "As I have set it, field by field" in page
    post(client, "step/4/", preset="keep")
    assert mask_of("phone", Profile.objects.get().visibility) == 2


@pytest.mark.parametrize("audience", ALL)
def test_a_preview_is_what_the_directory_shows(client, profile, audience):
    show_fields(profile, {"headline": 1, "phone": 4, "links": 8})
    share_with_partners(profile, True)
    list_profile(profile)

    shown = shown_to(Profile.objects.whole().get(), audience)
    row = Directory(audience).whole(profile.slug)
    page = get(client, f"preview/{NAMES[audience]}/")

    assert json.loads(dumps(shown)) == json.loads(row[1])
    assert ("+41 44 000 00 00" in page) == (audience == Audience.NETWORKS)
    assert ("https://example.org/" in page) == (audience == Audience.PARTNERS)
    assert "Cardiologist and lecturer" in page


def test_a_preview_of_nothing_says_so(client, profile):
    assert "see nothing of you" in get(client, "preview/public/")
    get(client, "preview/everybody/", 404)


def test_listing_needs_a_tick_and_a_name(client, profile):
    post(client, "listing/", do="list")
    assert MEMBERS.count() == 0
    post(client, "listing/", do="list", agree="1")
    assert MEMBERS.count() == 1
    post(client, "listing/", do="unlist")
    assert MEMBERS.count() == 0
    post(client, "listing/", do="anything", agree="1")
    assert client.get(f"{ROOT}listing/").status_code == 405
    nameless = UserFactory(display_name="")
    client.force_login(nameless)
    post(client, "listing/", do="list", agree="1")
    assert not start_profile(nameless).is_listed


def test_completeness_counts_and_names_what_helps_most(profile):
    empty = everything(Profile.objects.whole().get()) | dict.fromkeys(
        ("name", "occupation", "headline", "country", "summary"), ""
    )
    lists = ("skills", "availability", "languages", "experience")
    nothing = empty | {name: [] for name in lists}

    assert completeness(nothing).percent == 0
    assert completeness(nothing).next.section == "basics"
    full = everything(Profile.objects.whole().get()) | {
        "skills": [1, 2, 3],
        "has_photo": True,
    }
    assert (completeness(full).percent, completeness(full).next) == (100, None)
    assert completeness(full | {"occupation": None}).next.section == "work"
    assert completeness(full | {"occupation": None}).percent == 85


def test_all_own_screens_are_kept_by_no_cache(client, profile):
    for path in ("", "skills/", "visibility/", "preview/org/", "edit/about/"):
        assert "no-store" in client.get(ROOT + path)["Cache-Control"]


@pytest.mark.parametrize("code", ["sq", "de"])
def test_other_languages_open(client, profile, code):
    for path in ("", "skills/", "visibility/", "preview/org/", "step/3/", "step/4/"):
        assert client.get(f"/{code}/profile/{path}").status_code == 200
