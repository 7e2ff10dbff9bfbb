"""Members invite: no address is stored, nobody is written to twice, ten a month."""

import json
import re

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client

from community.accounts.actions import friends, leave_alone
from community.accounts.models import InvitationCount, InvitedAddress, LeftAlone, User
from community.accounts.postal import address_hash, address_hashes
from tests.accounts.steps import code_in, sign_up, type_code
from tests.contacts.files import bring_in
from tests.factories.people import UserFactory

pytestmark = pytest.mark.usefixtures("cms_tree")
SCREEN, API = "/en/account/invite/", "/api/v1/me/invitations/"
WORDS = "Hi Besa, come and join us."


@pytest.fixture
def member(client):
    user = UserFactory(display_name="Arta Gashi")
    client.force_login(user)
    return user


def invite(client, email="besa@example.com", text=WORDS):
    return client.post(SCREEN, {"email": email, "text": text})


def links(message):
    return re.findall(r"https?://[^/]+(/\S+)", message.body)


def everywhere(words: str) -> list[str]:
    """Tables in which a text stands, whatever the column."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(
                f'SELECT 1 FROM "{table}" AS t WHERE t::text ILIKE %s LIMIT 1',  # noqa: S608
                [f"%{words}%"],
            )
            if cursor.fetchone():
                found.append(table)
    return found


def test_the_mail_says_who_and_how_to_be_left_alone(member, client):
    assert invite(client).url == SCREEN

    (message,) = mail.outbox
    assert message.to == ["besa@example.com"]
    assert message.subject == "Arta Gashi invites you to Diaspora Professionals"
    assert WORDS in message.body
    join, leave = links(message)
    assert "/account/invitation/" in join
    assert leave.endswith("/leave/")
    assert f"{leave}>" in message.extra_headers["List-Unsubscribe"]


def test_no_address_is_stored_anywhere(member, client):
    assert "accounts_user" in everywhere(member.email), "the search finds addresses"

    invite(client)

    assert mail.outbox
    assert everywhere("besa@example.com") == []
    assert everywhere("come and join us") == []
    count = InvitationCount.objects.get()
    assert (count.user, count.sent, count.joined) == (member, 1, 0)
    fields = {field.name for field in InvitedAddress._meta.get_fields()}
    assert fields == {"id", "address_hash", "sent_at"}, "it does not say who wrote"
    join, leave = links(mail.outbox[0])
    assert "besa" not in join + leave


def test_nobody_is_invited_twice_and_nobody_is_told(member, client):
    first = invite(client)
    second = invite(client, " BESA@Example.com")

    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert len(mail.outbox) == 1
    other = Client()
    other.force_login(UserFactory())
    invite(other)
    assert len(mail.outbox) == 1


def test_members_contacts_and_who_left_get_no_mail(member, client):
    UserFactory(email="m@example.com")
    bring_in([["E-mail"], ["held@example.com"]])
    leave_alone(address_hash("alone@example.com"))

    answers = {
        invite(client, f"{name}@example.com").content
        for name in ("m", "held", "alone", "new")
    }

    assert len(answers) == 1
    assert [m.to for m in mail.outbox] == [["new@example.com"]]


def test_ten_a_month_and_then_a_sentence(member, client):
    for number in range(12):
        answer = invite(client, f"p{number}@example.com")

    assert answer.status_code == 422
    assert "all your invitations of this month" in answer.content.decode()
    assert len(mail.outbox) == 10
    assert InvitationCount.objects.get().sent == 10
    last_month = friends.this_month().replace(year=2020)
    InvitationCount.objects.update(month=last_month)
    invite(client, "p99@example.com")
    assert len(mail.outbox) == 11


@pytest.mark.parametrize(
    ("email", "text"),
    [
        ("", WORDS),
        ("besa", WORDS),
        ("besa@example.com\nBcc: x@example.com", WORDS),
        ("a@example.com, b@example.com", WORDS),
        ("besa@example.com", ""),
        ("besa@example.com", " \u200b "),
        ("besa@example.com", "x" * 501),
        ("besa@example.com", "See https://example.com/"),
        ("besa@example.com", "See www.example.com"),
    ],
)
def test_wrong_input_is_told_beside_the_field(member, client, email, text):
    answer = invite(client, email, text)

    assert answer.status_code == 422
    assert "is-invalid" in answer.content.decode()
    assert mail.outbox == []
    assert not InvitationCount.objects.exists()


def test_who_joins_by_the_link_is_a_number_for_the_inviter(member, client):
    invite(client)
    join = links(mail.outbox[0])[0]
    friend = Client()

    assert friend.get(join).url.endswith("/account/signup/")
    sign_up(friend, email="other@example.com", display_name="Besa")
    assert InvitationCount.objects.get().joined == 0
    type_code(friend, code_in(mail.outbox[-1]))

    assert InvitationCount.objects.get().joined == 1
    assert User.objects.filter(email="other@example.com").exists()
    friend.post("/en/account/logout/")
    friend.get(join)
    friend.force_login(User.objects.get(email="other@example.com"))
    assert InvitationCount.objects.get().joined == 1
    names = {
        field.name for field in apps.get_model("accounts.InvitationCount")._meta.fields
    }
    assert names == {"id", "user", "month", "sent", "joined"}


def test_a_spoilt_link_leads_to_the_sign_up_all_the_same(db, client):
    answer = client.get("/en/account/invitation/nonsense/")

    assert answer.url.endswith("/account/signup/")
    assert client.session.get("invited_by") is None


def test_to_be_left_alone_is_one_button(member, client):
    invite(client)
    leave = links(mail.outbox[0])[1]
    friend = Client(enforce_csrf_checks=True)
    assert friend.get(leave).status_code == 200
    assert not LeftAlone.objects.exists()

    assert friend.post(leave).status_code == 200

    assert LeftAlone.objects.get().address_hash == address_hash("besa@example.com")
    InvitedAddress.objects.all().delete()
    invite(client)
    assert len(mail.outbox) == 1
    assert friend.get("/en/account/invitation/x/leave/").status_code == 404


def test_a_mail_that_fails_may_be_tried_again(member, client, monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(friends.notify, "invite_by_member", refuse)
    assert invite(client).status_code == 422
    monkeypatch.undo()
    invite(client)
    assert len(mail.outbox) == 1


def test_former_keys_still_count(settings, db):
    before = address_hash("a@example.com")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10

    assert address_hash("a@example.com") != before
    assert before in address_hashes("a@example.com")
    settings.ADDRESS_HASH_KEY = "kept apart"
    assert len(address_hashes("a@example.com")) == 1


def post(client, **body):
    return client.post(API, json.dumps(body), content_type="application/json")


def test_the_api_invites_and_counts(member, client):
    zero = {"sent": 0, "left": 10, "joined": 0}
    assert client.get(API).json() == zero

    answer = post(client, email="besa@example.com", text=WORDS)

    assert (answer.status_code, answer.json()) == (201, {**zero, "sent": 1, "left": 9})
    assert "no-store" in answer["Cache-Control"]
    again = post(client, email="besa@example.com", text=WORDS)
    assert again.status_code == 201
    assert len(mail.outbox) == 1
    for body in ({}, {"email": "x", "text": WORDS}, {"email": "a@example.com"}):
        wrong = post(client, **body)
        assert wrong.status_code == 400
        assert wrong["Content-Type"] == "application/problem+json"
    InvitationCount.objects.update(sent=10)
    assert post(client, email="c@example.com", text=WORDS).status_code == 429


def test_the_api_is_for_members(db, client):
    assert client.get(API).status_code == 403
    assert post(client, email="besa@example.com", text=WORDS).status_code == 403
