"""Invitations: what they say, to whom, and never too often."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation

from community.accounts import tasks
from community.accounts.actions import (
    inviting,
    leave_alone,
    queue_invitations,
    send_invitations,
    send_reminders,
)
from community.accounts.models import ImportBatch, ImportedContact
from community.accounts.postal import address_hash
from tests.contacts.files import a_contact, bring_in, invited
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
PEOPLE = [
    ["E-mail", "Name", "Language", "Country"],
    ["sq@example.org", "Arta", "", "Kosovo"],
    ["en@example.org", "Besa", "English", "Kosovo"],
    ["de@example.org", "Dren", "Deutsch", "Germany"],
]


def receivers():
    return sorted(message.to[0] for message in mail.outbox)


def test_the_mail_says_what_the_law_asks_for():
    batch = invited(PEOPLE)
    held = batch.contacts.get(email="en@example.org")

    (message,) = (m for m in mail.outbox if m.to == ["en@example.org"])

    with translation.override("en"):
        assert (
            message.subject == "Your data at Diaspora Professionals, and an invitation"
        )
    for words in (
        "Hello Besa,",
        "What we hold: name, e-mail address, country, language",
        "Conference of the diaspora, Prishtina 2019",
        "5 August 2019",
        "a legitimate interest (f)",
        "we delete everything after",
        "complain to the data protection authority",
    ):
        assert words in message.body, words
    claim, leave = re.findall(r"https?://\S+", message.body)
    assert leave == f"{claim}leave/"
    assert "/en/account/claim/" in claim
    assert message.extra_headers["List-Unsubscribe"] == f"<{leave}>"
    assert held.token_hash
    assert held.token_hash not in claim
    assert "Besa" not in message.extra_headers["List-Unsubscribe"]


def test_each_is_written_to_in_their_language():
    invited(PEOPLE)

    found = {m.to[0]: re.findall(r"/(\w\w)/account/claim", m.body) for m in mail.outbox}

    assert found == {
        "sq@example.org": ["sq", "sq"],
        "en@example.org": ["en", "en"],
        "de@example.org": ["de", "de"],
    }


def test_a_part_of_the_batch():
    batch = bring_in(PEOPLE)

    assert queue_invitations(batch, countries=["Kosovo"], languages=["en", "de"]) == 1
    send_invitations(batch)

    assert receivers() == ["en@example.org"]
    batch.refresh_from_db()
    assert batch.invited == 1


def test_nobody_is_written_to_twice():
    batch = invited(PEOPLE)

    assert queue_invitations(batch) == 0
    assert send_invitations(batch) == 0

    assert len(mail.outbox) == 3


def test_one_reminder_after_thirty_days_with_the_same_link():
    batch = invited(PEOPLE)
    first = {m.to[0]: re.findall(r"https?://\S+", m.body) for m in mail.outbox}
    mail.outbox.clear()
    assert send_reminders() == 0
    assert mail.outbox == []
    long_ago = timezone.now() - timedelta(days=31)
    batch.contacts.update(invited_at=long_ago)
    batch.contacts.filter(email="de@example.org").update(
        state="claimed", email="", name="", token_hash=None
    )

    send_reminders()
    send_reminders()

    second = {m.to[0]: re.findall(r"https?://\S+", m.body) for m in mail.outbox}
    assert second == {k: v for k, v in first.items() if k != "de@example.org"}
    assert len(mail.outbox) == 2
    batch.refresh_from_db()
    assert batch.invited == 3


def test_never_after_the_last_day():
    batch = bring_in(PEOPLE)
    queue_invitations(batch)
    yesterday = timezone.localdate() - timedelta(days=1)
    batch.contacts.filter(email="sq@example.org").update(purge_on=yesterday)

    assert send_invitations(batch) == 0

    assert receivers() == ["de@example.org", "en@example.org"]
    batch.contacts.update(
        invited_at=timezone.now() - timedelta(days=31), purge_on=yesterday
    )
    mail.outbox.clear()
    send_reminders()
    assert mail.outbox == []


def test_who_joined_or_left_meanwhile_is_dropped():
    batch = bring_in(PEOPLE)
    queue_invitations(batch)
    UserFactory(email="sq@example.org")
    leave_alone(address_hash("de@example.org"))

    send_invitations(batch)

    assert receivers() == ["en@example.org"]
    assert [c.email for c in batch.contacts.all()] == ["en@example.org"]
    batch.refresh_from_db()
    assert (batch.invited, batch.deleted) == (1, 2)


def test_what_the_server_refuses_waits_again(monkeypatch):
    batch = bring_in(PEOPLE)
    queue_invitations(batch)

    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(inviting.notify, "invite_contact", refuse)
    assert send_invitations(batch) == 3
    batch.refresh_from_db()
    assert batch.invited == 0
    monkeypatch.undo()

    assert send_invitations(batch) == 0
    assert len(mail.outbox) == 3


def test_chunks_until_the_time_is_over(monkeypatch):
    monkeypatch.setattr(inviting, "MAILS", 2)
    batch = bring_in(PEOPLE)
    queue_invitations(batch)

    assert send_invitations(batch, seconds=0) == 1
    assert len(mail.outbox) == 2

    tasks.send_invitations.enqueue(batch.pk)
    assert len(mail.outbox) == 3


def test_a_name_cannot_write_headers():
    batch = bring_in()
    a_contact(
        batch, email="evil@example.org", name="A\nBcc: x@example.org", language="en"
    )
    queue_invitations(batch)

    send_invitations(batch)

    assert all("Bcc" not in m.subject for m in mail.outbox)
    assert {tuple(m.recipients()) for m in mail.outbox} == {
        ("arta@example.org",), ("evil@example.org",),
    }  # fmt: skip


def test_the_table_alone_opens_no_link():
    batch = invited()
    held = ImportedContact.objects.get()

    (link,) = set(re.findall(r"claim/(\w+)/", mail.outbox[0].body))

    row = " ".join(str(value) for value in vars(held).values())
    assert link not in row
    assert ImportBatch.objects.get() == batch
