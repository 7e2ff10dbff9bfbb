"""A copy of one's data: asked for, made, fetched once, gone."""

import io
import tempfile
import tracemalloc
import zipfile
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from community.accounts.actions import (
    CannotExportError,
    ask_export,
    drop_outlived_exports,
    export_token,
    make_export,
    take_export,
)
from community.accounts.actions.archive import write_archive
from community.accounts.models import DataRequest
from community.profiles.models import Experience
from tests.factories.people import UserFactory
from tests.profiles.own import make_member

SCREEN = "/en/account/privacy/export/"
API = "/api/v1/me/exports/"


@pytest.fixture
def member(db):
    return make_member().user


@pytest.fixture
def own(client, member):
    client.force_login(member)
    return client


def make(member) -> DataRequest:
    request = ask_export(member)
    make_export(request.pk)
    request.refresh_from_db()
    return request


def address(request) -> str:
    return f"{SCREEN}{export_token(request)}/"


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_asking_makes_the_copy_and_tells_by_mail(
    own, member, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = own.post(SCREEN)

    request = DataRequest.objects.get()
    assert response.status_code == 302
    assert (request.state, request.progress, request.user) == ("ready", 100, member)
    assert request.expires_at - timezone.now() > timedelta(days=2, hours=23)
    (mail,) = mailoutbox
    assert mail.to == [member.email]
    assert address(request) in mail.body
    shown = own.get(SCREEN).content.decode()
    assert address(request) in shown


def test_the_mail_and_the_index_are_in_the_members_language(
    member, mailoutbox, django_capture_on_commit_callbacks
):
    member.interface_language = "de"
    member.save()

    with django_capture_on_commit_callbacks(execute=True):
        request = make(member)

    assert "/de/account/privacy/export/" in mailoutbox[-1].body
    with request.file.open() as stored, zipfile.ZipFile(stored) as archive:
        assert '<html lang="de">' in archive.read("index.html").decode()


def test_the_file_is_fetched_once_and_deleted(own, member):
    request = make(member)
    storage, name = request.file.storage, request.file.name
    assert storage.path(name).startswith(str(settings.PRIVATE_MEDIA_ROOT))
    assert b"ready" in own.get(address(request)).content
    assert own.get(address(request)).status_code == 200, "Looking uses nothing up."

    response = own.post(address(request))
    archive = zipfile.ZipFile(io.BytesIO(body(response)))

    assert response["Content-Type"] == "application/zip"
    assert "no-store" in response["Cache-Control"]
    assert "profiles-profile.json" in archive.namelist()
    assert not storage.exists(name)
    assert own.post(address(request)).status_code == 404
    assert own.get(address(request)).status_code == 404
    request.refresh_from_db()
    assert (request.state, request.file.name, request.token_hash) == ("done", "", "")


def test_a_reader_who_goes_away_has_used_it_up(own, member):
    request = make(member)
    file = take_export(member, export_token(request))

    file.close()

    assert not request.file.storage.exists(request.file.name)
    assert own.post(address(request)).status_code == 404


def test_the_link_is_for_its_member_alone(own, member):
    request = make(member)
    other, visitor = Client(), Client()
    other.force_login(UserFactory())

    for method in ("get", "post"):
        assert getattr(other, method)(address(request)).status_code == 404
        assert getattr(visitor, method)(address(request)).status_code == 302
        wrong = f"{SCREEN}{request.pk}-1:forged/"
        assert getattr(own, method)(wrong).status_code == 404
    assert body(own.post(address(request)))


def test_the_link_expires_and_the_file_goes(own, member, time_machine):
    request = make(member)

    time_machine.move_to(timezone.now() + timedelta(days=3, seconds=1))

    own.force_login(member)
    assert own.get(address(request)).status_code == 404
    assert own.post(address(request)).status_code == 404
    assert drop_outlived_exports() == 1
    assert drop_outlived_exports() == 0
    request.refresh_from_db()
    assert (request.state, request.file.name) == ("expired", "")


def test_one_at_a_time(member):
    ask_export(member)

    with pytest.raises(CannotExportError, match="already"):
        ask_export(member)

    assert DataRequest.objects.count() == 1


def test_three_within_a_day(own, member, time_machine):
    for _n in range(3):
        make(member)

    with pytest.raises(CannotExportError, match="3 copies today"):
        ask_export(member)
    assert own.post(API).status_code == 429
    shown = own.post(SCREEN, follow=True).content.decode()
    assert "come back tomorrow" in shown

    time_machine.move_to(timezone.now() + timedelta(days=1, seconds=1))
    make(member)


def test_a_dead_job_does_not_lock_the_member_out(member, time_machine):
    first = ask_export(member)
    DataRequest.objects.update(state="running")

    time_machine.move_to(timezone.now() + timedelta(hours=1, seconds=1))
    second = ask_export(member)

    first.refresh_from_db()
    assert (first.state, second.state) == ("failed", "waiting")
    make_export(first.pk)
    first.refresh_from_db()
    assert first.state == "failed", "The member has another one by now."


def test_a_job_that_breaks_says_so_and_may_be_run_again(member, monkeypatch, own):
    request = ask_export(member)
    monkeypatch.setattr(
        "community.accounts.actions.exports.write_archive",
        lambda *args: (_ for _ in ()).throw(OSError("full")),
    )
    with pytest.raises(OSError, match="full"):
        make_export(request.pk)
    request.refresh_from_db()
    assert request.state == "failed"
    assert "once more" in own.get(SCREEN).content.decode()

    monkeypatch.undo()
    make_export(request.pk)

    request.refresh_from_db()
    assert request.state == "ready"


def test_the_state_alone_for_htmx_asks_again_while_it_runs(own, member):
    ask_export(member)
    DataRequest.objects.update(state="running", progress=40)

    part = own.get(SCREEN, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert 'value="40"' in part
    assert "every 2s" in part
    DataRequest.objects.update(state="failed")
    part = own.get(SCREEN, headers={"HX-Request": "true"}).content.decode()
    assert "every 2s" not in part


def test_cells_are_no_formulas(own, member):
    profile = member.profile
    profile.headline = "=HYPERLINK(1)"
    profile.save()

    with make(member).file.open() as stored, zipfile.ZipFile(stored) as archive:
        table = archive.read("profiles-profile.csv").decode()

    assert "'=HYPERLINK(1)" in table


def test_memory_stays_flat(member):
    Experience.objects.bulk_create(
        Experience(profile=member.profile, title=f"{n}", text="word " * 250)
        for n in range(4_000)
    )
    tracemalloc.start()
    try:
        with tempfile.TemporaryFile() as file:
            write_archive(member, file)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    # The rows themselves are over 5 MB.
    assert most < 4_000_000


def test_the_api_lists_own_copies_alone(own, member):
    make(member)
    make(UserFactory())

    (told,) = own.get(API).json()

    assert set(told) == {
        *("id", "state", "progress", "asked_at", "expires_at", "download"),
    }
    assert told["state"] == "ready"
    path = told["download"].removeprefix(settings.SITE_URL)
    assert own.get(path, follow=True).status_code == 200
    created = own.post(API)
    assert created.status_code == 201
    assert created.json()["download"] is None
    assert own.post(API).status_code == 429
    assert Client().get(API).status_code == 403
    assert Client().post(API).status_code == 403
