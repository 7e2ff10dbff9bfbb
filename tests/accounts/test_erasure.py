"""Erasure: asked for, thought over, carried out, and carried out again after a restore."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone, translation

from community.accounts.actions import (
    CannotEraseError,
    ask_erasure,
    ask_export,
    cancel_erasure,
    erasing,
    give_consent,
    make_export,
    run_erasure,
    start_due_erasures,
)
from community.accounts.models import (
    Consent,
    ConsentRecord,
    DataRequest,
    Tombstone,
    User,
)
from community.profiles.models import Profile, ProfileIndex
from tests.factories.people import PASSWORD, UserFactory
from tests.profiles.own import make_member

SCREEN = "/en/account/privacy/erasure/"
API = "/api/v1/me/erasure/"
JSON = "application/json"


@pytest.fixture(autouse=True)
def _own_file(settings, tmp_path):
    """Tombstones of other tests, some of which travel in time, lie elsewhere."""
    settings.TOMBSTONES_FILE = str(tmp_path / "tombstones.jsonl")


@pytest.fixture
def member(db):
    user = make_member().user
    give_consent(user, "directory")
    give_consent(user, "partners")
    return user


@pytest.fixture
def own(client, member):
    client.force_login(member)
    return client


def confirm(client) -> None:
    """The member has just given the password."""
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})


def run(user) -> DataRequest:
    request = ask_erasure(user)
    DataRequest.objects.filter(pk=request.pk).update(due_at=timezone.now())
    run_erasure(request.pk)
    request.refresh_from_db()
    return request


def test_asking_unlists_at_once_and_waits(
    own, member, mailoutbox, django_capture_on_commit_callbacks
):
    assert ProfileIndex.objects.exists()
    confirm(own)

    with django_capture_on_commit_callbacks(execute=True):
        own.post(SCREEN, {"do": "ask", "sure": "yes"})

    request = DataRequest.objects.get()
    assert (request.kind, request.state) == ("erasure", "waiting")
    assert timedelta(days=6, hours=23) < request.due_at - timezone.now()
    assert not ProfileIndex.objects.exists()
    assert not Consent.objects.filter(is_given=True).exists()
    assert SCREEN in mailoutbox[-1].body
    assert b"Until then you can change your mind" in own.get(SCREEN).content
    assert User.objects.get(pk=member.pk).is_active


def test_asking_takes_the_password_first(own, member):
    response = own.post(SCREEN, {"do": "ask", "sure": "yes"})

    assert response.status_code == 302
    assert "reauthenticate" in response["Location"]
    assert not DataRequest.objects.exists()
    resumed = own.post(response["Location"], {"password": PASSWORD})
    assert resumed.status_code == 302
    assert DataRequest.objects.get().state == "waiting"


@pytest.mark.parametrize("form", [{}, {"do": "ask"}, {"do": "eat", "sure": "yes"}])
def test_a_form_without_the_tick_changes_nothing(own, form):
    confirm(own)

    shown = own.post(SCREEN, form, follow=True).content.decode()

    assert "tick the box" in shown
    assert not DataRequest.objects.exists()


def test_it_can_be_called_off_until_it_begins(own, member):
    request = ask_erasure(member)

    own.post(SCREEN, {"do": "cancel"})

    request.refresh_from_db()
    assert request.state == "cancelled"
    DataRequest.objects.update(due_at=timezone.now())
    run_erasure(request.pk)
    assert User.objects.get(pk=member.pk).email == member.email
    assert (
        "No erasure" in own.post(SCREEN, {"do": "cancel"}, follow=True).content.decode()
    )
    assert ask_erasure(member).pk != request.pk


def test_asking_twice_is_asking_once(member):
    assert ask_erasure(member) == ask_erasure(member)


def test_it_does_not_run_before_its_time(member, time_machine):
    request = ask_erasure(member)

    run_erasure(request.pk)
    assert start_due_erasures() == 0
    assert User.objects.get(pk=member.pk).is_active

    time_machine.move_to(timezone.now() + timedelta(days=7, seconds=1))
    assert start_due_erasures() == 1
    assert not User.objects.get(pk=member.pk).is_active
    assert start_due_erasures() == 0


def test_the_ledger_stays_and_names_nobody(member):
    records = ConsentRecord.objects.filter(user=member).count()

    run(member)

    kept = ConsentRecord.objects.filter(user=member)
    assert kept.count() == records + 2, "both were withdrawn"
    assert not Profile.objects.filter(user=member).exists()


def test_copies_go_with_the_account(member):
    request = ask_export(member)
    make_export(request.pk)
    request.refresh_from_db()
    assert request.file.storage.exists(request.file.name)

    run(member)

    assert not request.file.storage.exists(request.file.name)


@pytest.mark.parametrize("place", range(0, len(erasing.steps()) + 1, 9))
def test_a_job_that_is_killed_is_ended_by_the_next_one(member, monkeypatch, place):
    class KilledError(BaseException):
        pass

    def killed(user):
        raise KilledError

    real = erasing.steps()
    monkeypatch.setattr(
        "community.accounts.actions.erasures.steps",
        lambda: [*real[:place], killed, *real[place:]],
    )
    with pytest.raises(KilledError):
        run(member)
    request = DataRequest.objects.erasures().get()
    assert request.state == "running"
    assert not cancel_erasure(member)

    monkeypatch.undo()
    run_erasure(request.pk)

    request.refresh_from_db()
    assert request.state == "done"
    assert Tombstone.objects.count() == 1
    left = User.objects.get(pk=member.pk)
    assert left.email.endswith("@erased.invalid")
    assert not Profile.objects.exists()


def test_running_it_again_changes_nothing(member):
    request = run(member)
    before = User.objects.values().get(pk=member.pk)

    DataRequest.objects.update(state="running")
    run_erasure(request.pk)

    assert User.objects.values().get(pk=member.pk) == before
    assert Tombstone.objects.count() == 1


def test_a_dead_job_is_started_again(member, time_machine):
    request = ask_erasure(member)
    DataRequest.objects.update(state="running", due_at=timezone.now())
    assert start_due_erasures() == 0

    time_machine.move_to(timezone.now() + timedelta(hours=1, seconds=1))

    assert start_due_erasures() == 1
    request.refresh_from_db()
    assert request.state == "done"


def test_the_last_administrator_stays(db):
    admin = UserFactory(is_superuser=True)

    with (
        translation.override("en"),
        pytest.raises(CannotEraseError, match="last administrator"),
    ):
        ask_erasure(admin)

    UserFactory(is_superuser=True)
    assert ask_erasure(admin).state == "waiting"


# After a restore ---------------------------------------------------------------


def bring_back(user, **changed) -> User:
    """As a backup from before the erasure would."""
    back = User.objects.get(pk=user.pk)
    for name in ("email", "uuid", "display_name", "date_joined", "password"):
        setattr(back, name, getattr(user, name))
    back.is_active = True
    for name, value in changed.items():
        setattr(back, name, value)
    back.save()
    DataRequest.objects.all().delete()
    return back


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"email": "new@example.org", "display_name": "Other"},
        {"uuid": uuid.UUID(int=1), "display_name": "Other"},
    ],
)
@pytest.mark.parametrize("with_table", [True, False])
def test_a_restored_account_is_erased_again(member, changed, with_table):
    run(member)
    if not with_table:
        Tombstone.objects.all().delete()  # the backup is older than the erasure
    bring_back(member, **changed)

    call_command("replay_erasures")

    left = User.objects.get(pk=member.pk)
    assert left.email.endswith("@erased.invalid")
    assert not left.is_active
    call_command("replay_erasures")
    assert User.objects.get(pk=member.pk).email == left.email


def test_whoever_comes_back_later_is_somebody_new(member, time_machine):
    run(member)

    time_machine.move_to(timezone.now() + timedelta(days=1))
    again = UserFactory(email=member.email)
    call_command("replay_erasures")

    again.refresh_from_db()
    assert again.email == member.email
    assert again.is_active


def test_tombstones_tell_nothing(member, settings):
    run(member)

    stone = Tombstone.objects.get()
    with open(settings.TOMBSTONES_FILE, encoding="utf-8") as file:  # noqa: PTH123
        told = f"{file.read()} {stone.uuid_hash} {stone.email_hash}"

    assert stone.uuid_hash in told
    assert member.email not in told
    assert str(member.uuid) not in told
    assert member.uuid.hex not in told


def test_half_a_line_of_the_file_is_no_tombstone(member, settings, tmp_path):
    run(member)
    file = tmp_path / "tombstones"
    with open(settings.TOMBSTONES_FILE, encoding="utf-8") as stored:  # noqa: PTH123
        whole = stored.readlines()[-1]
    file.write_text(f'{whole}["abc', encoding="utf-8")
    Tombstone.objects.all().delete()

    call_command("replay_erasures", "--file", str(file))

    assert Tombstone.objects.count() == 1
    with pytest.raises(CommandError, match="no file"):
        call_command("replay_erasures", "--file", str(tmp_path / "none"))


# Staff and API -----------------------------------------------------------------


def test_staff_erase_with_a_reason(client, member):
    admin = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(admin)
    address = f"/admin/users/delete/{member.pk}/"
    assert b"Do not name the person" in client.get(address).content

    client.post(address, {"reason": ""})
    assert not DataRequest.objects.exists()
    client.post(address, {"reason": "By letter of 3 May."})

    request = DataRequest.objects.get()
    assert (request.user, request.by) == (member, admin)
    assert request.reason == "By letter of 3 May."
    assert User.objects.filter(pk=member.pk).exists()
    assert b"will be erased" in client.get(address).content


def test_staff_do_not_delete_rows_in_bulk(client, member):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))

    client.post(f"/admin/bulk/accounts/user/delete/?next=/admin/users/&id={member.pk}")

    assert User.objects.filter(pk=member.pk).exists()


def test_the_api_asks_tells_and_cancels(own, member):
    assert own.get(API).json() == {"is_waiting": False, "due_at": None}
    assert own.delete(API).status_code == 404
    wrong = own.post(API, {"password": "wrong"}, content_type=JSON)
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["password"])
    assert own.post(API, {}, content_type=JSON).status_code == 400

    asked = own.post(API, {"password": PASSWORD}, content_type=JSON)

    assert asked.status_code == 201
    assert asked.json()["is_waiting"] is True
    assert own.delete(API).status_code == 204
    assert own.get(API).json()["is_waiting"] is False


def test_the_api_does_not_let_passwords_be_tried(own):
    answers = [
        own.post(API, {"password": f"wrong{n}"}, content_type=JSON).status_code
        for n in range(7)
    ]

    assert answers == [400] * 5 + [429] * 2


def test_visitors_are_refused(db):
    visitor = Client()

    assert visitor.get(API).status_code == 403
    assert visitor.post(API).status_code == 403
    assert visitor.delete(API).status_code == 403
    assert visitor.get(SCREEN).status_code == 302
