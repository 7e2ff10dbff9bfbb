"""Language, time zone and the door of the admin, for whoever is logged in."""

import pytest
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from community.accounts.middleware import member_preferences
from community.accounts.models import User
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["", "account/settings/"])
def test_address_without_a_language_leads_to_the_members_own(client, path):
    client.force_login(UserFactory(interface_language="de"))

    response = client.get(f"/{path}", headers={"Accept-Language": "en"})

    assert response["Location"] == f"/de/{path}"


def test_visitors_are_led_to_the_language_of_their_browser(client):
    assert client.get("/", headers={"Accept-Language": "en"})["Location"] == "/en/"


def test_address_with_a_language_keeps_it(client):
    client.force_login(UserFactory(interface_language="de"))

    response = client.get("/en/account/")

    assert (response.status_code, response["Content-Language"]) == (200, "en")


def test_a_language_that_is_gone_breaks_nothing(client):
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(interface_language="xx")
    client.force_login(user)

    assert client.get("/")["Location"] == "/sq/"


def zone_during_request(rf, user, path="/en/") -> str:
    seen = []

    def view(request):
        seen.append(timezone.get_current_timezone_name())
        return HttpResponse()

    request = rf.get(path)
    request.user = user
    member_preferences(view)(request)
    return seen[0]


def test_times_are_shown_in_the_members_zone_and_only_to_them(rf):
    assert zone_during_request(rf, UserFactory(time_zone="Asia/Tokyo")) == "Asia/Tokyo"
    assert timezone.get_current_timezone_name() == "Europe/Belgrade"


@pytest.mark.parametrize(
    "broken", ["Europe/Atlantis", "Europe", "", "../etc/passwd", "/etc"]
)
def test_a_broken_zone_in_the_database_is_the_sites_zone(client, rf, broken):
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(time_zone=broken)
    user.refresh_from_db()
    client.force_login(user)

    assert zone_during_request(rf, user) == "Europe/Belgrade"
    assert client.get("/en/account/").status_code == 200
    assert client.get("/en/account/settings/").status_code == 200


@pytest.mark.parametrize(
    "path", ["/healthz", "/api/v1/news/", "/media/x.png", "/static/x.css"]
)
def test_answers_for_machines_do_not_ask_who_is_there(rf, path):
    request = rf.get(path)
    request.user = SimpleLazyObject(lambda: pytest.fail("The session was read."))

    assert (
        member_preferences(lambda request: HttpResponse("ok"))(request).content == b"ok"
    )


def test_answers_for_machines_know_no_zone_of_a_person(rf):
    user = UserFactory(time_zone="Asia/Tokyo")

    assert zone_during_request(rf, user, "/api/v1/news/") == "Europe/Belgrade"


def test_member_without_rights_gets_one_clear_answer_from_the_admin(client):
    client.force_login(UserFactory(interface_language="en"))

    response = client.get("/admin/", follow=True)

    assert (response.status_code, response.redirect_chain) == (403, [])
    assert (
        "This is for editors; your account does not open it."
        in response.content.decode()
    )
    assert client.post("/admin/pages/").status_code == 403


def test_member_without_rights_who_comes_by_the_admins_login_is_not_sent_in_circles(
    client,
):
    client.force_login(UserFactory(interface_language="en"))

    response = client.get("/admin/login/?next=/admin/", follow=True)

    assert (response.status_code, response.redirect_chain) == (403, [])


def test_member_without_rights_who_logs_in_for_the_admin_is_told_so(client):
    UserFactory(email="arta@example.org", interface_language="en")
    login_path = client.get("/admin/", headers={"Accept-Language": "en"})["Location"]

    response = client.post(
        login_path, {"login": "arta@example.org", "password": PASSWORD}, follow=True
    )

    assert login_path == "/en/account/login/?next=/admin/"
    assert (response.status_code, response.redirect_chain) == (403, [("/admin/", 302)])
