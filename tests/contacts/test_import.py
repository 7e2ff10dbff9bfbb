"""From a file to contacts: the dry run, the chunks, what is left out, and undoing it."""

import io
import tracemalloc
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils import timezone

from community.accounts.actions import (
    CannotUndoError,
    check_rows,
    forget_parked,
    import_rows,
    leave_alone,
    park_file,
    undo_batch,
)
from community.accounts.actions import importing as actions
from community.accounts.models import ImportBatch, ImportedContact
from community.accounts.postal import address_hash
from tests.contacts.files import ARTA, TITLES, TOLD, as_csv, as_xlsx, bring_in, park
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
MIXED = [
    ["E-mail", "Name", "Sprache"],
    ["new@example.org", "New", "Deutsch"],
    ["NEW@Example.org ", "New again", ""],
    ["nonsense", "Wrong", ""],
    ["known@example.org", "Known", ""],
    ["Member@Example.org", "Member", ""],
    ["second@example.org", "Second address of a member", ""],
    ["alone@example.org", "Left alone", ""],
    ["other@example.org", "Other", "?"],
]
EXPECTED = {
    "ok": 2, "wrong": 1, "twice": 1, "known": 1, "member": 2, "left_alone": 1,
}  # fmt: skip


@pytest.fixture
def known():
    """A contact, a member with two addresses, and somebody who wants none of it."""
    bring_in([["E-mail"], ["known@example.org"]])
    member = UserFactory(email="member@example.org")
    EmailAddress.objects.create(user=member, email="second@example.org", verified=True)
    leave_alone(address_hash("alone@example.org"))


def test_the_dry_run_counts_and_stores_nobody(known):
    before = ImportedContact.objects.count()
    batch = park(MIXED)

    check_rows(batch, batch.mapping, TOLD)

    batch.refresh_from_db()
    assert batch.state == "checked"
    assert batch.found == EXPECTED
    assert ImportedContact.objects.count() == before


def test_the_import_brings_what_the_dry_run_said(known):
    batch = bring_in(MIXED)

    rows = batch.contacts.order_by("line").values_list("email", "language", "line")
    assert list(rows) == [
        ("new@example.org", "de", 2),
        ("other@example.org", "sq", 9),
    ]
    assert batch.found == EXPECTED
    assert (batch.imported, batch.rows) == (2, 8)
    last_day = timezone.localdate() + timedelta(days=180)
    assert set(batch.contacts.values_list("purge_on", flat=True)) == {last_day}


def test_it_can_be_left_and_gone_on_with(monkeypatch):
    monkeypatch.setattr(actions, "CHUNK", 7)
    rows = [["E-mail"], *[[f"p{n}@example.org"] for n in range(40)]]
    batch = park([*rows, ["p3@example.org"]])
    check_rows(batch, batch.mapping, TOLD)
    steps = []

    while batch.state != ImportBatch.State.DONE:
        batch = import_rows(batch, seconds=0)
        steps.append(batch.imported)

    assert steps[:3] == [7, 14, 21]
    assert steps[-1] == 40 == batch.contacts.count()
    assert sum(batch.found.values()) == batch.rows == 41


def test_a_step_too_many_changes_nothing():
    batch = bring_in()

    again = import_rows(batch)

    assert (again.state, again.imported) == ("done", 1)


def test_the_file_goes_when_it_is_imported(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        batch = park()
        name = batch.parked.name
        assert default_storage.exists(name)
        assert "people" not in name
        check_rows(batch, batch.mapping, TOLD)
        batch = import_rows(batch)

    assert batch.parked == ""
    assert not default_storage.exists(name)


@pytest.mark.parametrize("days", [0, 366])
def test_nobody_is_kept_for_longer_than_a_year(days):
    batch = park()

    with pytest.raises(ValidationError):
        check_rows(batch, batch.mapping, {**TOLD, "kept_days": days})


def test_undo_deletes_the_contacts_and_keeps_the_numbers():
    batch = bring_in()
    assert batch.contacts.count() == 1

    batch = undo_batch(batch)

    assert batch.contacts.count() == 0
    assert (batch.state, batch.imported) == ("undone", 1)
    assert bring_in().imported == 1, "they may be brought in anew"


def test_undo_ends_with_the_first_who_joined():
    batch = bring_in()
    ImportBatch.objects.filter(pk=batch.pk).update(claimed=1)

    with pytest.raises(CannotUndoError):
        undo_batch(batch)

    assert batch.contacts.count() == 1


def test_files_that_nobody_imports_are_given_up():
    fresh, old = park(), park()
    week = timezone.now() - timedelta(days=8)
    ImportBatch.objects.filter(pk=old.pk).update(created_at=week)

    assert forget_parked() == 1

    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.state, fresh.state) == ("undone", "uploaded")


def test_excel_and_csv_bring_the_same():
    rows = [TITLES, ARTA]
    content = as_xlsx(rows)
    batch = park_file(io.BytesIO(content), len(content), "p.xlsx", UserFactory())
    check_rows(batch, batch.mapping, TOLD)
    import_rows(batch)
    held = ImportedContact.objects.get()

    assert held.facts == [
        ("name", "Arta Gashi"),
        ("e-mail address", "arta@example.org"),
        ("telephone", "+41 44 000"),
        ("country", "Switzerland"),
        ("city", "Zürich"),
        ("occupation", "Mjeke"),
        ("language", "Shqip"),
    ]


def test_memory_does_not_grow_with_the_file():
    def peak(number):
        rows = [
            TITLES,
            *[[f"N {n}", f"p{n}@example.org", *ARTA[2:]] for n in range(number)],
        ]
        batch, content = None, as_csv(rows)
        del rows
        tracemalloc.start()
        batch = park_file(io.BytesIO(content), len(content), "p.csv", UserFactory())
        check_rows(batch, batch.mapping, TOLD)
        while batch.state != ImportBatch.State.DONE:
            batch = import_rows(batch, seconds=0)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        undo_batch(batch)
        return most

    small, large = peak(2000), peak(8000)

    # Of the rows beyond a chunk only the hash of the address stays.
    assert (large - small) / 6000 < 400
