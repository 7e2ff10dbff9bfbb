"""Saved searches and the mails about who is new in them."""

import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from community.profiles.actions import (
    MOST_SEARCHES,
    TooManySearchesError,
    change_search,
    save_search,
    show_fields,
)
from community.profiles.models import SavedSearch
from tests.factories.directory import make_person
from tests.factories.people import UserFactory

# A Wednesday.
NOW = datetime(2027, 3, 10, 9, tzinfo=ZoneInfo("Europe/Belgrade"))
LIST = "/en/people/searches/"


@pytest.fixture
def member(client, db):
    user = UserFactory(display_name="Liria", interface_language="de")
    client.force_login(user)
    return user


def run(at, capture):
    mail.outbox.clear()
    with time_machine.travel(at, tick=False), capture(execute=True):
        call_command("send_search_alerts", stdout=io.StringIO())
    return mail.outbox


def saved(user, query="country=CH", alert="daily", name="Swiss", at=NOW):
    with time_machine.travel(at, tick=False):
        return save_search(user, name, query, alert)


def test_a_search_is_saved_shown_changed_and_deleted(client, member):
    answer = client.post(
        f"{LIST}new/?country=DE&cursor=x&q=arzt&evil=1",
        {"name": "Ärzte", "alert": "weekly"},
    )
    search = SavedSearch.objects.get()

    assert answer.status_code == 302
    assert (search.name, search.query, search.alert) == (
        *("Ärzte", "q=arzt&country=DE", "weekly"),
    )
    assert "/en/people/?q=arzt&amp;country=DE" in client.get(LIST).content.decode()

    client.post(f"{LIST}{search.pk}/", {"name": "Doctors", "alert": "none"})
    search.refresh_from_db()
    assert (search.name, search.alert) == ("Doctors", "none")

    client.post(f"{LIST}{search.pk}/delete/")
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"name": "", "alert": "none"},
        {"name": "x" * 81, "alert": "none"},
        {"name": "A", "alert": "hourly"},
        {"name": "Taken", "alert": "none"},
    ],
)
def test_what_cannot_be_saved_is_said(client, member, values):
    saved(member, name="Taken")

    answer = client.post(f"{LIST}new/?country=DE", values)

    assert answer.status_code == 422
    assert SavedSearch.objects.count() == 1


def test_a_taken_name_is_refused_when_changing(client, member):
    saved(member, name="Taken")
    other = saved(member, name="Other")

    answer = client.post(f"{LIST}{other.pk}/", {"name": "Taken", "alert": "none"})

    other.refresh_from_db()
    assert answer.status_code == 422
    assert other.name == "Other"


def test_a_member_keeps_thirty(client, member):
    for number in range(MOST_SEARCHES):
        saved(member, name=f"S{number}")

    with pytest.raises(TooManySearchesError):
        saved(member, name="One more")
    answer = client.post(f"{LIST}new/?country=DE", {"name": "More", "alert": "none"})
    assert answer.status_code == 422


def test_others_searches_are_not_there(client, member):
    other = saved(UserFactory())

    for path in (f"{LIST}{other.pk}/", f"{LIST}{other.pk}/delete/"):
        assert client.post(path, {"name": "Mine"}).status_code == 404
    assert "Swiss" not in client.get(LIST).content.decode()


def test_visitors_are_asked_to_log_in(client, db):
    assert "/account/login/" in client.get(LIST)["Location"]


def test_a_mail_tells_who_is_new_once_in_the_members_language(
    member, django_capture_on_commit_callbacks
):
    search = saved(member)
    make_person("Old Timer", country="CH", since=NOW - timedelta(days=1))
    new = make_person("Arta Gashi", country="CH", since=NOW + timedelta(hours=2))
    make_person("Besim Hoxha", country="DE", since=NOW + timedelta(hours=2))
    tomorrow = NOW + timedelta(days=1)

    sent = run(NOW + timedelta(hours=3), django_capture_on_commit_callbacks)
    assert sent == []  # daily: not before the next day

    [letter] = run(tomorrow, django_capture_on_commit_callbacks)
    assert letter.to == [member.email]
    assert "Arta Gashi" in letter.body
    assert f"/de/people/{new.slug}/" in letter.body
    assert "/de/people/?country=CH" in letter.body
    assert f"/de/people/searches/{search.pk}/" in letter.body
    assert "Old Timer" not in letter.body
    assert "Besim" not in letter.body

    assert run(tomorrow, django_capture_on_commit_callbacks) == []
    assert run(tomorrow + timedelta(days=1), django_capture_on_commit_callbacks) == []


def test_a_mail_holds_what_the_member_may_see_now(
    member, django_capture_on_commit_callbacks
):
    saved(member)
    person = make_person("Arta Gashi", country="CH", since=NOW + timedelta(hours=1))
    show_fields(person, {"name": 0})

    [letter] = run(NOW + timedelta(days=1), django_capture_on_commit_callbacks)

    assert "Arta" not in letter.body
    assert person.slug in letter.body

    make_person("Late Hidden", country="CH", since=NOW + timedelta(days=1, hours=1),
                hidden=["country"])  # fmt: skip
    assert run(NOW + timedelta(days=2), django_capture_on_commit_callbacks) == []


def test_weekly_ones_come_on_mondays(member, django_capture_on_commit_callbacks):
    saved(member, alert="weekly")
    make_person("Arta Gashi", country="CH", since=NOW + timedelta(hours=1))
    sunday, monday = NOW + timedelta(days=4), NOW + timedelta(days=5)

    assert run(sunday, django_capture_on_commit_callbacks) == []
    assert len(run(monday, django_capture_on_commit_callbacks)) == 1
    assert run(monday + timedelta(days=1), django_capture_on_commit_callbacks) == []


def test_no_mail_without_a_wish_or_without_an_account(
    member, django_capture_on_commit_callbacks
):
    saved(member, alert="none")
    gone = UserFactory()
    saved(gone)
    gone.is_active = False
    gone.save()
    make_person("Arta Gashi", country="CH", since=NOW + timedelta(hours=1))

    assert run(NOW + timedelta(days=1), django_capture_on_commit_callbacks) == []


def test_one_is_not_told_of_oneself(member, django_capture_on_commit_callbacks):
    saved(member)
    make_person("Liria", user=member, country="CH", since=NOW + timedelta(hours=1))

    assert run(NOW + timedelta(days=1), django_capture_on_commit_callbacks) == []


def test_more_than_ten_are_said_to_be_more(member, django_capture_on_commit_callbacks):
    saved(member)
    for number in range(12):
        since = NOW + timedelta(minutes=number + 1)
        make_person(f"Arta {number}", country="CH", since=since)

    [letter] = run(NOW + timedelta(days=1), django_capture_on_commit_callbacks)

    assert letter.body.count(" Arta ") == 10
    assert "10+" in letter.subject


def test_mails_that_begin_again_tell_of_nobody_from_before(member):
    search = saved(member, alert="none")
    later = timezone.now()

    with time_machine.travel(later + timedelta(days=9), tick=False):
        change_search(search, "Swiss", "daily")

    assert search.told_until > later
