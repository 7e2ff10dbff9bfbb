"""Authenticator app, recovery codes, and editors who must have a second factor."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client

from community.accounts.adapter import SecondFactorAdapter
from community.accounts.permissions import lacks_second_factor
from tests.accounts.steps import is_logged_in, log_in
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
STEP = "/en/account/security/authenticate/"


@pytest.fixture
def arta():
    """A member with an app and recovery codes."""
    user = UserFactory(email="arta@example.org")
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return user


def recovery_codes(user) -> list[str]:
    found = Authenticator.objects.get(user=user, type="recovery_codes")
    return found.wrap().get_unused_codes()


def test_the_password_alone_does_not_open_the_account(client, arta):
    response = log_in(client, arta.email)

    assert response["Location"] == STEP
    assert not is_logged_in(client)


def test_a_recovery_code_opens_it_once(client, arta):
    code = recovery_codes(arta)[0]
    log_in(client, arta.email)
    again = Client()
    log_in(again, arta.email)

    assert client.post(STEP, {"code": code})["Location"] == "/en/account/"
    assert is_logged_in(client)
    assert again.post(STEP, {"code": code}).status_code == 200
    assert not is_logged_in(again)


def test_codes_are_counted_for_the_account_from_wherever_they_come(settings, arta):
    settings.ACCOUNT_RATE_LIMITS = False
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client = Client(HTTP_X_FORWARDED_FOR="198.51.100.99")
    log_in(client, arta.email)
    bodies = []
    for n in range(11):
        address = f"198.51.100.{n}"
        response = client.post(STEP, {"code": "000000"}, HTTP_X_FORWARDED_FOR=address)
        bodies.append(response.content.decode())

    assert ["Too many attempts to log in." in body for body in bodies] == (
        [False] * 10 + [True]
    )


def test_secrets_are_unreadable_in_the_database(settings):
    user = UserFactory()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    adapter = SecondFactorAdapter()
    kept = Authenticator.objects.get().data["secret"]

    assert secret not in kept
    assert adapter.decrypt(kept) == secret
    former, settings.SECRET_KEY = settings.SECRET_KEY, "n" * 50
    settings.SECRET_KEY_FALLBACKS = [former]
    assert adapter.decrypt(kept) == secret
    settings.SECRET_KEY_FALLBACKS = []
    assert adapter.decrypt(kept) == ""


def test_switching_off_takes_the_password_and_tells_the_owner(client):
    user = UserFactory(email="arta@example.org")
    log_in(client, user.email)
    TOTP.activate(user, generate_totp_secret())
    path = "/en/account/security/totp/deactivate/"

    asked = client.post(path)
    assert asked["Location"].startswith("/en/account/reauthenticate/")
    assert Authenticator.objects.exists()
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})
    client.post(path)

    assert not Authenticator.objects.exists()
    assert mail.outbox[-1].subject == "The authenticator app was switched off"


def test_editors_are_reminded_and_members_not(client, cms_tree):
    editor, member = UserFactory(is_superuser=True), UserFactory()
    words = "Set up a second factor"

    client.force_login(editor)
    assert words in client.get("/en/account/").content.decode()
    client.force_login(member)
    assert words not in client.get("/en/account/").content.decode()
    TOTP.activate(editor, generate_totp_secret())
    assert not lacks_second_factor(editor)


def test_recovery_codes_alone_are_no_second_factor():
    editor = UserFactory(is_superuser=True)
    RecoveryCodes.activate(editor)

    assert lacks_second_factor(editor)


def test_the_admin_opens_after_the_set_up_where_that_is_asked(
    client, cms_tree, settings
):
    editor = UserFactory(is_superuser=True)
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200
    settings.REQUIRE_MFA_FOR_STAFF = True

    refused = client.get("/admin/")
    posted = client.post("/admin/account/")
    TOTP.activate(editor, generate_totp_secret())

    assert refused["Location"] == posted["Location"] == "/en/account/security/"
    assert "second factor" in str(next(iter(get_messages(refused.wsgi_request))))
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "{}",
        "[]",
        "null",
        "nonsense",
        '{"response": {"userHandle": "MQ"}}',
        '"x"',
        "1",
    ],
)
def test_a_made_up_passkey_opens_nothing(client, credential):
    UserFactory()

    response = client.post(
        "/en/account/security/webauthn/login/", {"credential": credential}
    )

    assert response["Location"] == "/en/account/login/"
    assert not is_logged_in(client)
