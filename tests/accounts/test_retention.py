"""What nobody needs is not kept: inactive accounts, old proof; and the record of it all."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from community.accounts.actions import (
    apply_retention,
    ask_erasure,
    ask_export,
    give_consent,
    make_export,
    run_erasure,
)
from community.accounts.models import (
    Consent,
    ConsentRecord,
    DataRequest,
    InactivityNotice,
    User,
)
from community.accounts.personal_data import all_activities, all_rules
from tests.factories.people import UserFactory
from tests.profiles.own import make_member

YEARS = timedelta(days=731)


@pytest.fixture
def gone(db):
    """A listed member whom nobody has seen for two years."""
    member = make_member().user
    give_consent(member, "directory")
    past = timezone.now() - YEARS
    User.objects.filter(pk=member.pk).update(date_joined=past, last_login=past)
    return member


@pytest.fixture
def days(time_machine, django_capture_on_commit_callbacks):
    """Lets so many days pass, and runs the daily command."""
    start = timezone.now()

    def at(number: float) -> dict[str, int]:
        time_machine.move_to(start + timedelta(days=number, seconds=5), tick=False)
        with django_capture_on_commit_callbacks(execute=True):
            done = apply_retention()
        return {name: count for name, count in done.items() if count}

    return at


def test_from_the_first_mail_to_the_erasure(gone, days, mailoutbox):
    UserFactory()  # somebody who was here today

    assert days(0) == {"first mails about inactivity": 1}
    assert days(1) == {}
    assert days(29) == {}
    assert days(30) == {"second mails about inactivity": 1}
    assert days(31) == {}
    assert Consent.objects.get(user=gone).is_given
    assert days(60) == {"accounts to unlist for inactivity": 1}
    assert not Consent.objects.get(user=gone).is_given
    assert ConsentRecord.objects.filter(user=gone).latest("pk").channel == "system"
    assert days(179) == {}
    assert User.objects.get(pk=gone.pk).is_active
    assert days(180) == {"accounts to erase for inactivity": 1}
    assert User.objects.get(pk=gone.pk).email.endswith("@erased.invalid")
    assert days(400) == {}
    assert [mail.to for mail in mailoutbox] == [[gone.email], [gone.email]]
    assert User.objects.filter(is_active=True).count() == 1


def test_a_rule_that_was_late_goes_one_step_a_day(gone, days):
    days(0)

    assert days(300) == {"second mails about inactivity": 1}
    assert days(301) == {"accounts to unlist for inactivity": 1}
    assert days(302) == {"accounts to erase for inactivity": 1}


def test_logging_in_stops_it(gone, days):
    days(0)
    days(30)

    User.objects.filter(pk=gone.pk).update(last_login=timezone.now())

    assert days(60) == {"members who came back": 1}
    assert not InactivityNotice.objects.exists()
    assert days(200) == {}


def test_a_session_in_use_stops_it_too(gone, days, client, time_machine):
    days(0)
    time_machine.shift(60)
    client.force_login(gone)
    User.objects.filter(pk=gone.pk).update(last_login=None)
    client.get("/en/account/")

    assert days(30) == {"members who came back": 1}


def test_the_link_of_the_mail_stops_it(gone, days, mailoutbox):
    days(0)
    address = re.search(r"https?://[^/]+(/\S+/stay/\S+/)", mailoutbox[0].body)[1]
    visitor = Client()
    assert b"Keep my account" in visitor.get(address).content
    assert days(30) == {"second mails about inactivity": 1}, "Looking changes nothing."

    assert b"Your account stays" in visitor.post(address).content

    for day in (31, 60, 180, 700):
        assert days(day) == {}
    assert User.objects.get(pk=gone.pk).is_active
    assert days(31 + 731) == {"first mails about inactivity": 1}
    assert visitor.get(f"{address[:-3]}xx/").status_code == 404
    assert visitor.post(f"{address[:-3]}xx/").status_code == 404


def test_administrators_are_not_written_to(db, days):
    admin = UserFactory(is_superuser=True)
    past = timezone.now() - YEARS
    User.objects.filter(pk=admin.pk).update(date_joined=past)

    assert days(0) == {}


def test_dry_run_changes_nothing(gone, mailoutbox):
    output = StringIO()

    call_command("apply_retention", "--dry-run", stdout=output)

    assert re.search(r"1  first mails about inactivity", output.getvalue())
    assert not InactivityNotice.objects.exists()
    assert mailoutbox == []


def test_old_proof_of_erased_accounts_goes(db, time_machine):
    now = timezone.now()
    time_machine.move_to(now - timedelta(days=4 * 366))
    erased, stays = UserFactory(), UserFactory()
    give_consent(erased, "directory")
    give_consent(stays, "directory")
    request = ask_erasure(erased)
    DataRequest.objects.update(due_at=timezone.now())
    run_erasure(request.pk)
    assert ConsentRecord.objects.filter(user=erased).count() == 2
    time_machine.move_to(now)
    User.objects.filter(pk=stays.pk).update(last_login=now)

    done = apply_retention()

    assert done["old proof of consent of erased accounts"] == 2
    assert done["old requests about data"] == 1
    assert ConsentRecord.objects.get().user == stays
    assert not DataRequest.objects.exists()


def test_files_that_nobody_fetched_go(db, time_machine):
    request = ask_export(UserFactory())
    make_export(request.pk)
    time_machine.move_to(timezone.now() + timedelta(days=4))

    assert apply_retention()["exports that nobody fetched"] == 1


def test_every_ruled_model_is_in_one_activity_of_the_record():
    told = [label for _activity, labels in all_activities() for label in labels]

    assert sorted(told) == sorted(all_rules())


def test_the_record_of_processing_names_every_table():
    output = StringIO()

    call_command("processing_record", "--controller", "Example", stdout=output)

    told = output.getvalue()
    assert "Controller: Example" in told
    assert told.count("\n| ") >= len(all_rules())
    for activity, _labels in all_activities():
        for text in (activity.name, activity.purpose, activity.basis):
            assert text in told
