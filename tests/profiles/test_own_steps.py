"""The guided profile: four steps, left and resumed, and nothing lost on the way."""

import pytest
from django.utils import timezone

from community.profiles.actions import put_skill, start_profile
from community.profiles.audiences import Audience, mask_of
from community.profiles.models import LanguageSkill, Profile, Skill
from community.profiles.querysets import Directory
from tests.factories.people import UserFactory
from tests.factories.taxonomy import make_skill
from tests.profiles.own import make_member, make_occupation, picture

ROOT = "/en/profile/"
HTMX = {"hx-request": "true"}


@pytest.fixture
def member(client, cms_tree):
    user = UserFactory(display_name="Arta Gashi")
    client.force_login(user)
    return user


def step(client, number, status=302, headers=None, **data):
    response = client.post(f"{ROOT}step/{number}/", data, headers=headers or {})
    assert response.status_code == status, response.content.decode()[:3000]
    return response


def rows(name, *entries):
    """The fields of a formset without stored rows."""
    found = {f"{name}-TOTAL_FORMS": len(entries), f"{name}-INITIAL_FORMS": 0}
    for number, entry in enumerate(entries):
        found |= {f"{name}-{number}-{key}": value for key, value in entry.items()}
    return found


NO_ROWS = rows("languages") | rows("visits")


def test_a_member_goes_through_all_steps_and_is_listed(client, member):
    kind = make_occupation(en="Specialist doctors", de="Fachärzte")
    skill = make_skill({"en": "Cardiology"})
    assert client.get(f"{ROOT}start/").url == f"{ROOT}step/1/"

    first = step(client, 1, name="Arta  Gashi", headline="Doctor", language="sq")
    assert first.url == f"{ROOT}step/2/"
    assert client.get(f"{ROOT}start/").url == f"{ROOT}step/2/"
    step(client, 2, status=200, **{"has-text": "cardiology", "has-add": "1"})
    step(client, 2, occupation_text="fachärzte", position="Head", years="7")
    today = timezone.localdate().isoformat()
    languages = rows("languages", {"language": "sq", "level": "native"})
    visits = rows("visits", {"start": today, "end": today})
    place = {"country": "CH", "availability": ["visit"]}
    step(client, 3, **place, **languages, **visits)
    step(client, 4, status=200, **{"offers-pick": skill.slug})
    last = step(client, 4, preset="members", listed="on")

    assert last.url == ROOT
    profile = Profile.objects.get(user=member)
    assert (profile.name, profile.headline, profile.language) == (
        "Arta Gashi",
        "Doctor",
        "sq",
    )
    assert (profile.occupation, profile.years, profile.country) == (kind, 7, "CH")
    assert (profile.step, profile.is_listed, profile.partners_since) == (5, True, None)
    assert Directory(Audience.MEMBERS).matching("cardiology").count() == 1
    assert Directory(Audience.PUBLIC).count() == 0
    assert client.get(f"{ROOT}start/").url == ROOT


def test_every_step_can_be_seen_and_is_kept_by_no_cache(client, member):
    for number in (1, 2, 3, 4):
        response = client.get(f"{ROOT}step/{number}/")
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
    assert client.get(f"{ROOT}step/5/").status_code == 404


def test_a_text_that_fits_several_occupations_gives_a_list_to_choose_from(
    client, member
):
    make_occupation("2211", en="General doctors")
    second = make_occupation("2212", en="Specialist doctors")

    typed = {"occupation_text": "doctors", "position": "Head of <all>"}
    page = step(client, 2, status=422, **typed).content.decode()

    assert "General doctors" in page
    assert 'name="occupation_choice"' in page
    assert "Head of &lt;all&gt;" in page
    assert start_profile(member).occupation is None
    step(client, 2, occupation_choice="2212", **typed)
    assert start_profile(member).occupation == second
    # A choice that is left over from another text counts for nothing.
    step(
        client, 2, status=422, occupation_choice="2212", occupation_text="welding thing"
    )


