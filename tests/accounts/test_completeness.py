"""G26 and G27: a marker in every column about a person, exported and then erased."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.db.models import FileField
from django.test import Client
from django.utils import timezone
from wagtail.admin.models import FormState
from wagtail.models import ModelLogEntry

from cms.core.rows import memo
from community.accounts.actions import ask_erasure, run_erasure
from community.accounts.actions.archive import write_archive
from community.accounts.models import DataRequest, User
from community.accounts.personal_data import all_rules, owned_rows
from community.accounts.personal_data.rows import sessions_of
from tests.accounts.kept_lists import NOT_EXPORTED, RETAINED
from tests.accounts.planting import MARK, file_names, make_marked_person
from tests.factories.people import UserFactory

NOW = timezone.now()
COLUMNS = """
SELECT table_name, column_name, data_type FROM information_schema.columns
JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND data_type IN (
    'text', 'character varying', 'character', 'json', 'jsonb', 'bytea', 'tsvector', 'ARRAY'
)
"""


@pytest.fixture
def person(cms_tree, django_capture_on_commit_callbacks):
    return make_marked_person(cms_tree)


def archive_of(user) -> zipfile.ZipFile:
    written = io.BytesIO()
    write_archive(user, written)
    return zipfile.ZipFile(written)


def found_in(archive: zipfile.ZipFile) -> set[tuple[str, str]]:
    """(label, field) of what the JSON files hold with the marker in it."""
    found = set()
    names = set(archive.namelist())
    for label in all_rules():
        stem = label.lower().replace(".", "-")
        if f"{stem}.json" in names:
            rows = json.loads(archive.read(f"{stem}.json"))
            assert f"{stem}.csv" in names
            found |= {
                (label, k) for row in rows for k, v in row.items() if MARK in f"{v}"
            }
    return found


def test_every_marker_is_in_the_copy_or_on_the_list_of_what_is_not(person):
    user, planted = person
    assert len(planted) > 60

    found = found_in(archive_of(user))

    missing = {(label, name) for label, name in planted if (label, name) not in found}
    assert missing == set(NOT_EXPORTED) & planted
    assert set(NOT_EXPORTED) <= planted, "The list names what there is not."
    assert all(len(reason) > 15 for reason in NOT_EXPORTED.values())


def test_every_declared_field_of_a_row_is_in_the_copy(person):
    user, _planted = person
    archive = archive_of(user)

    for label, rule in all_rules().items():
        rows = owned_rows(user, apps.get_model(label))
        if not rule.export or not rows.exists():
            continue
        told = json.loads(archive.read(f"{label.lower().replace('.', '-')}.json"))
        assert len(told) == rows.count(), label
        assert set(told[0]) == set(rule.export), label


def test_the_files_are_in_the_copy(person):
    user, _planted = person
    archive = archive_of(user)
    names = archive.namelist()

    for label, rule in all_rules().items():
        model = apps.get_model(label)
        fields = [
            n for n in rule.export if isinstance(model._meta.get_field(n), FileField)
        ]
        for row in owned_rows(user, model) if fields else ():
            stem = label.lower().replace(".", "-")
            assert any(n.startswith(f"files/{stem}/{row.pk}") for n in names), label
    assert "index.html" in names
    assert archive.testzip() is None


def hits() -> dict[tuple[str, str], int]:
    """(table, column): rows with the marker, in the whole database."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        found = {}
        for table, column, kind in cursor.fetchall():
            name = connection.ops.quote_name(column)
            text = f"encode({name}, 'escape')" if kind == "bytea" else f"{name}::text"
            command = f'SELECT count(*) FROM "{table}" WHERE {text} ILIKE %s'  # noqa: S608
            cursor.execute(command, [f"%{MARK}%"])
            if number := cursor.fetchone()[0]:
                found[table, column] = number
    return found


