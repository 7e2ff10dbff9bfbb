"""Logging in by an account elsewhere, against a provider on this machine."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core import mail
from django.test import Client

from community.accounts.models import User
from tests.accounts.steps import code_in, is_logged_in, log_in, type_code
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.provider import FOREIGN_KEY, FakeProvider, as_setting, callback

pytestmark = pytest.mark.django_db
START = "/de/account/connections/house/login/"
ARTA = {
    "sub": "arta-1",
    "email": "Arta@example.org",
    "email_verified": True,
    "name": "Arta Krasniqi",
}


@pytest.fixture
def provider(settings) -> Iterator[FakeProvider]:
    fake = FakeProvider()
    fake.person = dict(ARTA)
    settings.SOCIALACCOUNT_PROVIDERS = as_setting(fake)
    yield fake
    fake.stop()


def go(client: Client, provider: FakeProvider, process: str = "login"):
    """Through the provider and back: the site's answer at the end."""
    leaving = client.post(f"{START}?process={process}")
    address = leaving.headers["Refresh"].removeprefix("0; url=")
    assert address.startswith(f"{provider.url}/authorize?")
    return client.get(callback(provider.logs_in(address)))


def test_without_a_provider_there_is_no_button_and_no_way(client):
    assert "connections/" not in client.get("/en/account/login/").content.decode()
    assert client.get("/en/account/connections/house/login/").status_code == 404
    assert client.get("/oidc/house/callback/").status_code == 404


def test_a_newcomer_has_an_account_at_once(client, provider):
    assert "Continue with House" in client.get("/en/account/login/").content.decode()

    response = go(client, provider)

    assert response["Location"] == "/de/profile/start/"
    user = User.objects.get()
    assert (user.email, user.display_name) == ("arta@example.org", "Arta Krasniqi")
    assert (user.interface_language, user.has_usable_password()) == ("de", False)
    assert EmailAddress.objects.get().verified
    assert is_logged_in(client)
    assert not SocialToken.objects.exists()
    assert "/keys" in provider.asked, "the signature was checked"
    kept = SocialAccount.objects.get().extra_data["id_token"]
    assert set(kept) == {"sub", "iss", "email", "email_verified", "name"}


def test_who_comes_again_is_the_same(provider):
    go(Client(), provider)
    provider.person["name"] = "Another Name"
    client = Client()

    assert go(client, provider)["Location"] == "/de/account/"
    assert User.objects.get().display_name == "Arta Krasniqi"
    assert is_logged_in(client)


@pytest.mark.parametrize("said", [False, "false", "true", None, 1])
def test_an_address_that_was_not_checked_there_is_checked_here(client, provider, said):
    provider.person["email_verified"] = said

    response = go(client, provider)

    assert response["Location"] == "/de/account/confirm-email/"
    assert not is_logged_in(client)
    assert not EmailAddress.objects.get().verified
    done = type_code(client, code_in(mail.outbox[0]), "de")
    assert done["Location"] == "/de/profile/start/"


@pytest.mark.parametrize("confirmed", [True, False])
def test_nobody_takes_an_account_over_by_bringing_its_address(
    client, provider, confirmed
):
    owner = UserFactory(email="arta@example.org", confirmed=confirmed)

    response = go(client, provider)

    assert response["Location"] == "/de/account/login/"
    assert not is_logged_in(client)
    assert not SocialAccount.objects.exists()
    assert list(User.objects.all()) == [owner]
    assert "House" in client.get(response["Location"]).content.decode()


def test_an_unchecked_known_address_gives_nothing_away(client, provider):
    UserFactory(email="arta@example.org")
    provider.person["email_verified"] = False

    response = go(client, provider)

    assert response["Location"] == "/de/account/confirm-email/"
    assert mail.outbox[0].to == ["arta@example.org"]
    assert not SocialAccount.objects.exists()


def test_the_owner_connects_after_logging_in(client, provider):
    owner = UserFactory(email="arta@example.org", interface_language="de")
    log_in(client, owner.email)
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})

    assert go(client, provider, "connect")["Location"] == "/de/account/connections/"
    assert SocialAccount.objects.get().user == owner
    later = Client()
    assert go(later, provider)["Location"] == "/de/account/"
    assert is_logged_in(later)


def test_connecting_takes_the_password_and_disconnecting_too(client, provider):
    owner = UserFactory(email="arta@example.org")
    log_in(client, owner.email)

    asked = go(client, provider, "connect")
    assert asked["Location"] == "/de/account/reauthenticate/"
    assert not SocialAccount.objects.exists()
    client.post(asked["Location"], {"password": PASSWORD})
    found = SocialAccount.objects.get(user=owner)
    client.post("/de/account/connections/", {"account": found.pk})
    assert not SocialAccount.objects.exists()


def test_the_last_way_in_is_not_disconnected(client, provider):
    go(client, provider)
    found = SocialAccount.objects.get()

    response = client.post("/en/account/connections/", {"account": found.pk})

    assert "Choose a password first" in response.content.decode()
    assert SocialAccount.objects.exists()


def test_a_name_that_we_do_not_take_is_asked_for(client, provider):
    provider.person["name"] = "42"

    assert go(client, provider)["Location"] == "/de/account/connections/signup/"
    assert not User.objects.exists()
    values = {"display_name": "Arta", "email": "arta@example.org"}
    done = client.post("/de/account/connections/signup/", values)
    assert done["Location"] == "/de/profile/start/"
    assert User.objects.get().display_name == "Arta"


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("key", FOREIGN_KEY),
        ("claims", {"iss": "https://elsewhere.example"}),
        ("claims", {"aud": "another site"}),
        ("claims", {"exp": 1}),
        ("user_info", {**ARTA, "sub": "somebody else"}),
        ("config", {"jwks_uri": "http://169.254.169.254/keys"}),
        ("config", {"token_endpoint": "http://127.0.0.1:1/token"}),
        ("config", {"userinfo_endpoint": "http://localhost/userinfo"}),
        ("person", {}),
    ],
)
def test_what_does_not_hold_logs_nobody_in(client, provider, part, value):
    setattr(provider, part, value)

    response = go(client, provider)

    assert response.status_code in (401, 503)
    assert "hat nicht geklappt" in response.content.decode()
    assert not User.objects.exists()


def test_a_callback_that_was_not_begun_here_is_refused(client, provider):
    begun = Client().post(START)
    address = begun.headers["Refresh"].removeprefix("0; url=")

    response = client.get(callback(provider.logs_in(address)))

    assert response.status_code == 401
    assert not User.objects.exists()


def test_whoever_cancels_there_is_led_back(client, provider):
    leaving = client.post(START)
    returned = provider.logs_in(leaving.headers["Refresh"])

    response = client.get(
        callback({"state": returned["state"], "error": "access_denied"})
    )

    assert response["Location"] == "/de/account/connections/login/cancelled/"


def test_a_provider_that_is_down_is_said_so(client, provider):
    provider.stop()

    response = client.post(START)

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "hat nicht geklappt" in response.content.decode()
