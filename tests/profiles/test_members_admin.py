"""Staff see what members show to the organisation; each look has a reason and is noted."""

import pytest

from community.profiles.actions import change_profile, disclose, show_fields
from community.profiles.audiences import Audience, mask_of
from community.profiles.models import DisclosureLog, Profile
from home.actions import EDITORS, MODERATORS
from tests.factories.holders import make_holder
from tests.factories.people import UserFactory

ROOT = "/admin/members/"


@pytest.fixture
def profile(db):
    return make_holder(
        name="Arta Gashi", headline="Welder", phone="+41 1", position="Foreman"
    )


@pytest.fixture
def moderator(cms_tree, client):
    user = UserFactory(groups=[MODERATORS], display_name="Mira Staff")
    client.force_login(user)
    return user


def open_profile(client, profile, reason="A partner asks for a welder"):
    address = f"{ROOT}{profile.slug}/"
    return client.post(address, {"reason": reason}, follow=True)


def test_the_list_shows_and_finds_what_the_organisation_sees(
    moderator, client, profile
):
    hidden = make_holder(name="Blerta Hoxha", headline="Pilot")
    show_fields(hidden, {"name": Audience.MEMBERS})

    page = client.get(ROOT).content.decode()

    assert "Arta Gashi" in page
    assert "Pilot" in page
    assert "Blerta Hoxha" not in page
    assert "Arta Gashi" in client.get(f"{ROOT}?q=gashi").content.decode()
    assert "No member fits" in client.get(f"{ROOT}?q=hoxha").content.decode()
    assert ROOT in client.get("/admin/").content.decode()
    assert not DisclosureLog.objects.exists()


def test_the_list_goes_on_by_place_and_takes_few_queries(
    moderator, client, django_assert_max_num_queries
):
    for number in range(27):
        make_holder(name=f"Member {chr(65 + number)}", headline=f"Headline {number}")
    client.get(ROOT)

    with django_assert_max_num_queries(25):
        page = client.get(ROOT).content.decode()

    assert page.count('class="title-wrapper"') == 25
    after = page.split("after=")[1].split('"')[0]
    rest = client.get(f"{ROOT}?after={after}").content.decode()
    assert rest.count('class="title-wrapper"') == 2
    for odd in ("x", "2026-01-01_1", "2026-01-01T00:00:00+00:00_" + "9" * 40):
        assert client.get(ROOT, {"after": odd}).status_code == 200


def test_a_look_needs_a_reason_and_is_noted_each_time(moderator, client, profile):
    address = f"{ROOT}{profile.slug}/"
    asked = client.get(address).content.decode()
    assert "Welder" not in asked
    assert client.post(address, {"reason": "  "}).status_code == 422
    assert not DisclosureLog.objects.exists()

    page = open_profile(client, profile).content.decode()
    client.get(address)

    assert "Welder" in page
    assert "+41 1" not in page
    assert "Foreman" not in page
    told = DisclosureLog.objects.values_list("profile", "by", "reason")
    assert list(told) == [(profile.pk, moderator.pk, "A partner asks for a welder")] * 2


def test_the_reason_is_for_one_profile(moderator, client, profile):
    other = make_holder(name="Blerta Hoxha", headline="Pilot")
    open_profile(client, profile)

    page = client.get(f"{ROOT}{other.slug}/").content.decode()

    assert "Pilot" not in page
    assert client.post(f"{ROOT}{other.slug}/verify/").status_code == 404


def test_what_is_hidden_from_the_organisation_or_unlisted_is_not_there(
    moderator, client, profile
):
    assert client.get(f"{ROOT}{profile.slug}/").status_code == 200
    masks = dict.fromkeys(
        ["name", "headline", "summary", "occupation", "years", "country",
         "availability", "offers", "seeks", "skills", "languages"], 0
    )  # fmt: skip
    show_fields(profile, masks)

    assert client.get(f"{ROOT}{profile.slug}/").status_code == 404
    assert client.get(f"{ROOT}nobody/").status_code == 404


def test_verifying_and_withdrawing(moderator, client, profile):
    open_profile(client, profile)

    client.post(f"{ROOT}{profile.slug}/verify/")

    profile.refresh_from_db()
    assert (profile.is_verified, profile.verified_by) == (True, moderator)
    client.post(f"{ROOT}{profile.slug}/verify/", {"withdraw": "1"})
    profile.refresh_from_db()
    assert not profile.is_verified


def test_staff_can_only_tighten(moderator, client, profile):
    show_fields(profile, {"headline": Audience.PUBLIC | Audience.MEMBERS})
    open_profile(client, profile)
    address = f"{ROOT}{profile.slug}/tighten/"

    client.post(address, {"field": "headline", "most": "inside"})

    visibility = Profile.objects.get().visibility
    assert mask_of("headline", visibility) == Audience.MEMBERS
    for form in (
        {"field": "phone", "most": "inside"},  # hidden: stays so
        {"field": "headline", "most": "everybody"},
        {"field": "nothing", "most": "nobody"},
        {},
    ):
        assert client.post(address, form).status_code == 302
    assert Profile.objects.get().visibility == visibility


def test_who_may_not_is_sent_away(cms_tree, client, profile):
    client.force_login(UserFactory(groups=[EDITORS["en"]]))
    for path in ("", f"{profile.slug}/", "export/"):
        assert client.get(ROOT + path).status_code == 302
    assert client.post(f"{ROOT}export/", {"reason": "Because"}).status_code == 302
    assert client.post(f"{ROOT}{profile.slug}/verify/").status_code == 302
    assert ROOT not in client.get("/admin/").content.decode()
    assert not Profile.objects.get().is_verified


def test_the_member_reads_when_and_why_but_not_who(moderator, client, profile):
    disclose(profile.pk, moderator, "A partner asks for a welder")
    stranger = make_holder(name="Blerta Hoxha")
    change_profile(stranger, {"headline": "x"})
    disclose(stranger.pk, moderator, "Another matter")
    client.force_login(profile.user)

    page = client.get("/en/profile/disclosures/").content.decode()

    assert "A partner asks for a welder" in page
    assert "Staff of the organisation" in page
    assert "Mira Staff" not in page
    assert "Another matter" not in page
    client.force_login(UserFactory())
    page = client.get("/en/profile/disclosures/").content.decode()
    assert "Nobody of the staff" in page