def test_an_unchanged_occupation_stays_and_an_emptied_one_goes(client, member):
    kind = make_occupation("2212", en="Specialist doctors")
    make_occupation("2211", en="Specialist doctors of another kind")
    profile = start_profile(member)
    profile.occupation = kind
    profile.save()

    step(client, 2, occupation_text="Specialist doctors")
    assert start_profile(member).occupation == kind
    step(client, 2, occupation_text="")
    assert start_profile(member).occupation is None


@pytest.mark.parametrize(
    ("number", "data", "said"),
    [
        (1, {"name": "", "language": "sq"}, "This field is required"),
        (1, {"name": "x" * 81, "language": "sq"}, "at most 80"),
        (1, {"name": "A", "headline": "x" * 141, "language": "sq"}, "at most 140"),
        (1, {"name": "A", "language": "fr"}, "valid choice"),
        (2, {"years": "71"}, "70"),
        (2, {"years": "many"}, "whole number"),
        (2, {"occupation_text": "no such thing"}, "No occupation is called so"),
        (3, {"country": "QQ", **NO_ROWS}, "valid choice"),
        (3, {"hours_a_month": "0", **NO_ROWS}, "1"),
        (3, {"availability": ["none", "visit"], **NO_ROWS}, "stands alone"),
        (
            3,
            rows("languages", *[{"language": "sq", "level": "C1"}] * 2)
            | rows("visits"),
            "there already",
        ),
        (
            3,
            rows("visits", {"start": "2031-02-02", "end": "2031-02-01"})
            | rows("languages"),
            "before the beginning",
        ),
        (
            3,
            rows("visits", {"start": "2001-02-02", "end": "2001-02-03"})
            | rows("languages"),
            "over already",
        ),
        (3, {}, "ManagementForm"),
        (4, {"preset": "all"}, "valid choice"),
        (4, {}, "required"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_nothing_is_stored(
    client, member, number, data, said
):
    before = Profile.objects.filter(user=member).values().first()

    page = step(client, number, status=422, **data).content.decode()

    assert said in page
    after = Profile.objects.filter(user=member).values().first()
    assert before is None or before == after
    assert not LanguageSkill.objects.exists()
    assert start_profile(member).step == 1


def test_what_cannot_be_seen_is_left_out_and_nul_is_refused(client, member):
    step(client, 1, name="Arta\u200b \x07Gashi\u202e", language="sq")
    assert start_profile(member).name == "Arta Gashi"
    step(client, 1, status=400, name="A\x00", language="sq")


def test_a_photo_is_kept_though_another_field_is_wrong(client, member):
    step(client, 1, status=422, name="", language="sq", photo=picture())
    assert start_profile(member).photo

    page = step(
        client, 1, status=422, name="Arta", language="sq", photo=_no_picture()
    ).content.decode()
    assert "not a picture" in page


def _no_picture():
    file = picture()
    file.truncate(0)
    file.write(b"GIF89a, or so it says")
    file.seek(0)
    return file


def test_a_button_beside_a_skill_loses_nothing_that_was_typed(client, member):
    make_skill({"en": "Welding"})

    page = step(
        client, 2, status=200, **{"has-text": "welding", "position": "Head"}
    ).content.decode()

    assert 'value="Head"' in page
    assert "Welding" in page
    assert start_profile(member).position == ""
    assert start_profile(member).step == 1


def test_an_unknown_skill_can_be_proposed(client, member):
    page = step(
        client, 2, status=200, headers=HTMX, **{"has-text": "Falconry", "has-add": "1"}
    ).content.decode()
    assert "<html" not in page
    assert "Propose “Falconry”" in page
    assert not Skill.objects.exists()

    step(client, 2, status=200, headers=HTMX, **{"has-propose": "Falconry"})

    assert Skill.objects.get().status == "pending"
    assert start_profile(member).skills.get().skill.slug == "falconry"


def test_skills_are_levelled_and_removed(client, member):
    skill = make_skill({"en": "Welding"})
    put_skill(start_profile(member), skill, has=True)

    step(client, 2, **{f"level-{skill.slug}": "3"})
    assert start_profile(member).skills.get().level == 3
    step(client, 2, **{f"level-{skill.slug}": "9"})
    assert start_profile(member).skills.get().level == 3
    step(client, 2, status=200, **{"has-remove": skill.slug})
    assert not start_profile(member).skills.exists()
    step(client, 2, status=200, **{"has-pick": "no-such-skill"})
    assert not start_profile(member).skills.exists()


def test_another_ones_proposal_cannot_be_picked(client, member):
    other = make_skill({"en": "Falconry"}, status="pending")

    page = step(client, 2, status=200, **{"has-pick": other.slug}).content.decode()

    assert "cannot be chosen" in page
    assert not start_profile(member).skills.exists()


def test_rows_of_another_member_are_out_of_reach(client, member):
    other = make_member(user=UserFactory())
    row = other.languages.get()
    data = {
        "languages-TOTAL_FORMS": 1,
        "languages-INITIAL_FORMS": 1,
        "languages-0-id": row.pk,
        "languages-0-language": "de",
        "languages-0-level": "A1",
        **rows("visits"),
    }

    step(client, 3, **data)
    step(client, 3, **data, **{"languages-0-DELETE": "on"})

    row.refresh_from_db()
    assert (row.language, row.level) == ("sq", "native")
    assert not start_profile(member).languages.exists()


@pytest.mark.parametrize("preset", ["members", "careful", "open"])
def test_presets(client, member, preset):
    kind = make_occupation(en="Doctors")
    make_member(user=member, occupation=kind)

    step(client, 4, preset=preset, listed="on")

    public, members = Directory(Audience.PUBLIC), Directory(Audience.MEMBERS)
    assert public.count() == (1 if preset == "open" else 0)
    assert members.matching("gashi").count() == 1
    assert members.having("c=CH").count() == (0 if preset == "careful" else 1)
    for audience in Audience:
        assert Directory(audience).matching("44").count() == 0


def test_partners_see_something_with_consent_and_never_the_name(client, member):
    make_member(user=member)
    partners = Directory(Audience.PARTNERS)
    step(client, 4, preset="members", listed="on")
    assert partners.count() == 0

    step(client, 4, preset="members", listed="on", partners="on")

    assert partners.matching("cardiologist").count() == 1
    assert partners.matching("gashi").count() == 0
    profile = start_profile(member)
    assert not mask_of("name", profile.visibility) & Audience.PARTNERS
    step(client, 4, preset="members")
    assert partners.count() == 0
    assert not start_profile(member).is_listed


def test_the_card_shows_what_is_typed_and_stores_nothing(client, member):
    response = client.post(
        f"{ROOT}step/1/card/", {"name": "Arta", "headline": "Heart <doctor>"}
    )

    assert response.status_code == 200
    assert "Heart &lt;doctor&gt;" in response.content.decode()
    assert start_profile(member).headline == ""
    for number in (2, 3, 4):
        assert client.post(f"{ROOT}step/{number}/card/", {}).status_code == 200
    hidden = client.post(f"{ROOT}step/4/card/", {"preset": "careful"}).content.decode()
    assert "Arta Gashi" in hidden


def test_suggestions_while_typing(client, member):
    make_occupation(en="Specialist doctors", de="Fachärzte")
    make_skill({"en": "Welding", "de": "Schweißen"})

    kinds = client.get(f"{ROOT}suggest/occupations/", {"occupation_text": "facharz"})
    skills = client.get(f"{ROOT}suggest/skills/has/", {"has-text": "schweis"})

    assert "Specialist doctors" in kinds.content.decode()
    assert "Welding" in skills.content.decode()
    for path in ("suggest/occupations/", "suggest/skills/seeks/"):
        assert client.get(ROOT + path).status_code == 200
    assert client.get(f"{ROOT}suggest/skills/knows/").status_code == 404


def test_the_account_invites_to_finish(client, member):
    assert "Finish your profile" in client.get("/en/account/").content.decode()
    profile = start_profile(member)
    profile.step = 5
    profile.save()
    page = client.get("/en/account/").content.decode()
    assert "Finish your profile" not in page
    assert f'href="{ROOT}"' in page


def test_visitors_are_sent_to_log_in(client, cms_tree):
    response = client.get(f"{ROOT}step/1/")
    assert response.status_code == 302
    assert "/account/login/" in response.url