def erase(user) -> DataRequest:
    request = ask_erasure(user)
    DataRequest.objects.update(due_at=request.created_at)
    run_erasure(request.pk)
    request.refresh_from_db()
    return request


def test_nothing_is_left_of_the_person_but_what_the_list_names(person):
    user, _planted = person
    client = Client()
    client.force_login(user)
    reader = Client()
    reader.force_login(UserFactory())
    address = f"/api/v1/people/{user.profile.slug}/"
    assert MARK in reader.get(address).content.decode()
    assert sessions_of(user).count() == 1
    before, files = hits(), file_names(user, "erase")
    assert len(before) > 50
    assert len(files) >= 3

    request = erase(user)

    assert request.state == "done"
    assert set(hits()) == set(RETAINED) & set(before)
    assert set(RETAINED) <= set(before), "The list names what there is not."
    assert [name for storage, name in files if storage.exists(name)] == []
    assert sessions_of(user).count() == 0
    assert Session.objects.count() == 1
    assert reader.get(address).status_code == 404
    for path in ("/api/v1/people/", "/en/people/", f"/en/people/?q={MARK[:5]}"):
        assert MARK not in reader.get(path).content.decode()
    assert kept_in_memory() == []


def kept_in_memory() -> list[str]:
    """What any cache of this process still holds with the marker in it."""
    values = [repr(value) for one in memo._all for value in one.values.values()]
    values += memo.kept.texts.values()
    values += [repr(value) for value in getattr(cache, "_cache", {}).values()]
    return [value for value in values if MARK in value]


def marked_files() -> set[Path]:
    return {
        path
        for path in settings.MEDIA_ROOT.rglob("*")
        if path.is_file() and MARK.encode() in path.read_bytes()
    }


@pytest.fixture
def stale() -> set[Path]:
    """Files of tests before this one: their rows are gone, they are not."""
    return marked_files()


def test_no_file_of_the_person_is_left(stale, person):
    user, _planted = person
    # What staff brought in is the organisation's, and about others.
    work = {
        Path(storage.path(name))
        for rule in ("keep", "anonymise")
        for storage, name in file_names(user, rule)
    }
    assert marked_files() > stale

    erase(user)

    assert marked_files() - stale - work == set()


def test_the_account_is_a_number_and_nothing_else(person):
    user, _planted = person
    address, uuid = user.email, user.uuid

    erase(user)

    left = User.objects.get(pk=user.pk)
    assert (left.display_name, left.is_active, left.last_login) == ("", False, None)
    assert left.email.endswith("@erased.invalid")
    assert address not in left.email
    assert left.uuid != uuid
    assert not left.has_usable_password()
    assert (left.is_staff, left.is_superuser, left.groups.count()) == (False, False, 0)


def test_somebody_else_loses_nothing(person, cms_tree):
    user, _planted = person
    other = UserFactory(display_name="Someone else")
    before = {
        label: set(
            owned_rows(other, apps.get_model(label)).values_list("pk", flat=True)
        )
        for label in all_rules()
    }
    assert before["account.EmailAddress"]

    erase(user)

    for label, rows in before.items():
        model = apps.get_model(label)
        assert set(owned_rows(other, model).values_list("pk", flat=True)) == rows, label


def test_what_the_admins_log_says_about_a_person_is_emptied(person):
    user, _planted = person
    staff = UserFactory()
    kind = ContentType.objects.get_for_model(User)
    about = {"content_type": kind, "object_id": str(user.pk), "user": staff}
    entry = ModelLogEntry.objects.create(
        **about, label=MARK, action="wagtail.edit", data={"k": MARK}, timestamp=NOW
    )
    FormState.objects.create(
        **about, data=MARK, parent_object_id="", last_updated_at=NOW
    )

    erase(user)

    entry.refresh_from_db()
    assert (entry.label, entry.data, entry.user) == ("", {}, staff)
    assert not FormState.objects.filter(data=MARK).exists()
