"""By the link: all that is held is shown; it is deleted, or taken over; once."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from community.accounts.models import (
    Consent,
    ConsentRecord,
    ImportBatch,
    ImportedContact,
    LeftAlone,
    User,
)
from community.profiles.models import Profile
from tests.contacts.files import ARTA, TITLES, bring_in, invited
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.usefixtures("cms_tree", "consents")
JOIN = {"display_name": "Arta Gashi", "password1": PASSWORD}


@pytest.fixture
def link():
    """The path of the claim in a mail that was sent to Arta."""
    invited([[*TITLES, "Language"], [*ARTA, "en"]])
    return path_in(mail.outbox[-1])


def path_in(message):
    return re.search(r"https?://[^/]+(/\S+)", message.body).group(1)


def batch() -> ImportBatch:
    return ImportBatch.objects.get()


def test_everything_that_is_held_is_shown(link, client):
    screen = client.get(link).content.decode()

    assert ImportedContact.objects.count() == 1
    for words in (*ARTA, "Conference of the diaspora, Prishtina 2019", "English"):
        assert words in screen, words
    assert "no-store" in client.get(link)["Cache-Control"]
    assert batch().opened == 1


def test_nothing_is_ticked_beforehand_but_what_fills_the_own_profile(link, client):
    screen = client.get(link).content.decode()

    boxes = re.findall(r"<input[^>]+type=\"checkbox\"[^>]*>", screen)
    ticked = {re.search(r'value="(\w+)"', b).group(1) for b in boxes if "checked" in b}
    assert len([b for b in boxes if 'name="agree_' in b]) == 4
    assert ticked == {"name", "occupation", "employer", "country", "city"} - {
        "employer"
    }


def test_joining_makes_an_account_with_a_confirmed_address(link, client):
    answer = client.post(
        link,
        {
            **JOIN,
            "take": ["name", "occupation", "country", "city"],
            "agree_directory": "on",
            "version_directory": "1",
        },
    )

    assert answer.status_code == 302
    user = User.objects.get()
    address = EmailAddress.objects.get()
    assert (user.email, user.display_name, user.language) == (
        "arta@example.org", "Arta Gashi", "en",
    )  # fmt: skip
    assert (address.email, address.verified, address.primary) == (
        user.email,
        True,
        True,
    )
    assert client.get("/en/account/").status_code == 200
    profile = Profile.objects.get()
    assert (profile.position, profile.headline) == ("Mjeke", "Mjeke")
    assert (profile.country, profile.city, profile.phone) == ("CH", "Zürich", "")
    assert profile.is_listed
    record = ConsentRecord.objects.get()
    assert (record.text.purpose.code, record.channel) == ("directory", "claim")
    assert len(mail.outbox) == 1, "no code is asked for"


def test_the_contact_is_emptied_and_counted(link, client):
    client.post(link, {**JOIN, "agree_directory": "on", "version_directory": "1"})

    held = ImportedContact.objects.get()
    assert (held.state, held.facts) == ("claimed", [("language", "Shqip")])
    assert (held.token_hash, held.nonce, held.line) == (None, "", 0)
    assert (batch().claimed, batch().consented, batch().deleted) == (1, 1, 0)


def test_nothing_is_agreed_to_unless_it_is_ticked(link, client):
    client.post(link, JOIN)

    assert User.objects.count() == 1
    assert not Consent.objects.exists()
    assert not Profile.objects.filter(listed_at__isnull=False).exists()
    assert (batch().claimed, batch().consented) == (1, 0)


def test_what_goes_by_mail_is_asked_by_mail(
    link, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(link, {**JOIN, "agree_newsletter": "on", "version_newsletter": "1"})

    assert not Consent.objects.exists()
    assert "/privacy/confirm/" in mail.outbox[-1].body


def test_a_changed_text_is_shown_again(link, client):
    answer = client.post(
        link, {**JOIN, "agree_directory": "on", "version_directory": "9"}
    )

    assert answer.status_code == 422
    assert "The text has changed" in answer.content.decode()
    assert not User.objects.exists()
    assert ImportedContact.objects.get().state == "invited"


@pytest.mark.parametrize(
    "wrong",
    [
        {"display_name": ""},
        {"display_name": "123"},
        {"password1": "short"},
        {"password1": "arta@example.org"},
        {"password1": "x" * 300},
        {"take": ["note"]},
        {"version_directory": "x", "agree_directory": "on"},
    ],
)
def test_wrong_input_is_told_and_stores_nothing(link, client, wrong):
    answer = client.post(link, {**JOIN, **wrong})

    assert answer.status_code == 422
    assert not User.objects.exists()
    assert ImportedContact.objects.get().state == "invited"


def test_the_link_works_once(link, client):
    client.post(link, JOIN)

    for method in ("get", "post"):
        for path in (link, f"{link}leave/"):
            assert getattr(Client(), method)(path, JOIN).status_code == 404
    assert User.objects.count() == 1
    assert batch().claimed == 1


def test_deleting_is_one_button_and_leaves_a_trace_only(link, client):
    leave = f"{link}leave/"
    assert client.get(leave).status_code == 200
    assert ImportedContact.objects.count() == 1, "looking at it does nothing"

    answer = client.post(leave)

    assert answer.status_code == 200
    assert not ImportedContact.objects.exists()
    assert "arta" not in LeftAlone.objects.get().address_hash
    assert batch().deleted == 1
    assert client.get(link).status_code == 404
    again = bring_in([TITLES, ["Arta", " ARTA@example.org", "", "", "", ""]])
    assert (again.imported, again.found["left_alone"]) == (0, 1)


def test_mail_programs_may_post_without_a_token_of_ours(link):
    program = Client(enforce_csrf_checks=True)

    answer = program.post(f"{link}leave/", {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert not ImportedContact.objects.exists()


def test_joining_needs_the_token_of_the_form(link):
    assert Client(enforce_csrf_checks=True).post(link, JOIN).status_code == 403


def test_used_old_and_invented_links_look_the_same(link, client):
    def seen(path):
        answer = client.get(path)
        body = re.sub(r"claim/\w+", "claim/", answer.content.decode())
        return answer.status_code, re.sub(r'nonce="[^"]*"|value="\w{64}"', "", body)

    invented = seen("/en/account/claim/" + "0" * 48 + "/")
    ImportedContact.objects.update(purge_on=timezone.localdate() - timedelta(days=1))
    old = seen(link)
    ImportedContact.objects.all().delete()

    assert invented == old == seen(link)
    assert invented[0] == 404


def test_a_contact_without_a_mail_has_no_link(client):
    bring_in()
    held = ImportedContact.objects.get()

    assert held.token_hash is None
    assert client.get("/en/account/claim/None/").status_code == 404


def test_whoever_has_an_account_logs_in_first(link, client):
    member = UserFactory(email="arta@example.org")
    screen = client.get(link).content.decode()
    assert "You have an account with this address" in screen
    assert f"/en/account/login/?next={link}" in screen
    assert 'name="password1"' not in screen
    assert client.post(link, JOIN).status_code == 200
    assert User.objects.count() == 1

    client.force_login(member)
    screen = client.get(link).content.decode()
    boxes = re.findall(r"<input[^>]+name=\"take\"[^>]*>", screen)
    assert len(boxes) == 5
    assert "checked" not in " ".join(boxes)
    client.post(link, {"take": ["city"]})

    profile = Profile.objects.get(user=member)
    assert (profile.city, profile.country) == ("Zürich", "")
    assert ImportedContact.objects.get().state == "claimed"
    assert User.objects.get(pk=member.pk).check_password(PASSWORD)


def test_an_account_that_came_meanwhile_is_no_error(link, client, monkeypatch):
    UserFactory(email="arta@example.org")
    monkeypatch.setattr("community.accounts.views.claims._has_account", lambda c: False)

    answer = client.post(link, JOIN)

    assert answer.status_code == 302
    assert answer.url == link
    assert ImportedContact.objects.get().state == "invited"


def test_the_directory_and_the_api_know_nobody_of_a_batch(link, client):
    client.force_login(UserFactory())

    for path in ("/en/people/", "/api/v1/people/", "/api/v1/people/facets/"):
        body = client.get(path).content.decode()
        assert "Arta" not in body
        assert "arta@example.org" not in body
    assert client.get("/api/v1/people/?q=arta").json()["items"] == []


def test_guessing_is_limited(client):
    codes = [client.get(f"/en/account/claim/{n:048x}/").status_code for n in range(62)]

    assert codes[:60] == [404] * 60
    assert codes[-1] == 429
